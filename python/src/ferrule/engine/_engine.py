"""The engine: what it opens and how long that lives."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ferrule.engine import _java
from ferrule.engine._documents import Documents
from ferrule.engine._faults import of_code
from ferrule.engine._own import SourceFunctions
from ferrule.engine._places import cache_directory
from ferrule.engine._rules import RuleSet
from ferrule.engine._texts import Kind, Tokenizer, embed
from ferrule.engine._vectors import VectorIndex


class Engine:
    """Rules, tokens, vectors and search in this process, by the code that a node runs. Thread-safe; a context manager.

    Java starts with the first engine of a process and stays until the process ends; all engines share it. Calls let
    other Python threads run, use all cores, and may be interrupted.

    Parameters
    ----------
    heap : the most memory of Java's own, as `4g`; 2g when left out. Of the process, so only the first engine may choose
    threads : how many share a call; 0 for one a core
    models : a directory with models of your own, beside those that come with Ferrule
    java_home : the directory of a Java 25 or later; otherwise JAVA_HOME, the extra `jdk` and the usual places are tried
    java_options : more options for Java when it starts

    Raises
    ------
    EngineUnavailableError
        there is no Java or no engine to run in it; the message says what to do

    Examples
    --------
    >>> import ferrule
    >>> with ferrule.Engine() as engine, engine.rules("examples/safety") as rules:
    ...     results = rules.evaluate("examples/safety/events.jsonl.gz")
    >>> len(results)
    1500
    """

    def __init__(
        self,
        *,
        heap: str | None = None,
        threads: int = 0,
        models: str | os.PathLike[str] | None = None,
        java_home: str | os.PathLike[str] | None = None,
        java_options: Sequence[str] = (),
    ) -> None:
        if threads < 0:
            raise ValueError(f"expected threads of 0 or more, found {threads}")
        self._closed = False
        _java.start(heap=heap, java_home=Path(java_home) if java_home else None, options=java_options)
        self._engine: Any = _java.call(
            _java.java_class("dev.ferrule.engine.Engine"),
            threads,
            _java.path(models or "models"),
            _java.path(cache_directory() / "native"),
        )

    def _open(self) -> Any:
        if self._closed:
            raise of_code("store.closed", "expected an open engine, found it closed", 503)
        return self._engine

    def rules(self, directory: str | os.PathLike[str], *, functions: str | os.PathLike[str] | None = None) -> RuleSet:
        """Opens a rule set.

        Parameters
        ----------
        directory : with `main.sml`
        functions : a directory of jars with further functions

        Raises
        ------
        ConfigInvalidError
            there is none, or a file of it cannot be read
        """
        jars = None if functions is None else _java.path(functions)
        own = _java.functions(SourceFunctions(Path(directory)))
        return RuleSet(_java.call(self._open().rules, _java.path(directory), jars, own), Path(directory))

    def tokenizer(self, model: str | None = None) -> Tokenizer:
        """The tokenizer of a model; of the one that a node takes when none is named."""
        return Tokenizer(_java.call(self._open().model, model))

    def embed(
        self, texts: str | Sequence[str], *, model: str | None = None, kind: Kind = "text"
    ) -> npt.NDArray[np.float32]:
        """The vectors of texts, float32, `[texts, dims]`.

        One text alone gives what a node gives, bit for bit. In a batch an int8 model sees the texts beside it, on a
        node as here, so that a vector differs a little: by a cosine of some hundredths for a text of a word or none.

        Parameters
        ----------
        texts : one text counts as a list of one; what a model does not read of a long one is left out
        model : the name of a model; the one that a node takes when none is named
        kind : what the texts are to the model: some put another prefix before a `query` or a `document`
        """
        return embed(_java.call(self._open().model, model), texts, kind)

    def index(self, vectors: npt.ArrayLike) -> VectorIndex:
        """An index of vectors, `[count, dims]`: it can be added to and searched."""
        rows = np.asarray(vectors)
        dims = int(rows.shape[-1]) if rows.ndim else 0
        made = VectorIndex(_java.call(self._open().vectors, dims), dims)
        try:
            made.add(vectors)
        except BaseException:
            made.close()
            raise
        return made

    def documents(self, documents: Iterable[Mapping[str, Any]] = (), *, model: str | None = None) -> Documents:
        """An index of documents: they can be put and searched.

        Parameters
        ----------
        documents : as `Documents.put` takes them
        model : the name of the model that embeds them; the one that a node takes when none is named
        """
        made = Documents(_java.call(self._open().documents, model))
        try:
            made.put(documents)
        except BaseException:
            made.close()
            raise
        return made

    def close(self) -> None:
        """Ends what it holds; Java stays. Calls after it fail; a second close does nothing."""
        if not self._closed:
            self._closed = True
            self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Engine{' (closed)' if self._closed else ''}>"
