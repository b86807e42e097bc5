"""`ferrule.rules`: the functions, the stubs, and the pytest plugin."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ferrule import rules
from ferrule.cli.main import main
from ferrule.rules import stubs

pytest_plugins = ["pytester"]

PROJECT = Path(__file__).resolve().parents[2]
MAIN = """
Text: str = JsonData(path='$.text')
Shouts = Rule(when_all=[Text == 'HELLO'], description='it shouts')
WhenRules(rules_any=[Shouts], then=[DeclareVerdict(verdict='reject')])
"""
CASES = """
- name: shouting is rejected
  event: {data: {text: HELLO}}
  expect: {verdicts: [reject]}
- name: whispering is not
  event: {data: {text: hello}}
  expect: {verdicts: [VERDICT]}
"""
EVENTS = [{"action_id": i, "action_name": "say", "data": {"text": text}} for i, text in enumerate(["HELLO", "hello"])]


def rule_set(directory: Path, verdict: str = "", main: str = MAIN) -> Path:
    (directory / "tests").mkdir(parents=True)
    (directory / "main.sml").write_text(main)
    (directory / "tests" / "shouts.yaml").write_text(CASES.replace("VERDICT", verdict))
    return directory


def test_check_run_backtest_and_explain(tmp_path: Path) -> None:
    before = rule_set(tmp_path / "before")
    after = rule_set(tmp_path / "after", main=MAIN.replace("'HELLO'", "'hello'"))
    assert rules.check(before)["findings"] == []
    assert [outcome.passed for outcome in rules.test(before)] == [True, True]
    assert [outcome.passed for outcome in rules.test(after)] == [False, False]
    assert [result["Shouts"] for result in rules.run(before, EVENTS)] == [True, False]
    assert "Shouts" in json.dumps(rules.backtest(before, after, EVENTS))
    assert rules.explain(before, EVENTS[0])[0]["outcome"]


def test_rules_with_errors_say_all_of_them(tmp_path: Path) -> None:
    broken = rule_set(tmp_path / "broken", main=MAIN.replace("Rule(", "Rul("))
    with pytest.raises(ValueError, match=r"(?s)expected rules without errors, found:\nmain.sml:3: .*Rul"):
        rules.test(broken)


def test_the_commands(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    before = rule_set(tmp_path / "before")
    events = tmp_path / "events.jsonl"
    events.write_text("".join(json.dumps(event) + "\n" for event in EVENTS))
    assert main(["rules", "check", str(before)]) == 0
    assert b"0 errors; 2 tests passed, 0 failed" in capfdbinary.readouterr().out
    assert main(["rules", "run", str(before), "--events", str(events)]) == 0
    assert b'"Shouts":true' in capfdbinary.readouterr().out


def test_the_stub_is_what_the_functions_of_today_make() -> None:
    printed = subprocess.run(
        [PROJECT / "ferrule", "functions", "--json"], check=True, capture_output=True, text=True
    ).stdout
    committed = Path(stubs.__file__).with_name("language.pyi").read_text(encoding="utf-8")
    assert stubs.language(json.loads(printed)) == committed, "do: ferrule functions --json, then ferrule.rules.stubs"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Length: int = StringLength(s='abc')", None),
        ("Text: str = JsonData(path='$.text')", None),
        ("User: Entity[str] = EntityJson(type='User', path='$.id')", None),
        ("Score: float = Toxicity(text='a')", None),
        ("BanUser(entity='a', comment='b')", None),
        ("Length: str = StringLength(s='abc')", "Incompatible types in assignment"),
        ("StringLength(text='abc')", 'Unexpected keyword argument "text"'),
        ("Toxicity(text=1)", 'incompatible type "int"; expected "str"'),
        ("Nothing()", 'Name "Nothing" is not defined'),
    ],
)
def test_a_type_checker_takes_right_rules_and_refuses_wrong_ones(
    tmp_path: Path, line: str, complaint: str | None
) -> None:
    (tmp_path / "functions.yaml").write_text("effects:\n  BanUser: {parameters: {entity: str, comment: str}}\n")
    (tmp_path / "workers.yaml").write_text(
        "functions:\n  Toxicity: {parameters: {text: str, weight: {type: float, default: 1.0}}, result: float}\n"
    )
    stub = stubs.write(tmp_path).rename(tmp_path / "rule_language.pyi")
    assert "def BanUser(*, entity: str, comment: str) -> EffectBase:" in stub.read_text()
    (tmp_path / "main.py").write_text(f"from rule_language import *\n{line}\n")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "main.py"], cwd=tmp_path, capture_output=True, text=True
    )
    if complaint is None:
        assert checked.returncode == 0, checked.stdout
    else:
        assert checked.returncode == 1
        assert complaint in checked.stdout


def test_the_plugin_runs_cases_and_shows_what_was_otherwise(pytester: pytest.Pytester) -> None:
    rule_set(pytester.path / "good")
    rule_set(pytester.path / "bad", verdict="reject")
    rule_set(pytester.path / "broken", main="X = Nothing()")
    result = pytester.runpytest_subprocess("-p", "no:asyncio")
    result.assert_outcomes(passed=3, failed=2)
    text = result.stdout.str()
    assert "expected verdicts [reject], found []" in text
    assert "shouts.yaml: whispering is not" in text
    assert "main.sml:1: " in text
    assert "Traceback" not in text
