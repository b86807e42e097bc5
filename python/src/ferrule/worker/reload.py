"""For development: starts the worker again when a source file changes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

LOOK_SECONDS = 0.5


def run_reloading(command: Sequence[str], files: Sequence[Path]) -> int:
    """Runs the command, and again after each change of the files or of one beside them, until it is interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    while True:
        seen = _times(files)
        # A session of its own, so that Ctrl-C reaches it once, through here. And no bytecode: Python would take what it
        # kept of a file for that of the file after a change within the same second.
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(command, start_new_session=True, env=environment)
        try:
            while _times(files) == seen:
                time.sleep(LOOK_SECONDS)
            print("ferrule worker: a file changed; starting again", file=sys.stderr, flush=True)
            process.terminate()
            process.wait()
        except KeyboardInterrupt:
            process.terminate()
            return process.wait()
        finally:
            if process.poll() is None:
                process.terminate()


def _times(files: Sequence[Path]) -> dict[Path, int]:
    places = {file.parent for file in files}
    return {path: path.stat().st_mtime_ns for place in places for path in place.glob("*.py") if path.exists()}
