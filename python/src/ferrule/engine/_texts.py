"""Tokens and vectors of texts, as NumPy arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ferrule.engine import _java

Kind = Literal["text", "query", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of texts, neither cut nor with special tokens. Arrays are not copied: do not write to them.

    Attributes
    ----------
    ids : of all tokens, int32, `[tokens]`
    spans : start and end of each token in its text, in code points, int32, `[tokens, 2]`
    ends : how many tokens there are up to the end of each text, int64, `[texts]`
    """

    ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, index: int) -> npt.NDArray[np.int32]:
        """The ids of one text: a view."""
        return self.ids[self._from(index) : self.ends[index]]

    def spans_of(self, index: int) -> npt.NDArray[np.int32]:
        """Where the tokens of one text are in it: a view."""
        return self.spans[self._from(index) : self.ends[index]]

    def _from(self, index: int) -> int:
        place = range(len(self.ends))[index]
        return 0 if place == 0 else int(self.ends[place - 1])


class Tokenizer:
    """The tokenizer of a model. Thread-safe.

    Attributes
    ----------
    vocabulary_size : how many ids there are; each is below it
    begin_id, end_id, pad_id : what begins a sequence, ends it, and fills up a batch
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self.vocabulary_size = int(model.vocabularySize())
        self.begin_id, self.end_id, self.pad_id = (int(one) for one in model.specialIds())

    def encode(self, texts: str | Sequence[str]) -> Tokens:
        """The tokens of texts; one text counts as a list of one."""
        utf8, ends = packed(texts)
        tokens = _java.finish(self._model.tokenize, _java.buffer(utf8), _java.buffer(ends))
        size = int(tokens.size())
        made = Tokens(
            ids=np.empty(size, np.int32), spans=np.empty((size, 2), np.int32), ends=np.empty(len(ends), np.int64)
        )
        _java.call(tokens.copyTo, _java.buffer(made.ids), _java.buffer(made.spans), _java.buffer(made.ends))
        return made

    def token(self, token_id: int) -> str:
        """The token with this id, as the vocabulary spells it."""
        return str(_java.call(self._model.token, token_id))


def embed(model: Any, texts: str | Sequence[str], kind: Kind) -> npt.NDArray[np.float32]:
    """The vectors of texts, `[texts, dims]`: Java writes into the array that is returned."""
    utf8, ends = packed(texts)
    vectors = np.empty((len(ends), int(model.dims())), np.float32)
    kinds = _java.java_class("dev.ferrule.engine.Model$Kind")
    _java.finish(
        model.embed, _java.buffer(utf8), _java.buffer(ends), getattr(kinds, kind.upper()), _java.buffer(vectors)
    )
    return vectors


def packed(texts: str | Sequence[str]) -> tuple[bytes, npt.NDArray[np.int64]]:
    """Texts in UTF-8, one behind the other, and where each ends; half a surrogate pair becomes a question mark."""
    many = [texts] if isinstance(texts, str) else texts
    try:
        joined = "".join(many)
    except TypeError:
        wrong = next(text for text in many if not isinstance(text, str))
        raise TypeError(f"expected texts as a list of str, found {type(wrong).__name__}") from None
    if joined.isascii():
        return joined.encode(), _ends(many)
    encoded = [text.encode(errors="replace") for text in many]
    return b"".join(encoded), _ends(encoded)


def _ends(parts: Sequence[str] | Sequence[bytes]) -> npt.NDArray[np.int64]:
    return np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
