"""Functions that a rule set defines in Python, run in this process by the code that workers run them with."""

import json
import math
import sys
import threading
from pathlib import Path
from typing import Any

from ferrule._proto.workers_pb2 import Batch, FromWorker, Results
from ferrule.failures import message_of, own_traceback, type_of
from ferrule.functions.declare import Function, declared_in, setups_in
from ferrule.functions.sources import import_as, version_of
from ferrule.worker.calls import Calls
from ferrule.worker.columns import WrongValue, decode, encode

_MOST_RESULT_BYTES = 16 << 20


class SourceFunctions:
    """The functions of a rule set's sources. Each is imported at the first call. Thread-safe, one call at a time."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._sources: dict[str, dict[str, Function]] = {}
        self._lock = threading.RLock()

    def call(self, source: Any, name: Any, arguments: Any) -> str:
        """Calls one; see the interface `Functions` of the engine. Never raises."""
        try:
            with self._lock:
                return json.dumps(self._call(str(source), str(name), json.loads(str(arguments))))
        except Exception as e:
            return json.dumps({"type": type_of(e), "message": message_of(e), "traceback": own_traceback(e)})

    def _call(self, source: str, name: str, arguments: list[Any]) -> dict[str, Any]:
        if source not in self._sources:
            self._sources[source] = _load(self._directory / source)
        function = self._sources[source].get(name)
        if function is None:
            raise LookupError(f"expected a function {name} in {source}, found none; do: ferrule functions sync")
        try:
            columns = [
                encode([_number(value) if each.type.kind == "float" else value], each.type)
                for each, value in zip(function.parameters, arguments, strict=True)
            ]
        except WrongValue as e:
            return {"type": "TypeError", "message": str(e), "traceback": ""}
        sent: list[FromWorker] = []
        batch = Batch(function=name, calls=1, arguments=columns)
        Calls(batch, function, sent.append, _MOST_RESULT_BYTES).run()
        return _told(sent[0].results, function)


def _told(results: Results, function: Function) -> dict[str, Any]:
    if results.failures:
        failure = results.failures[0]
        return {"type": failure.type, "message": failure.message, "traceback": failure.traceback}
    return {"value": _plain(decode(results.values, function.result, 1)[0])}


def _number(value: Any) -> Any:
    """JSON has no NaN and no infinities: they come as texts."""
    return float(value) if isinstance(value, str | int) else value


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return json.dumps(value)  # NaN, Infinity, -Infinity: as Java reads them, as a text
    return value


def _load(path: Path) -> dict[str, Function]:
    """Imports a source under a name of its version, so that two versions of a file live beside each other."""
    name = f"ferrule_functions_{version_of(path)}_{path.stem}"
    if name not in sys.modules:
        names = import_as(name, path)
        try:
            for setup in setups_in(names, name):
                setup()
        except BaseException:
            del sys.modules[name]
            raise
    return {each.name: each for each in declared_in(vars(sys.modules[name]), name)}
