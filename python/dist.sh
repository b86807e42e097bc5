#!/usr/bin/env bash
# The wheel with the engine in it: target/dist/ferrule-VERSION-py3-none-PLATFORM.whl. Needs a built checkout.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
venv="$here/../target/dist-venv"
out="$here/../target/dist"
python="${PYTHON:-python3}"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "ferrule dist: expected Python 3.11 or later with venv on PATH, found none (Debian: apt-get install python3-venv)" >&2
  exit 1
fi
mkdir -p "$out"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$here/build-requirements.lock"
"$venv/bin/python" -m build -q --wheel --no-isolation --outdir "$out" "$here"
"$venv/bin/python" - "$out" <<'PY'
import sys
import zipfile
from pathlib import Path

wheel = max(Path(sys.argv[1]).glob("*.whl"), key=lambda file: file.stat().st_mtime)
print(f"{wheel.resolve()}: {wheel.stat().st_size / 1e6:.1f} MB, of which")
with zipfile.ZipFile(wheel) as content:
    for entry in sorted(content.infolist(), key=lambda entry: -entry.compress_size)[:6]:
        print(f"  {entry.compress_size / 1e6:5.1f} MB  {entry.filename}")
PY
