"""Rules in this process."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from conftest import PROJECT

import ferrule
from ferrule.functions import sync as ferrule_functions_sync

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


def own(directory: Path, body: str) -> Path:
    """A rule set whose feature `Score` is computed by a function of its own with this body."""
    directory.mkdir()
    (directory / "main.sml").write_text("Text: str = JsonData(path='$.text')\nScore: float = Mine(text=Text)\n")
    (directory / "functions.py").write_text(
        f"import ferrule\n\n\n@ferrule.function\ndef Mine(text: str) -> float:\n    {body}\n"
    )
    ferrule_functions_sync(directory)
    return directory


EVENT = [{"action_name": "a", "data": {"text": "four"}}]


def test_functions_of_the_set_have_values(engine: ferrule.Engine) -> None:
    place = PROJECT / "examples/python-function"
    with engine.rules(place) as rules:
        results = rules.evaluate(place / "events.jsonl")
    assert results.summary.failed == 0
    assert results[0]["Loudness"] == 27 / 42
    assert results[0]["LinkCount"] == 1
    assert results[0]["LoudAdvert"] is True


def test_a_function_that_raises_or_gives_a_wrong_type_costs_one_value(engine: ferrule.Engine, tmp_path: Path) -> None:
    with engine.rules(own(tmp_path / "raises", "return 1 / (len(text) - 4)")) as rules:
        result = rules.evaluate(EVENT)
    assert result[0]["Score"] is None
    assert "ZeroDivisionError" in result.summary.errors[0].message
    with engine.rules(own(tmp_path / "wrong", "return [text]")) as rules:
        result = rules.evaluate(EVENT)
    assert "expected float, found list" in result.summary.errors[0].message


def test_numbers_that_are_none_come_through(engine: ferrule.Engine, tmp_path: Path) -> None:
    with engine.rules(own(tmp_path / "set", "return float('-inf')")) as rules:
        assert rules.evaluate(EVENT).summary.failed == 0


def test_two_versions_of_the_code_stand_beside_each_other(engine: ferrule.Engine, tmp_path: Path) -> None:
    before, after = own(tmp_path / "one", "return 1.0"), own(tmp_path / "two", "return 2.0")
    with engine.rules(before) as one, engine.rules(after) as two:
        assert one.evaluate(EVENT)[0]["Score"] == 1.0
        assert two.evaluate(EVENT)[0]["Score"] == 2.0
        assert one.evaluate(EVENT)[0]["Score"] == 1.0
