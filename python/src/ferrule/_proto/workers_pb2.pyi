from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FromWorker(_message.Message):
    __slots__ = ("hello", "results", "pong", "drain")
    HELLO_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    PONG_FIELD_NUMBER: _ClassVar[int]
    DRAIN_FIELD_NUMBER: _ClassVar[int]
    hello: Hello
    results: Results
    pong: Pong
    drain: Drain
    def __init__(self, hello: _Optional[_Union[Hello, _Mapping]] = ..., results: _Optional[_Union[Results, _Mapping]] = ..., pong: _Optional[_Union[Pong, _Mapping]] = ..., drain: _Optional[_Union[Drain, _Mapping]] = ...) -> None: ...

class ToWorker(_message.Message):
    __slots__ = ("welcome", "batch", "ping", "drain", "cancel")
    WELCOME_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    PING_FIELD_NUMBER: _ClassVar[int]
    DRAIN_FIELD_NUMBER: _ClassVar[int]
    CANCEL_FIELD_NUMBER: _ClassVar[int]
    welcome: Welcome
    batch: Batch
    ping: Ping
    drain: Drain
    cancel: Cancel
    def __init__(self, welcome: _Optional[_Union[Welcome, _Mapping]] = ..., batch: _Optional[_Union[Batch, _Mapping]] = ..., ping: _Optional[_Union[Ping, _Mapping]] = ..., drain: _Optional[_Union[Drain, _Mapping]] = ..., cancel: _Optional[_Union[Cancel, _Mapping]] = ...) -> None: ...

class Hello(_message.Message):
    __slots__ = ("protocol", "name", "language", "process_id", "concurrency", "functions", "release")
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    PROCESS_ID_FIELD_NUMBER: _ClassVar[int]
    CONCURRENCY_FIELD_NUMBER: _ClassVar[int]
    FUNCTIONS_FIELD_NUMBER: _ClassVar[int]
    RELEASE_FIELD_NUMBER: _ClassVar[int]
    protocol: int
    name: str
    language: str
    process_id: int
    concurrency: int
    functions: _containers.RepeatedCompositeFieldContainer[WorkerFunction]
    release: str
    def __init__(self, protocol: _Optional[int] = ..., name: _Optional[str] = ..., language: _Optional[str] = ..., process_id: _Optional[int] = ..., concurrency: _Optional[int] = ..., functions: _Optional[_Iterable[_Union[WorkerFunction, _Mapping]]] = ..., release: _Optional[str] = ...) -> None: ...

class WorkerFunction(_message.Message):
    __slots__ = ("name", "version", "parameters", "result", "whole_batches")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    WHOLE_BATCHES_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    parameters: _containers.RepeatedCompositeFieldContainer[WorkerParameter]
    result: str
    whole_batches: bool
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., parameters: _Optional[_Iterable[_Union[WorkerParameter, _Mapping]]] = ..., result: _Optional[str] = ..., whole_batches: _Optional[bool] = ...) -> None: ...

class WorkerParameter(_message.Message):
    __slots__ = ("name", "type")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: str
    def __init__(self, name: _Optional[str] = ..., type: _Optional[str] = ...) -> None: ...

class Welcome(_message.Message):
    __slots__ = ("protocol", "node_version", "worker", "most_message_bytes", "ping_millis", "notes")
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    NODE_VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKER_FIELD_NUMBER: _ClassVar[int]
    MOST_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    PING_MILLIS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    protocol: int
    node_version: str
    worker: str
    most_message_bytes: int
    ping_millis: int
    notes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, protocol: _Optional[int] = ..., node_version: _Optional[str] = ..., worker: _Optional[str] = ..., most_message_bytes: _Optional[int] = ..., ping_millis: _Optional[int] = ..., notes: _Optional[_Iterable[str]] = ...) -> None: ...

class Batch(_message.Message):
    __slots__ = ("id", "function", "version", "calls", "arguments", "timeout_micros")
    ID_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CALLS_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MICROS_FIELD_NUMBER: _ClassVar[int]
    id: int
    function: str
    version: str
    calls: int
    arguments: _containers.RepeatedCompositeFieldContainer[Column]
    timeout_micros: int
    def __init__(self, id: _Optional[int] = ..., function: _Optional[str] = ..., version: _Optional[str] = ..., calls: _Optional[int] = ..., arguments: _Optional[_Iterable[_Union[Column, _Mapping]]] = ..., timeout_micros: _Optional[int] = ...) -> None: ...

class Results(_message.Message):
    __slots__ = ("batch", "first", "count", "values", "failures")
    BATCH_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    batch: int
    first: int
    count: int
    values: Column
    failures: _containers.RepeatedCompositeFieldContainer[CallFailure]
    def __init__(self, batch: _Optional[int] = ..., first: _Optional[int] = ..., count: _Optional[int] = ..., values: _Optional[_Union[Column, _Mapping]] = ..., failures: _Optional[_Iterable[_Union[CallFailure, _Mapping]]] = ...) -> None: ...

class CallFailure(_message.Message):
    __slots__ = ("call", "type", "message", "traceback")
    CALL_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TRACEBACK_FIELD_NUMBER: _ClassVar[int]
    call: int
    type: str
    message: str
    traceback: str
    def __init__(self, call: _Optional[int] = ..., type: _Optional[str] = ..., message: _Optional[str] = ..., traceback: _Optional[str] = ...) -> None: ...

class Column(_message.Message):
    __slots__ = ("nulls", "integers", "floats", "booleans", "texts", "lists")
    NULLS_FIELD_NUMBER: _ClassVar[int]
    INTEGERS_FIELD_NUMBER: _ClassVar[int]
    FLOATS_FIELD_NUMBER: _ClassVar[int]
    BOOLEANS_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    LISTS_FIELD_NUMBER: _ClassVar[int]
    nulls: bytes
    integers: Integers
    floats: Floats
    booleans: Booleans
    texts: Texts
    lists: Lists
    def __init__(self, nulls: _Optional[bytes] = ..., integers: _Optional[_Union[Integers, _Mapping]] = ..., floats: _Optional[_Union[Floats, _Mapping]] = ..., booleans: _Optional[_Union[Booleans, _Mapping]] = ..., texts: _Optional[_Union[Texts, _Mapping]] = ..., lists: _Optional[_Union[Lists, _Mapping]] = ...) -> None: ...

class Integers(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, values: _Optional[_Iterable[int]] = ...) -> None: ...

class Floats(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, values: _Optional[_Iterable[float]] = ...) -> None: ...

class Booleans(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[bool]
    def __init__(self, values: _Optional[_Iterable[bool]] = ...) -> None: ...

class Texts(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[str]] = ...) -> None: ...

class Lists(_message.Message):
    __slots__ = ("lengths", "items")
    LENGTHS_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    lengths: _containers.RepeatedScalarFieldContainer[int]
    items: Column
    def __init__(self, lengths: _Optional[_Iterable[int]] = ..., items: _Optional[_Union[Column, _Mapping]] = ...) -> None: ...

class Ping(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: int
    def __init__(self, id: _Optional[int] = ...) -> None: ...

class Pong(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: int
    def __init__(self, id: _Optional[int] = ...) -> None: ...

class Drain(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Cancel(_message.Message):
    __slots__ = ("batch",)
    BATCH_FIELD_NUMBER: _ClassVar[int]
    batch: int
    def __init__(self, batch: _Optional[int] = ...) -> None: ...
