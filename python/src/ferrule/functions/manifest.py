"""`workers.yaml`: what a node needs to know of functions, written from the code."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from ferrule.functions import sources
from ferrule.functions.declare import NO_DEFAULT, Function, Parameter

FILE = "workers.yaml"
HEADER = "# Written by `ferrule functions sync` from the code. Entries with a source that ends in .py are made anew.\n"
IMPORT_SECONDS = 120
MOST_SHOWN_CHARS = 4000


class SyncError(Exception):
    """The functions of a directory cannot be written to `workers.yaml`; the message says why."""


def sync(directory: str | Path, *, check: bool = False) -> bool:
    """Writes `workers.yaml` of a rule set from its `.py` files. The files are imported in another process.

    Entries that are not of a `.py` file stay as they are. A directory without functions gets no file.

    Parameters
    ----------
    directory
        The rule set.
    check
        Only look: nothing is written.

    Returns
    -------
    Whether the file was, or with `check` would have been, changed.

    Raises
    ------
    SyncError
        When a file cannot be imported or a function is not declared well.
    """
    place = Path(directory)
    if not place.is_dir():
        raise SyncError(f"expected a directory, found none at {place}")
    target = place / FILE
    before = target.read_text(encoding="utf-8") if target.exists() else None
    kept = _kept(before)
    try:
        files = sources.find(place)
    except ValueError as e:
        raise SyncError(str(e)) from None
    made = _describe_elsewhere(place, files) if files else {}
    both = sorted(kept.keys() & made.keys())
    if both:
        raise SyncError(f"expected one function {both[0]}, found it in {FILE} and in {made[both[0]]['source']}")
    functions = kept | made
    after = write(functions) if functions else None
    if functions == _functions(before):
        return False
    if not check:
        if after is None:
            target.unlink(missing_ok=True)
        else:
            target.write_text(after, encoding="utf-8")
    return True


def write(functions: dict[str, Any]) -> str:
    """The text of `workers.yaml`; the same for the same functions."""
    ordered = {"functions": {name: functions[name] for name in sorted(functions)}}
    return HEADER + yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=120)


def describe(function: Function, source: str) -> dict[str, Any]:
    """The entry of one function."""
    entry: dict[str, Any] = {"source": source}
    if function.summary:
        entry["summary"] = function.summary
    if function.parameters:
        entry["parameters"] = {each.name: _parameter(each) for each in function.parameters}
    entry["result"] = str(function.result)
    if function.timeout is not None:
        entry["timeout"] = function.timeout
    if function.batch is not None:
        entry["batch"] = function.batch
    if function.runs != "worker":
        entry["runs"] = function.runs
    return entry


def _parameter(parameter: Parameter) -> Any:
    if parameter.default is NO_DEFAULT:
        return str(parameter.type)
    return {"type": str(parameter.type), "default": parameter.default}


def _functions(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        raise SyncError(f"expected YAML in {FILE}, found none; repair or remove it") from None
    functions = (found or {}).get("functions") or {} if isinstance(found, dict | None) else None
    if not isinstance(functions, dict):
        raise SyncError(f"expected a mapping `functions` in {FILE}, found another form")
    return functions


def _kept(text: str | None) -> dict[str, Any]:
    return {
        name: entry
        for name, entry in _functions(text).items()
        if not (isinstance(entry, dict) and str(entry.get("source", "")).endswith(".py"))
    }


def _describe_elsewhere(directory: Path, files: list[Path]) -> dict[str, Any]:
    """What the files declare, found out by a process of its own: they may print, and load what does not unload."""
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "functions.json"
        names = [path.relative_to(directory).as_posix() for path in files]
        command = [sys.executable, "-m", "ferrule.functions.describe", str(directory), str(out), *names]
        try:
            ended = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=IMPORT_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise SyncError(f"expected {', '.join(names)} to be imported within {IMPORT_SECONDS} s") from None
        if not out.exists():
            raise SyncError(f"expected {', '.join(names)} to be imported, found:\n{ended.stderr[-MOST_SHOWN_CHARS:]}")
        found = json.loads(out.read_text(encoding="utf-8"))
    if "error" in found:
        raise SyncError(found["error"])
    functions: dict[str, Any] = found["functions"]
    return functions
