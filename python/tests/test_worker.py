"""A worker process against the node's end of the protocol, with everything that goes wrong."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from workernode import End, Joined, end, worker

from ferrule._proto.workers_pb2 import Batch, Cancel, Drain, Ping, ToWorker


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    with end() as (node, port), worker(tmp_path_factory.mktemp("worker"), port, "--name", "w") as process:
        yield node.worker()
        assert process.poll() is None, "the worker ended in one of the tests"


def test_hello_says_what_there_is(joined: Joined) -> None:
    hello = joined.hello
    assert (hello.protocol, hello.name, hello.concurrency) == (1, "w", 1)
    by_name = {each.name: each for each in hello.functions}
    assert [(each.name, each.type) for each in by_name["Maybe"].parameters] == [
        ("x", "Optional[int]"),
        ("items", "list[Optional[str]]"),
    ]
    assert by_name["Maybe"].result == "Optional[list[Optional[str]]]"
    assert len(by_name["Double"].version) == 16
    assert by_name["Lengths"].whole_batches
    assert not by_name["Double"].whole_batches


def test_values_of_each_type_go_through(joined: Joined) -> None:
    assert joined.ask("Double", ("int", [1, 2, -3]), result="int") == [2, 4, -6]
    assert joined.ask("Lengths", ("str", ["a", "", "grün"]), result="int") == [1, 0, 4]
    assert joined.ask("Later", ("float", [0.0, 0.01]), result="float") == [0.0, 0.01]
    assert joined.ask("Started", result="int", calls=2) == [1, 1]
    given = ("Optional[int]", [1, None, 0]), ("list[Optional[str]]", [["a", None], ["b"], ["c"]])
    assert joined.ask("Maybe", *given, result="Optional[list[Optional[str]]]") == [["a", None], None, []]


def test_an_int_is_a_float_too(joined: Joined) -> None:
    assert joined.ask("Wrong", ("str", ["int"]), result="float") == [3.0]


@pytest.mark.parametrize(
    ("kind", "type", "message"),
    [
        ("text", "TypeError", "expected float, found str"),
        ("none", "TypeError", "expected float, found None"),
        ("exit", "SystemExit", "7"),
        ("deep", "RecursionError", "maximum recursion depth exceeded"),
        ("fish", "ValueError", "found fish"),
        ("nasty", "functions_of_test.Wrong.<locals>.Nasty", "its message could not be made: RuntimeError"),
    ],
)
def test_a_bad_call_fails_alone(joined: Joined, kind: str, type: str, message: str) -> None:
    joined.send("Wrong", ("str", ["int", kind, "int"]))
    values, failures = [], []
    while len(values) < 3:  # what takes long is told in parts
        results = joined.results()
        values += results.values.floats.values or [0.0] * results.count
        failures += results.failures
    assert values == [3.0, 0.0, 3.0]
    (failure,) = failures
    assert (failure.call, failure.type) == (1, type)
    assert message in failure.message


def test_tracebacks_show_the_frames_of_the_function_alone(joined: Joined) -> None:
    shown = joined.failure("Wrong", ("str", ["fish"])).traceback
    assert shown.startswith("Traceback (most recent call last):")
    assert shown.count("File ") == 1
    assert "functions_of_test.py" in shown
    deep = joined.failure("Wrong", ("str", ["deep"])).traceback
    assert len(deep) <= 8000


def test_a_batch_of_another_length_fails_whole(joined: Joined) -> None:
    joined.send("Lengths", ("str", ["a", "short"]))
    failures = joined.results().failures
    assert [each.call for each in failures] == [0, 1]
    assert failures[0].message == "expected 2 results, one for each call, found 1"


def test_text_that_utf8_cannot_write_is_a_failure(joined: Joined) -> None:
    joined.send("Surrogate")
    assert "found half a surrogate pair at code point 0" in joined.results().failures[0].message


def test_ints_beyond_64_bits_are_failures(joined: Joined) -> None:
    joined.send("Double", ("int", [1, 1 << 62]))
    (failure,) = joined.results().failures
    assert (failure.call, failure.message) == (1, "expected an int of at most 64 bits, found a larger one")


def test_a_result_of_100_mb_fails_alone(joined: Joined) -> None:
    joined.send("Large", ("int", [3, 100_000_000, 4]))
    got, failures = {}, []
    while len(got) < 3:
        results = joined.results()
        got.update(enumerate(results.values.texts.values, results.first))
        failures.extend(results.failures)
    assert got == {0: "xxx", 1: "", 2: "xxxx"}
    assert [each.call for each in failures] == [1]
    assert failures[0].message.startswith("expected a result of at most 16777216 bytes, found 1000000")


def test_many_results_that_are_too_large_together_come_in_parts(joined: Joined) -> None:
    joined.send("Large", ("int", [6_000_000] * 5))
    counts = []
    while sum(counts) < 5:
        results = joined.results()
        assert not results.failures
        counts.append(results.count)
    assert len(counts) > 1


def test_what_is_done_is_sent_while_a_call_hangs_and_pings_are_answered(joined: Joined) -> None:
    joined.send("Wait", ("float", [0.0, 0.0, 1.5, 0.0]))
    began = time.monotonic()
    first = joined.results()
    assert (first.first, first.count) == (0, 2)
    joined.telling.put(ToWorker(ping=Ping(id=77)))
    assert joined.next("pong").pong.id == 77
    assert time.monotonic() - began < 1
    rest = joined.results()
    assert rest.first == 2
    while rest.first + rest.count < 4:
        rest = joined.results()


def test_an_async_call_that_waits_too_long_fails_alone(joined: Joined) -> None:
    joined.send("Later", ("float", [0.0, 60.0]), timeout_s=0.5)
    results = joined.results()
    assert [(each.call, each.type) for each in results.failures] == [(1, "TimeoutError")]


def test_cancelled_calls_are_not_begun(joined: Joined) -> None:
    running = joined.send("Wait", ("float", [0.3, 20.0, 20.0]))
    waiting = joined.send("Double", ("int", [1]))
    joined.telling.put(ToWorker(cancel=Cancel(batch=running)))
    joined.telling.put(ToWorker(cancel=Cancel(batch=waiting)))
    answered: dict[tuple[int, int], str] = {}
    while len(answered) < 4:
        results = joined.results()
        answered.update({(results.batch, results.first + i): "" for i in range(results.count)})
        answered.update({(results.batch, failure.call): failure.type for failure in results.failures})
    assert answered == {
        (running, 0): "",
        (running, 1): "Cancelled",
        (running, 2): "Cancelled",
        (waiting, 0): "Cancelled",
    }


def test_broken_batches_are_failures(joined: Joined) -> None:
    joined.telling.put(ToWorker(batch=Batch(id=900, function="Double", calls=2)))
    assert len(joined.results().failures) == 2
    joined.telling.put(ToWorker(batch=Batch(id=901, function="Nothing", calls=1)))
    assert "found Nothing" in joined.results().failures[0].message
    joined.send("Double", ("str", ["a"]))
    assert joined.results().failures[0].message == "expected 1 rows of int, found 0"


def test_a_child_that_comes_back_from_a_fork_answers_nothing(joined: Joined) -> None:
    joined.send("Fork", calls=2)
    got: list[int] = []
    while len(got) < 2:
        got.extend(joined.results().values.integers.values)
    assert got == [1, 1]
    assert joined.ask("Double", ("int", [4]), result="int") == [8]
    assert joined.heard.empty()


def test_drain_ends_with_0_after_what_runs(tmp_path: Path) -> None:
    with end() as (node, port), worker(tmp_path, port, environment={"FERRULE_WORKER_TOKEN": "t1"}) as process:
        joined = node.worker()
        assert joined.key == "Bearer t1"
        joined.send("Wait", ("float", [0.5]))
        joined.telling.put(ToWorker(drain=Drain()))
        assert joined.results().count == 1
        assert process.wait(10) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_it_finish_and_leave(tmp_path: Path, number: signal.Signals) -> None:
    with end() as (node, port), worker(tmp_path, port) as process:
        joined = node.worker()
        joined.send("Wait", ("float", [0.5]))
        joined.send("Say", ("str", ["hello"]))
        time.sleep(0.2)
        process.send_signal(number)
        joined.next("drain")
        joined.telling.put(ToWorker(drain=Drain()))
        assert joined.results().count == 1
        assert joined.results().count == 1
        assert process.wait(10) == 0
        assert process.stdout is not None
        assert "said hello\n" in process.stdout.read()


def test_a_second_signal_ends_what_hangs(tmp_path: Path) -> None:
    with end() as (node, port), worker(tmp_path, port) as process:
        node.worker().send("Wait", ("float", [60.0]))
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130


def test_it_joins_a_node_that_starts_later_and_one_that_starts_again(tmp_path: Path) -> None:
    with end() as (_, port):
        pass
    with worker(tmp_path, port) as process:
        time.sleep(1)
        with end(port) as (node, _):
            assert node.worker().ask("Double", ("int", [1]), result="int") == [2]
        with end(port) as (node, _):
            assert node.worker().ask("Double", ("int", [1]), result="int") == [2]
        assert process.poll() is None


def test_a_silent_node_is_left_for_a_new_stream(tmp_path: Path) -> None:
    with end(ping_millis=20) as (node, port), worker(tmp_path, port):  # pings come each 200 ms, so it seems silent
        node.worker()
        assert node.worker().hello.protocol == 1


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (grpc.StatusCode.UNAUTHENTICATED, 2),
        (grpc.StatusCode.PERMISSION_DENIED, 2),
        (grpc.StatusCode.FAILED_PRECONDITION, 2),
        (grpc.StatusCode.ABORTED, 1),
    ],
)
def test_a_refusal_is_said_and_ends_it(tmp_path: Path, code: grpc.StatusCode, status: int) -> None:
    with end() as (node, port):
        node.refuse = (code, "expected a key of the role worker, found none")
        with worker(tmp_path, port) as process:
            assert process.wait(10) == status
            assert process.stdout is not None
            assert "expected a key of the role worker, found none" in process.stdout.read()


def test_a_moment_of_refusal_is_waited_out(tmp_path: Path) -> None:
    with end() as (node, port):
        node.refuse = (grpc.StatusCode.RESOURCE_EXHAUSTED, "expected at most 1 worker")
        with worker(tmp_path, port):
            time.sleep(0.7)
            node.refuse = None
            assert node.worker().hello.protocol == 1


def test_it_ends_with_the_node_that_started_it(tmp_path: Path) -> None:
    with end() as (node, port), worker(tmp_path, port, environment={"FERRULE_WORKER_TOKEN": "t"}) as process:
        node.worker().send("Wait", ("float", [60.0]))
        time.sleep(0.2)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(5) == 1
        process.stdin = None


def test_a_hanging_call_does_not_keep_back_an_abort(tmp_path: Path) -> None:
    with worker_in_hang(tmp_path) as (node, process, joined):
        node.refuse = (grpc.StatusCode.ABORTED, "a call of Wait hangs")
        joined.telling.put(None)  # the stream ends, and joining again is refused
        assert process.wait(20) == 1


class worker_in_hang:
    """A worker whose main thread is inside a call."""

    def __init__(self, directory: Path) -> None:
        self._end = end()
        self._directory = directory

    def __enter__(self) -> tuple[End, subprocess.Popen[str], Joined]:
        node, port = self._end.__enter__()
        self._worker = worker(self._directory, port)
        process = self._worker.__enter__()
        joined = node.worker()
        joined.send("Wait", ("float", [60.0]))
        return node, process, joined

    def __exit__(self, *_: object) -> None:
        self._worker.__exit__(None, None, None)
        self._end.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import nothing_there", "No module named 'nothing_there'"),
        ("x = 1", "expected at least one @ferrule.function in the files, found none"),
        ("import ferrule\n@ferrule.function\ndef F(x) -> int: ...", "expected parameter x of F to have an annotation"),
        (
            "import ferrule\n@ferrule.setup\ndef load(): 1 / 0\n@ferrule.function\ndef F() -> int: ...",
            "ZeroDivisionError",
        ),
    ],
)
def test_files_that_do_not_do_are_said_before_joining(tmp_path: Path, source: str, message: str) -> None:
    with worker(tmp_path, 1, source=source) as process:
        assert process.wait(20) == 2
        assert process.stdout is not None
        assert message in process.stdout.read()


def test_batches_run_side_by_side_with_more_concurrency(tmp_path: Path) -> None:
    with end() as (node, port), worker(tmp_path, port, "--concurrency", "4") as process:
        joined = node.worker()
        assert joined.hello.concurrency == 4
        began = time.monotonic()
        for _ in range(4):
            joined.send("Wait", ("float", [0.5]))
        for _ in range(4):
            joined.results()
        assert time.monotonic() - began < 1.5
        process.terminate()
        joined.next("drain")
        joined.telling.put(ToWorker(drain=Drain()))
        assert process.wait(10) == 0


def test_reload_starts_it_again_with_new_code(tmp_path: Path) -> None:
    with end() as (node, port), worker(tmp_path, port, "--reload") as process:
        before = node.worker()
        file = tmp_path / "functions_of_test.py"
        file.write_text(file.read_text().replace("2 * x", "3 * x"))
        before.next("drain")
        before.telling.put(ToWorker(drain=Drain()))
        after = node.worker()
        assert after.ask("Double", ("int", [1]), result="int") == [3]
        assert {f.version for f in before.hello.functions} != {f.version for f in after.hello.functions}
        process.terminate()
        after.next("drain")
        after.telling.put(ToWorker(drain=Drain()))
        assert process.wait(10) == 0


def test_a_trivial_function_costs_little(tmp_path: Path) -> None:
    """60,000 calls a second is what a core has to do; here half of that, as tests share the machine."""
    calls, batches = 64, 400
    with end() as (node, port), worker(tmp_path, port):
        joined = node.worker()
        numbers = list(range(calls))
        joined.ask("Double", ("int", numbers), result="int")
        pid = joined.hello.process_id
        before = _cpu_seconds(pid)
        for _ in range(batches):
            joined.send("Double", ("int", numbers))
        got = 0
        while got < calls * batches:
            got += joined.results().count
        used = _cpu_seconds(pid) - before
    rate = calls * batches / used
    print(json.dumps({"calls_per_cpu_second": round(rate)}))
    assert rate > 30_000


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
