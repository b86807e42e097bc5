"""What goes wrong on the way to a node, and what is sent again."""

import pickle
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from ferrule.client import (
    AsyncClient,
    Client,
    CollectionNotFoundError,
    ConfigInvalidError,
    FerruleError,
    InternalError,
    LimitReachedError,
    NodeDrainingError,
    NodeUnreachableError,
    Retry,
    RetryError,
    StreamEndedError,
    SystemFaultError,
    UnreadableAnswerError,
)
from ferrule.client import _types as types

EVENT = {"action_name": "a", "data": {}}
FAST = Retry(attempts=3, first_wait_s=0.01, longest_wait_s=0.2)


def response(status: int, body: str, *headers: str, kind: str = "application/json") -> bytes:
    head = [f"HTTP/1.1 {status} X", f"content-type: {kind}", f"content-length: {len(body.encode())}", *headers]
    return "\r\n".join([*head, "connection: close", "", body]).encode()


def problem(status: int, code: str, *headers: str) -> bytes:
    return response(
        status, f'{{"type": "", "title": "", "status": {status}, "detail": "d", "code": "{code}"}}', *headers
    )


OK = response(200, '{"id": "1", "ready": true, "new_field": 7}')
CUT = b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nhalf"
NOTHING = b""


class Scripted:
    """A server that answers one connection after another with the bytes of a script, the last of them again."""

    def __init__(self, *script: bytes, linger_s: float = 0) -> None:
        self.script = list(script)
        self.linger_s = linger_s
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                request = self._request(connection)
                if not request:
                    continue
                self.requests.append(request)
                answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                time.sleep(self.linger_s)
                connection.sendall(answer)

    @staticmethod
    def _request(connection: socket.socket) -> bytes:
        read = b""
        while b"\r\n\r\n" not in read:
            piece = connection.recv(65536)
            if not piece:
                return b""
            read += piece
        head, _, body = read.partition(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
        ]
        while len(body) < sum(lengths):
            body += connection.recv(65536)
        return read

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def scripted() -> Iterator[type[Scripted]]:
    made: list[Scripted] = []

    class Kept(Scripted):
        def __init__(self, *script: bytes, linger_s: float = 0) -> None:
            super().__init__(*script, linger_s=linger_s)
            made.append(self)

    yield Kept
    for one in made:
        one.close()


def test_a_busy_node_is_asked_again_after_the_time_it_says(scripted: type[Scripted]) -> None:
    server = scripted(problem(429, "limit.reached", "retry-after: 0.1"), OK)
    started = time.monotonic()
    with Client(server.url, retry=FAST) as client:
        assert client.post_event(EVENT).id == "1"  # even what may not be repeated: a 429 did nothing
    assert time.monotonic() - started >= 0.1
    assert len(server.requests) == 2


def test_attempts_are_bounded(scripted: type[Scripted]) -> None:
    server = scripted(problem(429, "limit.reached"))
    with Client(server.url, retry=FAST) as client, pytest.raises(LimitReachedError):
        client.status()
    assert len(server.requests) == FAST.attempts


@pytest.mark.parametrize("fault", [problem(503, "node.draining"), CUT, NOTHING], ids=["503", "cut", "nothing"])
def test_what_may_be_repeated_is(scripted: type[Scripted], fault: bytes) -> None:
    server = scripted(fault, OK)
    with Client(server.url, retry=FAST) as client:
        assert client.post_event(EVENT | {"action_id": 1}).id == "1"
    assert len(server.requests) == 2


@pytest.mark.parametrize("fault", [problem(503, "node.draining"), CUT, NOTHING], ids=["503", "cut", "nothing"])
def test_what_may_not_be_repeated_is_not(scripted: type[Scripted], fault: bytes) -> None:
    server = scripted(fault, OK)
    with Client(server.url, retry=FAST) as client:
        for send in (
            lambda: client.post_event(EVENT),
            lambda: client.post_events([EVENT, EVENT | {"action_id": 1}]),
            lambda: client.create_key("a", "read"),
            lambda: client.roll_back_release(),
        ):
            server.script = [fault, OK]
            with pytest.raises(RetryError):
                send()
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (problem(404, "collection.not-found"), CollectionNotFoundError),
        (problem(500, "internal"), InternalError),
        (response(200, "<html>"), UnreadableAnswerError),
    ],
)
def test_other_errors_are_raised_at_once(scripted: type[Scripted], fault: bytes, kind: type[FerruleError]) -> None:
    server = scripted(fault)
    with Client(server.url, retry=FAST) as client, pytest.raises(kind):
        client.status()
    assert len(server.requests) == 1


async def test_the_asynchronous_client_repeats_as_well(scripted: type[Scripted]) -> None:
    server = scripted(problem(503, "node.draining"), CUT, OK)
    async with AsyncClient(server.url, retry=FAST) as client:
        assert (await client.status()).ready is True
        server.script = [problem(503, "node.draining"), OK]
        with pytest.raises(NodeDrainingError):
            await client.post_event(EVENT)


def test_a_code_of_a_newer_node_has_the_class_of_its_blame(scripted: type[Scripted]) -> None:
    with Client(scripted(problem(500, "moon.missing")).url, retry=FAST) as client:
        with pytest.raises(SystemFaultError) as raised:
            client.status()
        assert raised.value.code == "moon.missing"


def test_fields_of_a_newer_node_are_kept(scripted: type[Scripted]) -> None:
    with Client(scripted(OK).url) as client:
        assert client.status().raw["new_field"] == 7


def test_fields_of_another_form_are_no_error() -> None:
    answer = types.Answer.read({"citations": "none", "stages": [{"stage": "embed", "ms": 1, "x": 2}], "labels": 3})
    assert answer.citations == "none"  # type: ignore[comparison-overlap]
    assert answer.stages[0].raw["x"] == 2
    assert answer.question is None


def test_records_do_not_change() -> None:
    span = types.Span.read({"start": 1, "end": 2})
    with pytest.raises(AttributeError):
        span.start = 3  # type: ignore[misc]
    assert not hasattr(span, "__dict__")
    assert span == types.Span(start=1, end=2)


def test_an_answer_that_takes_too_long_is_told(scripted: type[Scripted]) -> None:
    server = scripted(OK, linger_s=1)
    told = pytest.raises(NodeUnreachableError, match=r"within 0\.2 s")
    with Client(server.url, timeout_s=0.2, retry=FAST) as client, told:
        client.status()
    assert len(server.requests) == 1  # a node that is slow is not asked more


def test_a_stream_that_breaks_off_is_told(scripted: type[Scripted]) -> None:
    half = 'event: token\ndata: {"text":"so far"}\n\n'
    server = scripted(response(200, half, kind="text/event-stream"))
    with Client(server.url) as client, client.answer_stream("c", "q") as pieces:
        assert next(pieces).text == "so far"  # type: ignore[union-attr]
        with pytest.raises(NodeUnreachableError, match="broke off"):
            next(pieces)


def test_an_error_inside_a_stream_is_raised(scripted: type[Scripted]) -> None:
    told = 'event: error\ndata: {"code":"limit.reached","status":429,"detail":"d"}\n\n'
    server = scripted(response(200, told, kind="text/event-stream"))
    with Client(server.url) as client, pytest.raises(LimitReachedError):
        list(client.answer_stream("c", "q"))


def test_results_that_were_missed_are_told(scripted: type[Scripted]) -> None:
    told = ': hello\n\nevent: end\ndata: {"reason":"too slow","missed":3}\n\n'
    with Client(scripted(response(200, told, kind="text/event-stream")).url) as client:
        with pytest.raises(StreamEndedError) as raised:
            list(client.stream_events())
        assert raised.value.missed == 3


def test_errors_cross_processes() -> None:
    error = pickle.loads(pickle.dumps(LimitReachedError("too much", retry_after_s=2)))
    assert (type(error), error.detail, error.code, error.retry_after_s) == (
        LimitReachedError,
        "too much",
        "limit.reached",
        2,
    )


def test_a_url_that_is_none_is_refused() -> None:
    for url in ("localhost:8080", "ftp://x", "http://", "nonsense"):
        with pytest.raises(ConfigInvalidError, match="expected a URL"):
            Client(url)


def test_keys_are_not_shown() -> None:
    with Client("http://127.0.0.1:9", "fk_secret", retry=Retry(attempts=1)) as client:
        with pytest.raises(NodeUnreachableError) as raised:
            client.status()
        assert "fk_secret" not in repr(client) + repr(client.options) + str(raised.value)


def test_a_key_goes_with_every_request_and_a_proxy_is_not_asked_for_this_machine(
    scripted: type[Scripted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server = scripted(OK)
    with Client(server.url, "fk_secret") as client:
        client.status()
    assert b"authorization: bearer fk_secret" in server.requests[0].lower()
