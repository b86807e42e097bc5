"""The wheel that `./ferrule dist wheel` makes: in a fresh environment, away from the checkout, it has all it needs."""

import subprocess
import sys
from pathlib import Path

from conftest import PROJECT

TRY = """
import ferrule, json, sys
from ferrule.engine import class_path
assert "site-packages" in str(class_path()[0]), class_path()[0]
with ferrule.Engine() as engine, engine.rules(sys.argv[1]) as rules:
    print(len(rules.evaluate([{"action_name": "x", "data": {}}])))
    print(engine.tokenizer().encode("Hello, world!")[0].tolist())
    print(engine.embed("a").shape)
"""


def test_the_wheel_works_in_a_fresh_environment(tmp_path: Path) -> None:
    subprocess.run([PROJECT / "ferrule", "dist", "wheel"], check=True, capture_output=True)
    wheel = max((PROJECT / "target/dist").glob("*.whl"), key=lambda file: file.stat().st_mtime)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True, capture_output=True)
    done = subprocess.run(
        [python, "-c", TRY, PROJECT / "examples/safety"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout == "1\n[7592, 1010, 2088, 999]\n(1, 384)\n", done.stderr
