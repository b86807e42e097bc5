"""Starts app.py under uvicorn; kept apart so that the parent of several workers loads no model."""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import uvicorn

CHROMA_START_TIMEOUT_S = 60


@contextmanager
def chroma_server(port: int) -> Iterator[None]:
    """Run a Chroma server: an embedded one must not be shared between processes."""
    data = os.environ.get("RAG_DATA", str(Path(__file__).parent / ".data"))
    command = [str(Path(sys.executable).parent / "chroma"), "run"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--path", data]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + CHROMA_START_TIMEOUT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"the chroma server did not start on port {port}")
                time.sleep(0.1)
        os.environ["RAG_CHROMA_PORT"] = str(port)
        yield
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--chroma-port", type=int, default=8089, help="only with several workers")
    options = parser.parse_args()
    cores = max(1, (os.cpu_count() or 1) // options.workers)  # for each worker
    os.environ.setdefault("RAG_CORES", str(cores))
    with chroma_server(options.chroma_port) if options.workers > 1 else nullcontext():
        uvicorn.run(
            "app:app",
            host="127.0.0.1",
            port=options.port,
            workers=options.workers,
            log_level="warning",
        )


if __name__ == "__main__":
    main()
