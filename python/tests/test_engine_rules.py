"""Rules in this process."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from conftest import PROJECT

import ferrule

SAFETY = PROJECT / "examples/safety"
EVENTS = SAFETY / "events.jsonl.gz"


@pytest.fixture(scope="module")
def engine() -> ferrule.Engine:
    return ferrule.Engine()


def test_results_are_those_of_the_command_line(engine: ferrule.Engine, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    subprocess.run(
        [PROJECT / "ferrule", "run", SAFETY, "--events", EVENTS, "--out", out], check=True, capture_output=True
    )
    with engine.rules(SAFETY) as rules:
        results = rules.evaluate(EVENTS)
    assert results.ndjson == out.read_bytes()
    assert len(results) == 1500


def test_events_come_as_dicts_bytes_and_frames(engine: ferrule.Engine) -> None:
    lines = gzip.decompress(EVENTS.read_bytes()).splitlines(keepends=True)[:50]
    with engine.rules(SAFETY) as rules:
        expected = rules.evaluate(b"".join(lines)).ndjson
        events = [json.loads(line) for line in lines]
        assert rules.evaluate(events).ndjson == expected


def test_lines_that_are_no_events_are_told(engine: ferrule.Engine) -> None:
    with engine.rules(SAFETY) as rules:
        results = rules.evaluate(b'{"action_name":"x"}\n\nnot json\n')
    assert len(results) == 0
    assert [(one.line, one.code) for one in results.summary.refusals] == [(1, "event.invalid"), (3, "event.invalid")]
