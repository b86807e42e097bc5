"""Run a rule set and events through Osprey's own engine, on one core, and print what it did.

Prints one JSON line: events a second as shipped and tuned. Writes the result of every event to
--out, one JSON object a line, so that another engine's results can be held against them.

Tuned means: the cache of argument names, which holds one class, holds all of them; and the garbage
collector is off while events run. Both are what an operator could change in a day.
"""

from __future__ import annotations

import argparse
import functools
import gc
import gzip
import json
import logging
import os
import statistics
import sys
import time
import types
from datetime import datetime
from pathlib import Path

os.environ.setdefault("DD_TRACE_ENABLED", "false")
logging.disable(logging.CRITICAL)


def stub_package(name: str, path: Path | None, **attributes: object) -> None:
    """Put an empty package in a place whose own module needs services that no rule here calls."""
    module = types.ModuleType(name)
    if path is not None:
        module.__path__ = [str(path)]
    for key, value in attributes.items():
        setattr(module, key, value)
    sys.modules[name] = module


def load_engine(checkout: Path) -> types.SimpleNamespace:
    worker = checkout / "osprey_worker/src"
    sys.path[:0] = [str(worker), str(checkout / "osprey_rpc/src")]
    stub_package("osprey.worker._stdlibplugin", worker / "osprey/worker/_stdlibplugin")
    stub_package("osprey.worker.adaptor.plugin_manager", None, hookimpl_osprey=lambda f: f)
    stub_package("osprey.worker.lib.storage", worker / "osprey/worker/lib/storage")
    from osprey.worker.lib.singletons import CONFIG

    CONFIG.instance().configure_from_env()
    from osprey.engine.ast.sources import Sources
    from osprey.engine.ast_validator import validate_sources
    from osprey.engine.ast_validator.validator_registry import ValidatorRegistry
    from osprey.engine.executor.execution_context import Action
    from osprey.engine.executor.execution_graph import compile_execution_graph
    from osprey.engine.executor.executor import execute
    from osprey.engine.executor.udf_execution_helpers import UDFHelpers
    from osprey.engine.stdlib import get_config_registry
    from osprey.engine.udf.registry import UDFRegistry
    from osprey.worker._stdlibplugin.udf_register import register_udfs
    from osprey.worker._stdlibplugin.validator_regsiter import register_ast_validators

    functions = UDFRegistry()
    for function in register_udfs():
        functions.register(function)
    validators = ValidatorRegistry.from_validator_classes(
        {*register_ast_validators(), get_config_registry().get_validator()}
    )
    return types.SimpleNamespace(**locals())


def tune() -> None:
    from osprey.engine.udf import arguments

    base = arguments.ArgumentsBase
    for name in ("items", "is_extra_arguments_allowed", "get_extra_arguments_values_type"):
        cached = base.__dict__[name].__func__
        setattr(base, name, classmethod(functools.lru_cache(maxsize=None)(cached.__wrapped__)))
    gc.collect()
    gc.freeze()
    gc.disable()


def read_events(path: Path) -> list[dict[str, object]]:
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else path.open()
    with opened as lines:
        return [json.loads(line) for line in lines]


def measure(engine: types.SimpleNamespace, graph: object, events: list[dict], seconds: float) -> float:
    """Return the events a second: JSON text in, result object out, as for any other engine here."""
    raw = [json.dumps(event["data"]) for event in events]
    helpers = engine.UDFHelpers()
    rates: list[float] = []
    begun = time.perf_counter()
    while not rates or time.perf_counter() - begun < seconds:
        started = time.perf_counter()
        count = 0
        for event, text in zip(events, raw):
            engine.execute(graph, helpers, action_of(engine, event, json.loads(text)), None)
            count += 1
            if time.perf_counter() - started > seconds:
                break
        rates.append(count / (time.perf_counter() - started))
    return statistics.median(rates)


def action_of(engine: types.SimpleNamespace, event: dict, data: dict) -> object:
    return engine.Action(
        action_id=event["action_id"],
        action_name=event["action_name"],
        data=data,
        secret_data=event.get("secret_data", {}),
        timestamp=datetime.fromisoformat(event["timestamp"]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path, help="a checkout of Osprey")
    parser.add_argument("rules", type=Path, help="a directory of rules")
    parser.add_argument("events", type=Path, help="events, one JSON object a line")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each of the two ways")
    parser.add_argument("--out", type=Path, required=True, help="where to write the results")
    options = parser.parse_args()
    engine = load_engine(options.checkout)
    texts = {str(p.relative_to(options.rules)): p.read_text() for p in sorted(options.rules.rglob("*.sml"))}
    config = options.rules / "config.yaml"
    texts["config.yaml"] = config.read_text() if config.exists() else ""
    started = time.perf_counter()
    checked = engine.validate_sources(engine.Sources.from_dict(texts), engine.functions, engine.validators)
    graph = engine.compile_execution_graph(checked)
    compiled = time.perf_counter() - started
    events = read_events(options.events)
    with options.out.open("w") as out:
        for event in events:
            result = engine.execute(graph, engine.UDFHelpers(), action_of(engine, event, event["data"]), None)
            out.write(result.extracted_features_json + "\n")
    shipped = measure(engine, graph, events, options.seconds)
    tune()
    tuned = measure(engine, graph, events, options.seconds)
    print(
        json.dumps(
            {
                "system": "osprey",
                "events_per_s_shipped": round(shipped, 2),
                "events_per_s_tuned": round(tuned, 2),
                "compile_ms": round(compiled * 1000, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
