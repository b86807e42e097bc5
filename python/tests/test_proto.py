"""The committed protocol modules are what protoc makes of proto/."""

import subprocess
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[1]


def test_committed_modules_are_what_the_proto_files_make(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(PYTHON / "generate_proto.py"), str(tmp_path)], check=True)
    for made in sorted((tmp_path / "ferrule" / "_proto").iterdir()):
        committed = PYTHON / "src" / "ferrule" / "_proto" / made.name
        assert committed.read_text() == made.read_text(), "do: python generate_proto.py"
