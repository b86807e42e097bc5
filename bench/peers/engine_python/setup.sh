#!/usr/bin/env bash
# Makes .venv beside this script from the package's lock and requirements.txt. Running it again does nothing unless they
# changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

PYTHON=${PYTHON:-python3}
VENV=.venv
STAMP=$VENV/requirements.sha256
LOCK=../../../python/requirements.lock

wanted=$(cat requirements.txt "$LOCK" | sha256sum | cut -d' ' -f1)
if [ -x "$VENV/bin/python" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$wanted" ]; then
  echo "[engine_python] already set up"
  exit 0
fi
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || ! command -v c++ >/dev/null; then
  echo "[engine_python] expected Python 3.11 or later and a C++ compiler (hnswlib comes as source), found otherwise" >&2
  exit 1
fi
"$PYTHON" -m venv --clear "$VENV"
"$VENV/bin/pip" install -q --disable-pip-version-check setuptools==84.2.1 pybind11==3.0.1
"$VENV/bin/pip" install -q --disable-pip-version-check -r "$LOCK"
"$VENV/bin/pip" install -q --disable-pip-version-check --no-deps --no-build-isolation -r requirements.txt
echo "$wanted" >"$STAMP"
echo "[engine_python] done"
