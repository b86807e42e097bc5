"""Imports source files and writes what they declare as JSON: run by `sync`, in a process of its own."""

import json
import sys
from pathlib import Path
from typing import Any

from ferrule.failures import own_traceback
from ferrule.functions import sources
from ferrule.functions.manifest import describe


def main(directory: str, out: str, *names: str) -> None:
    """Writes `{"functions": ...}` or `{"error": ...}` to the file `out`."""
    functions: dict[str, Any] = {}
    answer: dict[str, Any] = {"functions": functions}
    for name in names:
        try:
            source = sources.load(Path(directory) / name)
        except BaseException as e:
            answer = {"error": f"expected {name} to be imported, found {own_traceback(e)}"}
            break
        for function in source.functions:
            if function.name in functions:
                first = functions[function.name]["source"]
                answer = {"error": f"expected one function {function.name}, found it in {first} and in {name}"}
            functions[function.name] = describe(function, name)
    Path(out).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
