#!/usr/bin/env bash
# The environment in which benchmarks measure the Python package: made once, with the locked versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
lock=../../python/requirements.lock
if [ ! -x .venv/bin/python ] || [ "$lock" -nt .venv/made ]; then
  "${PYTHON:-python3}" -m venv .venv
  .venv/bin/pip install -q --disable-pip-version-check -r "$lock"
  .venv/bin/pip install -q --disable-pip-version-check --no-deps -e ../../python
  touch .venv/made
fi
