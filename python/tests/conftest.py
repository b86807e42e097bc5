"""Nodes for tests: real ones, each with a directory of its own, ended by process id."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
WORKER_COMMAND = f"workers.command={sys.executable} -m ferrule.cli.main worker"


class Node:
    """A node that runs: `url`, `directory`, and `process`."""

    def __init__(self, url: str, directory: Path, process: subprocess.Popen[bytes]) -> None:
        self.url = url
        self.directory = directory
        self.process = process


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_node(*settings: str, directory: Path | None = None, port: int | None = None) -> Iterator[Node]:
    """Starts `ferrule serve` with settings as `name=value`, waits until it is ready, and stops it at the end."""
    with tempfile.TemporaryDirectory() as made:
        place = directory or Path(made)
        number = port or free_port()
        given = [f"server.port={number}", f"data.directory={place}", *settings]
        command = [str(PROJECT / "ferrule"), "serve", *(part for one in given for part in ("--set", one))]
        with open(place / "node.log", "ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"CI": "true"})
        try:
            url = f"http://127.0.0.1:{number}"
            _wait_until_ready(url, process, place / "node.log")
            yield Node(url, place, process)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 10):  # attempts, not a deadline: both may have been suspended for a while
        if process.poll() is not None:
            pytest.fail(f"the node ended with {process.returncode}:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.stderr.write(log.read_text())
    pytest.fail(f"the node was not ready within {START_SECONDS} s")


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """One node for all tests that leave it as they found it."""
    with running_node("workers.count=1", WORKER_COMMAND) as running:
        yield running
