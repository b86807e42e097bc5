"""`@ferrule.function` and `workers.yaml`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import pytest
import yaml

import ferrule
from ferrule.cli.main import main
from ferrule.functions import Function, SyncError, ValueType, sync
from ferrule.functions.manifest import HEADER

SOURCE = '''
import ferrule

print("noise")

@ferrule.function(timeout="200ms")
def Toxicity(text: str, weight: float = 1.0) -> float:
    """How toxic a text is, from 0 to 1. More is worse."""
    return weight

@ferrule.function(batch=64)
def Embedding(text: list[str]) -> list[list[float]]:
    return [[1.0] for _ in text]

@ferrule.function(name="Maybe", runs="in_process")
def maybe(a: int | None = None, b: bool = True) -> "str | None":
    return None
'''


def declared(target: Any) -> Function:
    found: Function = target.__ferrule_function__
    return found


def test_a_declared_function_stays_callable() -> None:
    @ferrule.function
    def Twice(x: int) -> int:
        return 2 * x

    assert Twice(2) == 4
    assert declared(Twice).parameters[0].type == ValueType("int")


def test_arguments_that_can_only_be_named_arrive_by_name() -> None:
    @ferrule.function
    def Less(*, a: int, b: int) -> bool:
        return a < b

    assert declared(Less).call(1, 2) is True


def no_annotation(x) -> int:  # type: ignore[no-untyped-def]
    return 1


def no_result(x: int):  # type: ignore[no-untyped-def]
    return 1


def a_dict(x: dict[str, int]) -> int:
    return 1


def two_types(x: int | str) -> int:
    return 1


def many(*x: int) -> int:
    return 1


def bad_default(x: int = 1.5) -> int:  # type: ignore[assignment]
    return 1


def old_optional(x: Optional[list[str]] = None) -> int:  # noqa: UP045
    return 1


@pytest.mark.parametrize(
    ("target", "options", "message"),
    [
        (no_annotation, {}, "expected parameter x of no_annotation to have an annotation, found none"),
        (no_result, {}, "expected the result of no_result to have an annotation, found none"),
        (a_dict, {}, r"parameter x of a_dict: expected str, int, .* found dict\[str, int\]"),
        (two_types, {}, r"parameter x of two_types: expected str, .* found int \| str"),
        (many, {}, "expected parameter x of many to be one that rules can give by name"),
        (bad_default, {}, "expected the default of parameter x of bad_default to be int, found float"),
        (
            old_optional,
            {"batch": 8},
            r"expected parameter x of old_optional to be list\[...\], as the function has batch=",
        ),
        (old_optional, {"timeout": "2 minutes"}, "expected a timeout of old_optional as '200ms' or '2s', at most 60s"),
        (old_optional, {"timeout": "61s"}, "at most 60s, found '61s'"),
        (old_optional, {"batch": 0}, "expected 1 to 1024 calls in a batch of old_optional, found batch=0"),
        (old_optional, {"name": "a-b"}, "expected a name of letters"),
        (old_optional, {"runs": "here"}, "expected runs='worker' or 'in_process' for old_optional"),
    ],
)
def test_what_rules_cannot_call_is_refused_where_it_is_declared(
    target: Callable[..., Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        ferrule.function(**options)(target)


def test_sync_writes_what_the_code_declares_and_only_once(tmp_path: Path) -> None:
    (tmp_path / "functions.py").write_text(SOURCE)
    assert sync(tmp_path, check=True)
    assert not (tmp_path / "workers.yaml").exists()
    assert sync(tmp_path)
    text = (tmp_path / "workers.yaml").read_text()
    assert text.startswith(HEADER)
    assert yaml.safe_load(text) == {
        "functions": {
            "Embedding": {
                "source": "functions.py",
                "parameters": {"text": "str"},
                "result": "list[float]",
                "batch": 64,
            },
            "Maybe": {
                "source": "functions.py",
                "parameters": {
                    "a": {"type": "Optional[int]", "default": None},
                    "b": {"type": "bool", "default": True},
                },
                "result": "Optional[str]",
                "runs": "in_process",
            },
            "Toxicity": {
                "source": "functions.py",
                "summary": "How toxic a text is, from 0 to 1.",
                "parameters": {"text": "str", "weight": {"type": "float", "default": 1.0}},
                "result": "float",
                "timeout": "200ms",
            },
        }
    }
    assert not sync(tmp_path)
    assert (tmp_path / "workers.yaml").read_text() == text


def test_sync_keeps_entries_of_other_languages(tmp_path: Path) -> None:
    entry = {"parameters": {"x": "int"}, "result": "int"}
    (tmp_path / "workers.yaml").write_text(yaml.safe_dump({"functions": {"Go": entry, "Old": {"source": "old.py"}}}))
    (tmp_path / "functions.py").write_text("import ferrule\n@ferrule.function\ndef F() -> int: return 1\n")
    assert sync(tmp_path)
    found = yaml.safe_load((tmp_path / "workers.yaml").read_text())["functions"]
    assert found == {"F": {"source": "functions.py", "result": "int"}, "Go": entry}


def test_sync_runs_only_files_that_declare_functions(tmp_path: Path) -> None:
    (tmp_path / "evaluate.py").write_text("import ferrule\nraise RuntimeError('ran')\n")
    assert not sync(tmp_path)


def test_sync_says_what_a_file_raises(tmp_path: Path) -> None:
    (tmp_path / "functions.py").write_text(
        "import ferrule\nimport nothing_there\n@ferrule.function\ndef F() -> int: ...\n"
    )
    with pytest.raises(
        SyncError, match=r"(?s)expected functions.py to be imported, found .*No module named 'nothing_there'"
    ):
        sync(tmp_path)


def test_check_of_the_command_ends_with_1_when_out_of_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "functions.py").write_text(SOURCE)
    assert main(["functions", "sync", str(tmp_path), "--check"]) == 1
    assert "do: ferrule functions sync" in capsys.readouterr().out
    assert main(["functions", "sync", str(tmp_path)]) == 0
    assert main(["functions", "sync", str(tmp_path), "--check"]) == 0
