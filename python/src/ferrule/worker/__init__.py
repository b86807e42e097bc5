"""The process that joins a node and runs functions: `ferrule worker app.py`."""

from ferrule.worker.process import Worker, WorkerSettings

__all__ = ["Worker", "WorkerSettings"]
