"""`ferrule worker`: joins a node and runs functions."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

NODE = "localhost:9090"


def add(commands: Any) -> None:
    """Adds the command."""
    command = commands.add_parser("worker", help="join a node and run the functions of Python files")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file with @ferrule.function")
    command.add_argument(
        "--node", help=f"the node's gRPC, as HOST:PORT or https://HOST:PORT (FERRULE_NODE; standing value {NODE})"
    )
    command.add_argument("--ca", help="a PEM file with the certificates to trust at https:// (FERRULE_CA)")
    command.add_argument("--key", help="a key of the role worker (better in FERRULE_KEY)")
    command.add_argument("--name", default="", help="what people see in the list of workers")
    command.add_argument("--concurrency", type=int, default=1, help="how many batches at once, each in a thread")
    command.add_argument("--reload", action="store_true", help="start again when a file changes, for development")
    command.set_defaults(run=run)


def run(parsed: argparse.Namespace) -> int:
    """Runs until the worker ends."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    if parsed.reload:
        from ferrule.worker.reload import run_reloading

        arguments = [each for each in sys.argv[1:] if each != "--reload"]
        return run_reloading([sys.executable, "-m", "ferrule.cli.main", *arguments], parsed.files)
    return _join(parsed)


def _join(parsed: argparse.Namespace) -> int:
    from ferrule.failures import own_traceback
    from ferrule.functions.sources import load
    from ferrule.worker.process import MOST_CONCURRENCY, REFUSED, Worker, WorkerSettings

    token = os.environ.get("FERRULE_WORKER_TOKEN")
    settings = WorkerSettings(
        node=parsed.node or os.environ.get("FERRULE_NODE") or NODE,
        ca=parsed.ca or os.environ.get("FERRULE_CA"),
        key=token or parsed.key or os.environ.get("FERRULE_KEY"),
        name=parsed.name,
        concurrency=parsed.concurrency,
        release=os.environ.get("FERRULE_RELEASE", ""),
        supervised=token is not None,
    )
    try:
        if not 1 <= settings.concurrency <= MOST_CONCURRENCY:
            raise ValueError(f"expected --concurrency from 1 to {MOST_CONCURRENCY}, found {settings.concurrency}")
        sources = [load(file) for file in parsed.files]
        worker = Worker(sources, settings)
    except ValueError as e:
        print(f"ferrule worker: {e}", file=sys.stderr)
        return REFUSED
    except Exception as e:
        print(f"ferrule worker: a file cannot be imported:\n{own_traceback(e)}", file=sys.stderr)
        return REFUSED
    try:
        for source in sources:
            for setup in source.setups:
                setup()
    except Exception as e:
        print(f"ferrule worker: a @ferrule.setup failed:\n{own_traceback(e)}", file=sys.stderr)
        return REFUSED
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # what functions print is seen at once
    return worker.run()
