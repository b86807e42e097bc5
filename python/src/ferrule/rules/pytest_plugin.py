"""The pytest plugin: each case of `tests/*.yaml` of a rule set is a test. No need to import anything.

A file belongs to a rule set when it stands in a folder `tests` beside `main.sml`. The rules of a set are compiled once.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

OUTCOMES = pytest.StashKey[dict[Path, Any]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Takes the files with cases."""
    is_cases = file_path.suffix in (".yaml", ".yml") and file_path.parent.name == "tests"
    if is_cases and (file_path.parent.parent / "main.sml").exists():
        made: CaseFile = CaseFile.from_parent(parent, path=file_path)
        return made
    return None


class CaseFile(pytest.File):
    """A file with cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case; one for the set when its rules have errors."""
        directory = self.path.parent.parent
        outcomes = self.config.stash.setdefault(OUTCOMES, {})
        if directory not in outcomes:
            outcomes[directory] = _run(directory)
        found = outcomes[directory]
        if isinstance(found, Exception):
            yield Case.from_parent(self, name="rules", failures=(str(found),))
            return
        names: dict[str, int] = {}
        for outcome in found:
            if (directory / outcome.file).resolve() == self.path.resolve():
                number = names[outcome.name] = names.get(outcome.name, 0) + 1
                name = outcome.name if number == 1 else f"{outcome.name} ({number})"
                yield Case.from_parent(self, name=name, failures=outcome.failures)


class Case(pytest.Item):
    """A case, which ran when it was collected."""

    def __init__(self, *, failures: tuple[str, ...], **given: Any) -> None:
        super().__init__(**given)
        self.failures = failures

    def runtest(self) -> None:
        """Fails when something was otherwise than expected."""
        if self.failures:
            raise CaseFailed(*self.failures)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What was otherwise, a line each, and where to look."""
        if isinstance(excinfo.value, CaseFailed):
            lines = "\n".join(f"  {each}" for each in excinfo.value.args)
            return f"{self.path}: {self.name}\n{lines}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands."""
        return self.path, None, self.name


class CaseFailed(Exception):
    """A case came out otherwise than expected."""


def _run(directory: Path) -> Any:
    from ferrule.rules import test

    try:
        return test(directory)
    except Exception as e:  # shown as one failed test, not as the end of all
        return e
