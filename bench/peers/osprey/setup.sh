#!/usr/bin/env bash
# Makes .venv beside this script from requirements.txt. Running it again does nothing unless that file changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

PYTHON=${PYTHON:-python3.11}
VENV=.venv
STAMP=$VENV/requirements.sha256
step="starting"

say() { printf '[osprey] %s\n' "$*"; }
trap 'code=$?; [ "$code" -eq 0 ] || say "FAILED while $step (exit $code)" >&2' EXIT

step="looking for $PYTHON (set PYTHON to use another)"
"$PYTHON" --version >/dev/null
wanted=$(sha256sum requirements.txt | cut -d' ' -f1)
if [ -x "$VENV/bin/python" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$wanted" ]; then
  say "already set up"
  exit 0
fi

step="making the virtual environment"
say "1/2 $step"
"$PYTHON" -m venv --clear "$VENV"

step="installing the engine's libraries from PyPI"
say "2/2 $step"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
  -r requirements.txt

step="importing pydantic"
version=$("$VENV/bin/python" -c 'import pydantic; print(pydantic.VERSION)')
echo "$wanted" >"$STAMP"
say "done: pydantic $version"
