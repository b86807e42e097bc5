#!/usr/bin/env bash
# Makes .venv beside this script from requirements.txt. Running it again does nothing unless that changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

PYTHON=${PYTHON:-python3}
VENV=.venv
STAMP=$VENV/requirements.sha256

wanted=$(sha256sum <requirements.txt | cut -d' ' -f1)
if [ -x "$VENV/bin/python" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$wanted" ]; then
  echo "[vectors] already set up"
  exit 0
fi
if ! command -v c++ >/dev/null; then
  echo "[vectors] expected a C++ compiler (hnswlib comes as source), found none" >&2
  exit 1
fi
"$PYTHON" -m venv --clear "$VENV"
"$VENV/bin/pip" install -q --disable-pip-version-check setuptools==84.2.1 pybind11==3.0.1
"$VENV/bin/pip" install -q --disable-pip-version-check --no-build-isolation -r requirements.txt
echo "$wanted" >"$STAMP"
echo "[vectors] done"
