#!/bin/sh
# Installs a Ferrule distribution under a prefix, after checking it against its checksums. Fetches nothing.
#
#   install.sh [--prefix DIR] [--without-caches] [ARCHIVE | DIRECTORY]
#                                                     default: the directory of this script, under /usr/local
#   install.sh --uninstall [--prefix DIR]             removes what was installed; data and settings stay
#
# Puts everything into PREFIX/lib/ferrule and a link into PREFIX/bin. To install again replaces what is there.
set -eu

die() {
  echo "install.sh: $*" >&2
  exit 1
}

prefix=/usr/local
prepare=1
uninstall=""
source=""
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix)
      [ $# -ge 2 ] || die "expected a directory after --prefix, found nothing"
      prefix="$2"
      shift
      ;;
    --uninstall) uninstall=1 ;;
    --without-caches) prepare="" ;; # the first start makes them
    -h | --help)
      sed -n '2,8s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    -*) die "expected --prefix, --uninstall or --without-caches, found $1" ;;
    *) source="$1" ;;
  esac
  shift
done
mkdir -p "$prefix" || die "expected a writable prefix, found $prefix"
prefix="$(cd "$prefix" && pwd -P)"
place="$prefix/lib/ferrule"
link="$prefix/bin/ferrule"

ours() { # whether the link and the directory are what this script made
  [ ! -e "$place" ] || [ -f "$place/SHA256SUMS" ] || die "expected a Ferrule in $place, found something else"
  [ ! -e "$link" ] || [ "$(readlink "$link" || true)" = ../lib/ferrule/bin/ferrule ] ||
    die "expected $link to be a link to Ferrule, found something else; remove it first"
}

ours
if [ -n "$uninstall" ]; then
  rm -rf "$link" "$place"
  echo "Removed $place and $link. Data, settings and units that you copied are still there."
  exit 0
fi

source="${source:-$(cd "$(dirname "$0")" && pwd -P)}"
fresh="$place.new.$$"
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh" "$prefix/bin" || die "expected a writable prefix, found $prefix"
if [ -d "$source" ]; then
  [ -f "$source/SHA256SUMS" ] || die "expected a distribution in $source, found no SHA256SUMS"
  (cd "$source" && tar -cf - --exclude=./cache .) | tar -xf - -C "$fresh"
else
  [ -f "$source" ] || die "expected an archive or a directory, found no $source"
  sums="$(dirname "$source")/SHA256SUMS"
  [ -f "$sums" ] || die "expected SHA256SUMS beside $source, found none"
  line="$(grep "  $(basename "$source")\$" "$sums")" || die "expected $(basename "$source") in $sums, found no line of it"
  (cd "$(dirname "$source")" && echo "$line" | sha256sum -c --status) ||
    die "expected the checksum of $sums, found another in $source: fetch the archive again"
  tar -xf "$source" -C "$fresh" --strip-components 1 || die "expected tar and xz to unpack $source, found an error"
fi
(cd "$fresh" && sha256sum -c --status SHA256SUMS) || die "expected the files of SHA256SUMS, found others in $source"
"$fresh/bin/ferrule" --help >/dev/null || die "expected a Ferrule for this machine, found one that does not start"
rm -rf "$place.old"
[ ! -e "$place" ] || mv "$place" "$place.old"
mv "$fresh" "$place"
rm -rf "$place.old"
ln -sfn ../lib/ferrule/bin/ferrule "$link"
[ -z "$prepare" ] || "$place/bin/ferrule" prepare
echo "Installed Ferrule as $link."
