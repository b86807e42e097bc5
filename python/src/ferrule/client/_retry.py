"""When a request is sent again, and how long to wait before."""

import random
from dataclasses import dataclass

from ferrule.client._call import Request
from ferrule.client._errors import NodeUnreachableError
from ferrule.client._fault import FerruleError, RetryError


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How often a request is sent again, and after how long.

    Only what says that it may succeed later is sent again: a node that is busy (429), one that cannot at the moment
    (503), and a connection that broke. The latter two only when sending twice comes to the same as sending once.

    Attributes
    ----------
    attempts : how often a request is sent at most, the first time included
    first_wait_s : the wait before the second attempt; it doubles each time
    longest_wait_s : no wait is longer, whatever the node asks for
    """

    attempts: int = 5
    first_wait_s: float = 0.25
    longest_wait_s: float = 20.0

    def wait_s(self, request: Request, fault: FerruleError, attempt: int) -> float | None:
        """How long to wait after attempt number `attempt`, from 1; None when the fault is to be raised."""
        if attempt >= self.attempts or not _may_repeat(request, fault):
            return None
        wait = max(self.first_wait_s * 2.0 ** (attempt - 1), fault.retry_after_s or 0.0)
        return min(self.longest_wait_s, wait * random.uniform(1.0, 1.5))


def _may_repeat(request: Request, fault: FerruleError) -> bool:
    if isinstance(fault, OutOfTimeError) or not isinstance(fault, RetryError):
        return False
    if fault.status == 429 or isinstance(fault, NotSentError):
        return True  # the node did nothing
    return request.repeatable and fault.status == 503


NEVER = Retry(attempts=1)


class NotSentError(NodeUnreachableError):
    """No connection to the node: the request did not reach it."""


class OutOfTimeError(NodeUnreachableError):
    """The node did not answer in time; it may have done what was asked. Not sent again, as it may be overloaded."""
