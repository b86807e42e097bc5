#!/usr/bin/env bash
# The archives of a built checkout, with the JDK in directory $1; dist.py has the rest.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "ferrule dist: expected Python 3.11 or later on PATH, found none (Debian: apt-get install python3)" >&2
  exit 1
fi
exec "$python" "$here/dist.py" "$@"
