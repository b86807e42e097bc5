"""What goes wrong, and who is to blame."""

from collections.abc import Mapping
from typing import Any, ClassVar


class FerruleError(Exception):
    """An error of a node, or on the way to it. Each error code has a class of its own below this one.

    Attributes
    ----------
    code : the stable name, as `collection.not-found`
    status : the HTTP status; of a fault on the way, that of the code
    detail : what was expected and what was found, for people; it may change
    retry_after_s : how long the node asks to wait, in seconds; None when it does not say
    """

    blame: ClassVar[str] = "system"
    code: str = "internal"
    status: int = 500

    def __init__(
        self, detail: str, *, code: str | None = None, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.status = status or type(self).status
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross processes whole."""
        return (_restored, (type(self), self.detail, self.code, self.status, self.retry_after_s))


class CallerError(FerruleError):
    """The request is wrong: sent again, it fails again."""

    blame = "caller"
    status = 400


class SystemFaultError(FerruleError):
    """Something is broken: an operator must look."""

    blame = "system"


class RetryError(FerruleError):
    """The same request may succeed later."""

    blame = "retry"
    status = 503


class UnreadableAnswerError(SystemFaultError):
    """What answered is no node, or no node of a version that this client reads."""

    code = "answer.unreadable"


class StreamEndedError(RetryError):
    """The node ended a stream of results: the reader was too slow, or the node stops.

    `missed` results were written and not sent.
    """

    code = "stream.ended"

    def __init__(self, detail: str, missed: int = 0) -> None:
        super().__init__(detail)
        self.missed = missed

    def __reduce__(self) -> tuple[Any, ...]:
        return (StreamEndedError, (self.detail, self.missed))


def _restored(
    kind: type[FerruleError], detail: str, code: str, status: int, retry_after_s: float | None
) -> FerruleError:
    return kind(detail, code=code, status=status, retry_after_s=retry_after_s)


def of_problem(problem: Mapping[str, Any], status: int = 500, retry_after_s: float | None = None) -> FerruleError:
    """The error that a problem document tells of; a code of a newer node gets the class of its blame."""
    from ferrule.client._errors import BY_CODE

    status = int(problem.get("status") or status)
    code = str(problem.get("code") or "internal")
    detail = str(problem.get("detail") or f"expected an answer, found status {status} without a reason")
    return (BY_CODE.get(code) or _by_status(status))(detail, code=code, status=status, retry_after_s=retry_after_s)


def _by_status(status: int) -> type[FerruleError]:
    if status in (429, 502, 503, 504):
        return RetryError
    return CallerError if status < 500 else SystemFaultError
