"""Source files with functions: found without running them, then imported by their path."""

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ferrule.functions.declare import Function, declared_in, setups_in

PASSED_OVER = frozenset({"tests", "__pycache__", "node_modules", "venv"})
MOST_SOURCE_BYTES = 1 << 20
VERSION_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source file that was imported: its path, version, functions, and what to run before joining."""

    path: Path
    version: str
    functions: tuple[Function, ...]
    setups: tuple[Callable[[], Any], ...]


def version_of(path: Path) -> str:
    """The version of the functions of a file: the first 16 hex digits of the SHA-256 of its bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:VERSION_DIGITS]


def find(directory: Path) -> list[Path]:
    """The files under a directory that declare functions, by name. Nothing of them is run.

    Raises
    ------
    ValueError
        When a file is no Python.
    """
    found = []
    for path in sorted(directory.rglob("*.py")):
        parts = path.relative_to(directory).parts
        if any(part in PASSED_OVER or part.startswith(".") for part in parts):
            continue
        if path.stat().st_size <= MOST_SOURCE_BYTES and _declares(path):
            found.append(path)
    return found


def load(path: Path) -> Source:
    """Imports a file by its path; its directory comes first in `sys.path`, so that files beside it can be imported.

    Raises
    ------
    ValueError
        When it does not exist, or has the name of a module that is loaded already.
    Exception
        Whatever the file itself raises.
    """
    path = path.resolve()
    if not path.is_file():
        raise ValueError(f"expected a Python file, found none at {path}")
    version = version_of(path)
    name = path.stem
    if name in sys.modules:
        raise ValueError(f"expected a file name that no module has, found {path.name}; rename it")
    names = import_as(name, path)
    return Source(
        path=path,
        version=version,
        functions=tuple(declared_in(names, name)),
        setups=tuple(setups_in(names, name)),
    )


def import_as(name: str, path: Path) -> dict[str, Any]:
    """Imports a file under a name that no module has, and gives its names; its directory comes first in `sys.path`.

    Raises
    ------
    ValueError
        When it is no Python file.
    Exception
        Whatever the file itself raises; then no module has the name.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"expected a Python file, found {path.name}")
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return vars(module)


def _declares(path: Path) -> bool:
    text = path.read_bytes()
    if b"ferrule" not in text:
        return False
    try:
        tree = ast.parse(text, str(path))
    except SyntaxError as e:
        raise ValueError(f"expected Python in {path.name}, found {e.msg} at line {e.lineno}") from None
    return any(
        _is_function(decorator)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in node.decorator_list
    )


def _is_function(decorator: ast.expr) -> bool:
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    if isinstance(decorator, ast.Attribute):
        return decorator.attr == "function"
    return isinstance(decorator, ast.Name) and decorator.id == "function"
