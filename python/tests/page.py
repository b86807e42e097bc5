"""Runs the pages of the documentation: every block of `python` and `sh`, in a directory of its own.

The blocks of `python` of a page share one interpreter. A block of `sh` whose first line says `leave ... running` is
started and stays; when it starts a node, the page goes on when that is ready. Ports 8080 and 809x become free ones.
What installs the package is left out: the tests run in an environment where it is installed.
"""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from conftest import PROJECT, START_SECONDS, free_port

INSTALLS = ("pip install", "python3 -m venv", ". .venv/")
BLOCK_SECONDS = 300
# The interpreter of a page: a line of JSON in, a line of JSON out.
INTERPRETER = """
import json, sys, traceback
names = {"__name__": "__main__"}
replies = sys.stdout
sys.stdout = sys.stderr
for line in sys.stdin:
    block = json.loads(line)
    try:
        exec(compile("\\n" * (block["line"] - 1) + block["code"], block["page"], "exec"), names)
        said = None
    except BaseException:
        said = traceback.format_exc()
    replies.write(json.dumps(said) + "\\n")
    replies.flush()
"""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the line where the text begins."""

    language: str
    code: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        yield Block(found[1], found[2], page.count("\n", 0, found.start()) + 2)


@dataclass
class Session:
    """One page that is being run. Stops all that it started, by process id."""

    page: Path
    directory: Path
    ports: dict[str, int] = field(default_factory=dict)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    interpreter: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        (self.directory / "ferrule").write_text(f'#!/bin/sh\nexec "{PROJECT}/ferrule" "$@"\n')
        (self.directory / "ferrule").chmod(0o755)
        for name in ("examples", "python", "docs"):
            (self.directory / name).symlink_to(PROJECT / name)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if self.interpreter and self.interpreter.stdin and self.interpreter.stdout:
            self.interpreter.stdin.close()
            self.interpreter.wait(60)
            self.interpreter.stdout.close()
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(60)

    def environment(self) -> dict[str, str]:
        """What blocks see: commands of this environment first, and nothing of the one who runs the tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FERRULE_", "XDG_"))}
        return kept | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.directory),
            "CI": "true",
            "FERRULE_URL": f"http://127.0.0.1:{self.port('8080')}",
            "FERRULE_SERVER_PORT": str(self.port("8080")),
        }

    def port(self, written: str) -> int:
        """The free port that stands for one of the page."""
        return self.ports.setdefault(written, free_port())

    def run(self, block: Block) -> None:
        """Runs a block; raises AssertionError with its output when it fails."""
        code = re.sub(r"\b(8080|809\d)\b", lambda found: str(self.port(found[1])), block.code)
        if block.language == "python":
            self._python(Block("python", code, block.line))
        elif block.language == "sh":
            kept = "".join(line for line in code.splitlines(True) if not line.startswith(INSTALLS))
            first = kept.partition("\n")[0]
            if first.startswith("#") and "leave" in first and "running" in first:
                self._background(kept, block)
            elif kept.strip():
                self._shell(kept, block)

    def _shell(self, code: str, block: Block) -> None:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code],
            cwd=self.directory,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=BLOCK_SECONDS,
            check=False,
        )
        where = f"{self.page.name}:{block.line}"
        assert done.returncode == 0, f"{where} ended with {done.returncode}:\n{code}\n{done.stdout}\n{done.stderr}"

    def _background(self, code: str, block: Block) -> None:
        log = self.directory / f"block-{block.line}.log"
        command = re.sub(r"^(\./ferrule|ferrule) ", r"exec \1 ", code, flags=re.MULTILINE)
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["bash", "-euo", "pipefail", "-c", command],
                cwd=self.directory,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.running.append(process)
        given = re.search(r"--port (\d+)", code)
        starts = re.search(r"\./ferrule (up|serve)", code)
        port = int(given[1]) if given else self.port("8080")
        attempts = START_SECONDS * 5
        while not (_is_ready(port, log, loads="up" in starts[1]) if starts else log.stat().st_size > 0):
            told = log.read_text(errors="replace")
            attempts -= 1
            assert process.poll() is None, f"{self.page.name}:{block.line} ended:\n{told}"
            assert attempts > 0, f"{self.page.name}:{block.line} was not ready:\n{told}"
            time.sleep(0.2)

    def _python(self, block: Block) -> None:
        if self.interpreter is None:
            self.interpreter = subprocess.Popen(
                [sys.executable, "-c", INTERPRETER],
                cwd=self.directory,
                env=self.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.interpreter.stdin is not None
        assert self.interpreter.stdout is not None
        sent = {"code": block.code, "line": block.line, "page": self.page.name}
        self.interpreter.stdin.write(json.dumps(sent) + "\n")
        self.interpreter.stdin.flush()
        reply = self.interpreter.stdout.readline()
        assert reply, f"{self.page.name}:{block.line}: the interpreter ended"
        said = json.loads(reply)
        assert said is None, said


def _is_ready(port: int, log: Path, *, loads: bool) -> bool:
    """Whether a node serves; one that loads an example has to have said that it is done."""
    if loads and "Ctrl-C stops" not in log.read_text(errors="replace"):
        return False
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False
