"""A node, from Python: `Client` waits, `AsyncClient` is for asyncio, and both have every operation of the HTTP API."""

from ferrule.client import _errors, _types
from ferrule.client._async import AsyncClient, AsyncItems
from ferrule.client._bulk import IngestFailure, IngestReport
from ferrule.client._call import Call, Reply, Request, Stream
from ferrule.client._documents import AnswerEvent, Citations, Restart, Token
from ferrule.client._errors import *  # noqa: F403
from ferrule.client._events import LabelLine
from ferrule.client._fault import (
    CallerError,
    FerruleError,
    RetryError,
    StreamEndedError,
    SystemFaultError,
    UnreadableAnswerError,
)
from ferrule.client._profiles import Place, place, profiles_file
from ferrule.client._records import Record
from ferrule.client._release_files import release_files
from ferrule.client._retry import NEVER, Retry
from ferrule.client._sync import Client, Items
from ferrule.client._types import *  # noqa: F403

__all__ = [
    "AnswerEvent",
    "AsyncClient",
    "AsyncItems",
    "Call",
    "CallerError",
    "Citations",
    "Client",
    "FerruleError",
    "IngestFailure",
    "IngestReport",
    "Items",
    "LabelLine",
    "NEVER",
    "Place",
    "Record",
    "Reply",
    "Request",
    "Restart",
    "Retry",
    "RetryError",
    "Stream",
    "StreamEndedError",
    "SystemFaultError",
    "Token",
    "UnreadableAnswerError",
    "place",
    "profiles_file",
    "release_files",
    *_errors.__all__,
    *_types.__all__,
]
