"""The files of a rule set, read from its directory as a node reads them."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ferrule.client._errors import RuleInvalidError, RuleLimitError

# As the node has it: it refuses more.
MOST_FILES = 10_000
MOST_BYTES = 64 << 20
# Files that name others which belong to the set: the section, and the key that has the path.
NAMING = {"functions.yaml": ("wasm", "module"), "workers.yaml": ("functions", "source")}


def release_files(directory: str | Path) -> dict[str, bytes]:
    """The files of a rule set by their paths, for `Client.publish_release`: rules, lists, tests, functions and so on.

    Files that are none of a set's are left alone, and so are folders whose name starts with a dot. Raises
    `RuleInvalidError` for a link out of the directory, and `RuleLimitError` for more than a release may have.
    """
    root = Path(directory).resolve()
    if not root.is_dir():
        raise RuleInvalidError(f"expected a directory of rules, found none: {directory}")
    files = {path: _read(root, file) for path, file in _walk(root) if takes(path)}
    for name, (section, key) in NAMING.items():
        for path in _named(files.get(name), section, key):
            if (root / path).is_file():  # else the node says what is lacking
                files[path] = _read(root, root / path)
    total = sum(map(len, files.values()))
    if len(files) > MOST_FILES or total > MOST_BYTES:
        raise RuleLimitError(
            f"expected at most {MOST_FILES} files and {MOST_BYTES} bytes in a rule set, "
            f"found files={len(files)} bytes={total}"
        )
    return dict(sorted(files.items()))


def takes(path: str) -> bool:
    """Whether a file with this path, slashes between folders, is one of a rule set."""
    *folders, name = path.split("/")
    if path.endswith(".sml") or path in NAMING:
        return True
    if folders[:1] == ["lists"]:
        return name.endswith((".yaml", ".yml", ".txt")) and not name.startswith(".")
    return path.endswith(".yaml") and (path == "config.yaml" or folders[-1:] == ["config"] or folders[:1] == ["tests"])


def _walk(root: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(folder, name)
            yield file.relative_to(root).as_posix(), file


def _read(root: Path, file: Path) -> bytes:
    real = file.resolve()
    if not real.is_relative_to(root):
        raise RuleInvalidError(f"expected files inside the rule set, found a link out of it: path={file.name}")
    if real.stat().st_size > MOST_BYTES:
        raise RuleLimitError(f"expected at most {MOST_BYTES} bytes in a rule set, found path={file.name}")
    return real.read_bytes()


def _named(text: bytes | None, section: str, key: str) -> list[str]:
    """The paths that a file names; none when it has another form, which the node will say."""
    try:
        told: Any = yaml.safe_load(text or b"")
    except yaml.YAMLError:
        return []
    entries = told.get(section) if isinstance(told, dict) else None
    if not isinstance(entries, dict):
        return []
    named = [one.get(key) for one in entries.values() if isinstance(one, dict)]
    return [path for path in named if isinstance(path, str)]


def content(told: Any) -> bytes:
    """The bytes of a file of a release, as the node tells them: a text, or `{"base64"}`."""
    return told.encode() if isinstance(told, str) else base64.b64decode(told["base64"])
