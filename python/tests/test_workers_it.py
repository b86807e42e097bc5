"""Functions of Python on real nodes: published, changed, and put through what goes wrong."""

import contextlib
import json
import os
import shutil
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, WORKER_COMMAND, Node, running_node

from ferrule.cli.main import main

SETTINGS = (
    "workers.count=1",
    "workers.memory_mb=300",
    WORKER_COMMAND,
)
FUNCTIONS = """
import os, sys, time
import ferrule

kept = []

@ferrule.function(timeout="500ms")
def Do(what: str) -> str:
    if what == "die":
        os.kill(os.getpid(), 9)
    if what == "hang":
        time.sleep(60)
    if what == "large":
        return "x" * 100_000_000
    if what == "wrong":
        return 1
    if what == "raise":
        raise ValueError("found " + what)
    if what == "leak":
        kept.append(bytearray(os.urandom(1) * 200_000_000))
    return "VERSION " + what
"""
RULES = """
What: str = JsonData(path='$.what')
Done: str = Do(what=What)
Fine = Rule(when_all=[Done == 'VERSION work'], description='it works')
WhenRules(rules_any=[Fine], then=[DeclareVerdict(verdict='fine')])
"""


def rule_set(directory: Path, version: str) -> Path:
    directory.mkdir(exist_ok=True)
    (directory / "functions.py").write_text(FUNCTIONS.replace("VERSION", version))
    (directory / "main.sml").write_text(RULES.replace("VERSION", version))
    return directory


def publish(node: Node, directory: Path) -> None:
    assert main(["publish", "--url", node.url, "--activate", str(directory)]) == 0


def evaluate(node: Node, what: str) -> dict[str, Any]:
    event = {"action_name": "say", "data": {"what": what}}
    request = urllib.request.Request(
        f"{node.url}/v1/events?features=true", json.dumps(event).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        made = json.load(answer)
    with urllib.request.urlopen(f"{node.url}/v1/events/{made['id']}", timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def until_it_works(node: Node, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while "one work" not in json.dumps(evaluate(node, "work")):
        assert time.monotonic() < until, evaluate(node, "work")
        time.sleep(0.2)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with running_node(*SETTINGS) as node:
        publish(node, rule_set(tmp_path_factory.mktemp("rules"), "one"))
        yield node


def test_a_published_function_is_called(published: Node) -> None:
    assert "one work" in json.dumps(evaluate(published, "work"))


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("raise", "found raise"),
        ("wrong", "expected str, found int"),
        ("large", ""),  # encoding it may take longer than the timeout
        ("hang", ""),
        ("die", ""),
        ("leak", None),
    ],
)
def test_what_goes_wrong_costs_one_value_and_it_goes_on(published: Node, what: str, found: str | None) -> None:
    told = json.dumps(evaluate(published, what))
    if found is not None:
        assert '"__error_count": 1' in told
        assert found in told
        assert "one work" not in told
    until_it_works(published)


def test_code_and_rules_change_together(tmp_path: Path) -> None:
    with running_node(*SETTINGS) as node:
        place = rule_set(tmp_path / "rules", "one")
        publish(node, place)
        until_it_works(node)
        rule_set(place, "two")
        publish(node, place)
        told = json.dumps(evaluate(node, "work"))
        assert "two work" in told
        assert "fine" not in told or "two" in told


def test_the_example_rejects_a_loud_advert() -> None:
    with running_node("workers.count=1", WORKER_COMMAND) as node:
        publish(node, PROJECT / "examples" / "python-function")
        event = (PROJECT / "examples" / "python-function" / "events.jsonl").read_bytes().splitlines()[0]
        request = urllib.request.Request(f"{node.url}/v1/events", event, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert b"reject" in answer.read()


def test_a_function_runs_inside_the_node(tmp_path: Path) -> None:
    place = rule_set(tmp_path / "rules", "one")
    source = (place / "functions.py").read_text()
    (place / "functions.py").write_text(source.replace('timeout="500ms"', 'runs="in_process"'))
    with running_node("functions.in_process=true", f"functions.python={sys.executable}") as node:
        publish(node, place)
        assert "one work" in json.dumps(evaluate(node, "work"))
        told = json.dumps(evaluate(node, "raise"))
        assert "found raise" in told
        assert not [each for each in _workers() if str(node.directory) in each]


def _workers() -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found.append(f"{(process / 'cmdline').read_text()} {os.readlink(process / 'cwd')}")
    return [each for each in found if "ferrule.cli.main\0worker" in each]


def test_workers_end_with_a_node_that_is_killed(tmp_path: Path) -> None:
    place = rule_set(tmp_path / "rules", "one")
    data = tmp_path / "data"
    data.mkdir()
    with running_node(*SETTINGS, directory=data) as node:
        publish(node, place)
        assert [each for each in _workers() if str(data) in each]
        os.kill(node.process.pid, signal.SIGKILL)
        until = time.monotonic() + 15
        while [each for each in _workers() if str(data) in each]:
            assert time.monotonic() < until
            time.sleep(0.2)
    shutil.rmtree(data, ignore_errors=True)
