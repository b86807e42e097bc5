"""Tokens, vectors and search as NumPy arrays."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import ferrule
from ferrule.client import FerruleError

TEXTS = ["The pool is open from 7 to 22.", "", "Dogs are welcome 😀.", "wörd " * 400]


@pytest.fixture(scope="module")
def engine() -> Iterator[ferrule.Engine]:
    with ferrule.Engine() as made:
        yield made


def test_spans_are_slices_of_the_text(engine: ferrule.Engine) -> None:
    tokenizer = engine.tokenizer()
    tokens = tokenizer.encode(TEXTS)
    assert len(tokens) == len(TEXTS)
    start, end = tokens.spans_of(2)[0]
    assert TEXTS[2][start:end] == "Dogs"
    assert tokenizer.token(int(tokens[2][0])) == "dogs"
    assert tokens[1].size == 0
    assert tokens[-1].size == tokens[3].size
    assert tokens.ids.dtype == np.int32


def test_one_text_gives_the_same_bits_however_it_is_given(engine: ferrule.Engine) -> None:
    assert engine.embed(TEXTS[0]).tobytes() == engine.embed([TEXTS[0]]).tobytes()
    alone = np.concatenate([engine.embed(text) for text in TEXTS])
    together = engine.embed(TEXTS)
    assert together.shape == (4, 384)
    assert together.dtype == np.float32
    assert np.sum(alone * together, axis=1) == pytest.approx(np.ones(4), abs=0.06)


def test_arrays_outlive_what_made_them(engine: ferrule.Engine) -> None:
    vectors = engine.embed(TEXTS)
    before = vectors.copy()
    for _ in range(5):
        engine.embed(TEXTS)
        gc.collect()
    assert np.array_equal(vectors, before)


def test_few_vectors_are_searched_exactly(engine: ferrule.Engine) -> None:
    generator = np.random.default_rng(7)
    vectors = generator.standard_normal((2_000, 48), dtype=np.float32)
    queries = generator.standard_normal((50, 48), dtype=np.float32)
    cosines = queries @ vectors.T / np.linalg.norm(queries, axis=1)[:, None] / np.linalg.norm(vectors, axis=1)
    expected = np.argsort(-cosines, axis=1)[:, :5]
    with engine.index(vectors) as index:
        found = index.search(queries, 5)
        assert len(index) == 2_000
    assert np.array_equal(found.rows, expected)
    assert found.cosines == pytest.approx(np.take_along_axis(cosines, expected, axis=1), abs=1e-5)


def test_vectors_of_any_layout_are_taken_and_rows_count_on(engine: ferrule.Engine) -> None:
    wide = np.eye(8, dtype=np.float64)[:, ::2].T[:, ::-1]
    with engine.index(wide) as index:
        index.add(np.asfortranarray(np.ones((1, 8))))
        assert len(index) == 5
        assert index.search(np.ones(8), 1).rows.tolist() == [[4]]
        few = index.search(np.ones(8), 7)
        assert few.rows[0, 5:].tolist() == [-1, -1]
        assert np.isnan(few.cosines[0, 5:]).all()


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda e: e.embed([1]), TypeError, "expected texts as a list of str, found int"),
        (lambda e: e.embed("a", model="nope"), FerruleError, "expected the model"),
        (lambda e: e.tokenizer().token(-1), FerruleError, "expected an id from 0 to 30521, found -1"),
        (lambda e: e.index([[np.nan, 1.0]]), FerruleError, "expected numbers in row 0"),
        (lambda e: e.index(np.ones((2, 2_000))), FerruleError, "expected vectors of 1 to 1024 dims, found 2000"),
        (lambda e: e.index([[0.0, 0.0]]), FerruleError, "zero vector"),
        (lambda e: e.index(np.ones((2, 4))).search(np.ones(5)), FerruleError, "expected dims=4, found dims=5"),
        (lambda e: e.index(np.ones((2, 4))).search(np.ones(4), 0), ValueError, "expected k of 1 or more, found 0"),
        (lambda e: e.index(np.ones((2, 2, 2))), ValueError, "expected vectors as an array of 2 dimensions, found 3"),
        (lambda e: e.documents([{"text": "no id"}]), FerruleError, "with an id and a text on line 1"),
        (lambda e: e.rules("/nowhere"), FerruleError, "expected a directory of rules with a main.sml, found none"),
    ],
)
def test_bad_input_is_told(
    engine: ferrule.Engine, call: Callable[[ferrule.Engine], Any], kind: type[Exception], text: str
) -> None:
    with pytest.raises(kind, match=text):
        call(engine)
