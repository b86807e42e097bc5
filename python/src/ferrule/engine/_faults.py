"""What goes wrong with the engine: the client's errors, and one that only a process of its own knows."""

from ferrule.client import CallerError, FerruleError
from ferrule.client._fault import of_problem

__all__ = ["EngineUnavailableError", "FerruleError", "of_code"]


class EngineUnavailableError(CallerError):
    """There is no Java, or no engine, that this process can use; the message says what to do."""

    code = "engine.unavailable"


def of_code(code: str, detail: str, status: int) -> FerruleError:
    """The error of a code that the engine failed with, as a node would answer it."""
    return of_problem({"code": code, "detail": detail, "status": status})
