"""The Java in this process. The only place that knows JPype; what it gives is Java's, and so not typed."""

import ctypes
import functools
import mmap
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jpype

from ferrule.engine._faults import EngineUnavailableError, FerruleError, of_code
from ferrule.engine._places import NEEDED_MAJOR, class_path, find_java

STANDARD_HEAP = "2g"

# How long a call stays in Java before Python looks whether somebody interrupts.
_POLL_MILLIS = 50
_INCUBATOR_NOTE = "WARNING: Using incubator modules"

_lock = threading.Lock()

_HUGE_PAGES_FROM = 4 << 20
_MADV_HUGEPAGE = 14

_bytes_of: Any = ctypes.pythonapi.PyBytes_FromStringAndSize
_bytes_of.restype, _bytes_of.argtypes = ctypes.py_object, (ctypes.c_char_p, ctypes.c_ssize_t)

if sys.platform == "linux":
    _madvise: Any = ctypes.CDLL(None).madvise
    _madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class _Started:
    process: int
    heap: str
    options: tuple[str, ...]


_started: _Started | None = None


def start(*, heap: str | None, java_home: Path | None, options: Sequence[str]) -> None:
    """Starts Java, unless it runs; asks for nothing that a Java that runs does not have."""
    global _started
    with _lock:
        if _started is None:
            _started = _start(heap, java_home, tuple(options))
        require_own_process()
        if heap is not None and heap != _started.heap:
            raise EngineUnavailableError(
                f"expected heap={_started.heap}, which the Java of this process has, found heap={heap}; "
                "do: ask for it in the first Engine of the process"
            )


def require_own_process() -> None:
    """Refuses in a process that was forked after Java started: Java's threads are not in it, and calls would hang."""
    if _started is not None and _started.process != os.getpid():
        raise EngineUnavailableError(
            f"expected process {_started.process}, in which Java runs, found a fork of it; "
            "do: multiprocessing.set_start_method('spawn'), or make the first Engine in the child"
        )


def _start(heap: str | None, java_home: Path | None, options: tuple[str, ...]) -> _Started:
    jars = class_path()
    if jpype.isJVMStarted():
        return _share(jars)
    java = find_java(java_home)
    heap = heap or STANDARD_HEAP
    arguments = [
        f"-Xmx{heap}",
        "-Xrs",  # signals stay Python's
        "-XX:+UseParallelGC",
        "-Djava.awt.headless=true",
        "-Dslf4j.internal.verbosity=ERROR",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        *options,
    ]
    if java.has_vectors:
        arguments.append("--add-modules=jdk.incubator.vector")
    with _quietly() as said:
        try:
            # Interrupts stay Python's: Java's own handler would end the process.
            jpype.startJVM(*arguments, jvmpath=str(java.library), classpath=[str(jar) for jar in jars], interrupt=False)
        except Exception as e:
            raise EngineUnavailableError(
                f"expected Java in {java.home} to start with {' '.join(arguments)}, found: {said() or e}"
            ) from e
    if not java.has_vectors:
        warnings.warn(
            f"the Java in {java.home} has no module jdk.incubator.vector: all works, but search is slower; "
            "for speed set JAVA_HOME to a whole JDK",
            RuntimeWarning,
            stacklevel=5,  # whoever makes the engine
        )
    _prepare()
    return _Started(os.getpid(), heap, options)


def _share(jars: Sequence[Path]) -> _Started:
    """Joins a Java that somebody else started by JPype."""
    found = int(jpype.java.lang.Runtime.version().feature())
    if found < NEEDED_MAJOR:
        raise EngineUnavailableError(
            f"expected no Java in this process, or Java {NEEDED_MAJOR} or later, found Java {found}, which was started "
            "before; do: make the first Engine before other libraries start Java"
        )
    for jar in jars:
        jpype.addClassPath(str(jar))
    try:
        _prepare()
    except TypeError as e:
        raise EngineUnavailableError(
            "expected the engine's jars on the class path of the Java that was started before, found none; "
            "do: make the first Engine before that, or pass classpath=ferrule.engine.class_path() to startJVM"
        ) from e
    heap = f"{heap_bytes() >> 20}m"
    return _Started(os.getpid(), heap, ())


def _prepare() -> None:
    jpype.JClass("dev.ferrule.engine.Engine")
    levels = jpype.JClass("java.util.logging.Level")
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(levels.SEVERE)


@contextmanager
def _quietly() -> Any:
    """Keeps back what Java prints while it starts; all but its note on incubator modules is printed at the end."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as kept:
        before = os.dup(2)
        os.dup2(kept.fileno(), 2)

        def said() -> str:
            kept.seek(0)
            lines = kept.read().decode(errors="replace").splitlines()
            return "\n".join(line for line in lines if line and not line.startswith(_INCUBATOR_NOTE))

        try:
            yield said
        finally:
            os.dup2(before, 2)
            os.close(before)
            if sys.exc_info()[0] is None and said():
                sys.stderr.write(said() + "\n")


def java_class(name: str) -> Any:
    """A class of Java's."""
    return jpype.JClass(name)


def path(place: str | os.PathLike[str]) -> Any:
    """A `java.nio.file.Path`."""
    return jpype.java.nio.file.Path.of(str(Path(place).absolute()))


def buffer(memory: Any) -> Any:
    """The memory of bytes or an array for Java to use; nothing is copied, and it lives as long as Java needs it."""
    view = memoryview(memory)
    if view.nbytes == 0:
        return jpype.java.nio.ByteBuffer.allocateDirect(0)
    return jpype.nio.convertToDirectBuffer(view.cast("B") if view.format != "B" or view.ndim != 1 else view)


def array(content: bytes) -> Any:
    """A Java array with a copy of bytes."""
    return jpype.JArray(jpype.JByte)(content)


def functions(target: Any) -> Any:
    """What Java calls for the functions of a rule set's own sources; `target` has `call`."""
    return jpype.JProxy("dev.ferrule.engine.Functions", inst=target)


def filled(parts: Sequence[tuple[int, Callable[[Any], Any]]]) -> bytes:
    """Bytes that Java writes before anybody else sees them, as C extensions make them: nothing is copied again.

    Parameters
    ----------
    parts : the length of each, and what takes a buffer of Java's of this length
    """
    length = sum(size for size, _ in parts)
    if length == 0:
        return b""
    made: bytes = _bytes_of(None, length)
    start = id(made) + bytes.__basicsize__ - 1
    _ask_for_huge_pages(start, length)
    for size, fill in parts:
        if size:
            call(
                fill, jpype.nio.convertToDirectBuffer(memoryview((ctypes.c_char * size).from_address(start)).cast("B"))
            )
        start += size
    return made


@functools.cache
def heap_bytes() -> int:
    """The most memory of Java's own."""
    return int(jpype.java.lang.Runtime.getRuntime().maxMemory())


def _ask_for_huge_pages(start: int, length: int) -> None:
    """As NumPy does for its arrays: the kernel's work for new memory is several times that of writing to it else."""
    if length >= _HUGE_PAGES_FROM and sys.platform == "linux":
        page = mmap.PAGESIZE
        first, last = -(-start // page) * page, (start + length) // page * page
        _madvise(first, last - first, _MADV_HUGEPAGE)  # a wish: it is as well when the kernel has none


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls Java; what it throws becomes the error that a node would answer."""
    require_own_process()
    try:
        return function(*arguments)
    except jpype.JException as e:
        raise _error(e) from None


def finish(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls what gives a job and waits for its result. An interrupt cancels it, and is raised when it has ended."""
    job = call(function, *arguments)
    try:
        while not call(job.join, _POLL_MILLIS):
            pass
    except BaseException:
        job.cancel()
        _settle(job)
        raise
    return call(job.result)


def _settle(job: Any) -> None:
    while True:
        with suppress(KeyboardInterrupt):
            if job.join(_POLL_MILLIS):
                return


def _error(thrown: Any) -> FerruleError | MemoryError:
    code = getattr(thrown, "code", None)
    if isinstance(thrown, jpype.JClass("dev.ferrule.model.FerruleException")) and code is not None:
        return of_code(str(thrown.code().id()), str(thrown.getMessage()), int(thrown.code().httpStatus()))
    if isinstance(thrown, jpype.java.lang.OutOfMemoryError):
        heap = _started.heap if _started else "?"
        return MemoryError(
            f"expected a heap that suffices, found heap={heap} full; do: ask for more in the first Engine"
        )
    return of_code("internal", f"the engine failed: {thrown}", 500)
