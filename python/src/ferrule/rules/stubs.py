"""Stubs of the rule language for editors, made from the engine's table of functions."""

import keyword
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

HEADER = '''"""The rule language, for editors: its types and functions. Made by ferrule.rules.stubs."""

from typing import Any as Any
from typing import Generic, TypeVar
from typing import List as List
from typing import Optional as Optional

_T = TypeVar("_T")

class RuleT: ...
class TimeDeltaT: ...
class ExperimentT: ...
class EffectBase: ...
class Entity(Generic[_T]):
    def __init__(self, *, type: str, id: _T) -> None: ...

ActionName: str
'''
FILE = "__builtins__.pyi"
OWN_FILES = ("functions.yaml", "workers.yaml")


def language(table: Iterable[dict[str, Any]]) -> str:
    """The stub of a table of functions, as `ferrule functions --json` of the engine prints it."""
    out = [HEADER]
    for function in sorted(table, key=lambda each: str(each["name"])):
        if function["name"] == "Entity":
            continue  # a type too, so it is a class
        parameters = [
            _parameter(each["name"], each["type"], None if each["required"] else str(each["default"]))
            for each in function["parameters"]
        ]
        if function["extra"] is not None:
            parameters.append(f"**conditions: {_type(function['extra'])}")
        for name in (function["name"], *function["aliases"]):
            out.append(_function(name, parameters, _type(function["result"]), function["summary"]))
    return "".join(out)


def own(directory: str | Path) -> str:
    """The stub of what a rule set declares itself in `functions.yaml` and `workers.yaml`.

    Raises
    ------
    ValueError
        When a file is not of the form.
    """
    out = []
    for name in OWN_FILES:
        path = Path(directory) / name
        if path.exists():
            try:
                sections = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
                for section, functions in sections.items():
                    for called, entry in (functions or {}).items():
                        out.append(_own(called, entry or {}, "EffectBase" if section == "effects" else None))
            except (yaml.YAMLError, AttributeError, KeyError):
                raise ValueError(f"expected the form of {name}, found another; do: ferrule rules check") from None
    return "".join(out)


def write(directory: str | Path) -> Path:
    """Writes `__builtins__.pyi` beside `main.sml`, where editors look for names that need no import."""
    target = Path(directory) / FILE
    standard = (Path(__file__).with_name("language.pyi")).read_text(encoding="utf-8")
    target.write_text(standard + own(directory), encoding="utf-8")
    return target


def _own(name: str, entry: dict[str, Any], result: str | None) -> str:
    parameters = []
    for parameter, given in (entry.get("parameters") or {}).items():
        if isinstance(given, dict):
            default = repr(given["default"]) if "default" in given else None
            parameters.append(_parameter(parameter, given["type"], default))
        else:
            parameters.append(_parameter(parameter, given, None))
    return _function(name, parameters, result or _type(entry["result"]), entry.get("summary", ""))


def _function(name: str, parameters: list[str], result: str, summary: str) -> str:
    listed = (
        f"*, {', '.join(parameters)}" if parameters and not parameters[0].startswith("**") else ", ".join(parameters)
    )
    doc = summary.replace("\\", "\\\\").replace('"""', "'''")
    alone = result == "_T" and "_T" not in listed  # what it gives follows the annotation of the name
    ignored = "  # type: ignore[type-var]" if alone else ""
    return f'\ndef {name}({listed}) -> {result}:{ignored}\n    """{doc}"""\n'


def _parameter(name: str, type_text: str, default: str | None) -> str:
    if keyword.iskeyword(name):
        raise ValueError(f"expected a parameter name that Python has, found {name}")
    return f"{name}: {_type(type_text)}" + ("" if default is None else " = ...")


def _type(text: str) -> str:
    return str(text).replace("list[", "List[")
