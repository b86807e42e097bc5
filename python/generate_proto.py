"""Makes `src/ferrule/_proto` of the .proto files: `python generate_proto.py [DIRECTORY]`."""

import sys
from pathlib import Path

from grpc_tools import protoc

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "proto" / "ferrule" / "v1"


def generate(directory: Path) -> None:
    """Writes the modules under `directory/ferrule/_proto`."""
    (directory / "ferrule" / "_proto").mkdir(parents=True, exist_ok=True)
    status = protoc.main(
        [
            "protoc",
            f"-Iferrule/_proto={SOURCES}",
            f"--python_out={directory}",
            f"--pyi_out={directory}",
            str(SOURCES / "workers.proto"),
        ]
    )
    if status:
        sys.exit(f"expected protoc to end with 0, found {status}")


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "src")
