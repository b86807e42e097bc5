"""Tables and notebooks: what is shown is escaped."""

import pytest

from ferrule.client import _types as types

EVIL = '<script>alert(1)</script> & "more"'


def hit(**more: object) -> dict[str, object]:
    texts = dict.fromkeys(("document", "title", "heading", "text"), EVIL)
    return {**texts, "chunk": 0, "start": 10, "end": 20, "score": 0.5, **more}


RECORDS = [
    types.Answer.read(
        {
            "question": EVIL,
            "answer": EVIL,
            "no_answer": False,
            "rung": EVIL,
            "confidence": 0.5,
            "took_ms": 1.0,
            "citations": [
                {"document": EVIL, "title": EVIL, "chunk": 0, "start": 0, "end": 5, "text": EVIL, "score": 1}
            ],
            "stages": [],
        }
    ),
    types.Answer.read(
        {
            "question": EVIL,
            "blocked": True,
            "reason": EVIL,
            "rung": "none",
            "confidence": 0,
            "took_ms": 1,
            "citations": [],
        }
    ),
    types.SearchResponse.read(
        {"hits": [hit(), hit(highlights=[{"start": 10, "end": 18}])], "mode": EVIL, "took_ms": 1.0}
    ),
    types.ReleasePage.read({"releases": [{"hash": EVIL, "note": EVIL, "state": "live"}]}),
    types.ResultPage.read({"events": [{"id": EVIL, "verdicts": [EVIL], "rules": [], "entities": [EVIL]}]}),
    types.DocumentPage.read({"documents": [{"id": EVIL, "title": EVIL, "metadata": {EVIL: [EVIL]}}]}),
    types.EventTop.read({"by": "rule", "top": [{"name": EVIL, "count": 1}]}),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: type(one).__name__)
def test_what_documents_say_is_escaped(record: types.Answer) -> None:
    html = record._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_words_of_the_query_are_marked() -> None:
    found = types.SearchResponse.read({"hits": [hit(highlights=[{"start": 11, "end": 17}])], "mode": "x", "took_ms": 1})
    assert "&lt;<mark>script</mark>&gt;" in found._repr_html_()


def test_tables_have_their_columns_even_without_rows() -> None:
    empty = types.ResultPage.read({"events": [], "next": None})
    assert list(empty.to_pandas().columns) == list(empty.to_polars().columns)
    assert empty.to_pandas().empty
    assert "<th" in empty._repr_html_()


def test_times_are_timestamps() -> None:
    page = types.ReleasePage.read({"releases": [{"hash": "a", "at": "2026-05-01T12:00:00.123456789Z"}, {"hash": "b"}]})
    assert str(page.to_pandas()["at"].dtype).startswith("datetime64")
    assert str(page.to_polars()["at"].dtype) == "Datetime(time_unit='us', time_zone='UTC')"
    assert page.to_polars()["at"].null_count() == 1


def test_counts_have_a_row_for_each_interval_and_name() -> None:
    counts = types.EventCounts.read(
        {
            "from": "2026-05-01T00:00:00Z",
            "to": "2026-05-01T00:02:00Z",
            "interval_s": 60,
            "counts": [3, 4],
            "by": "rule",
            "series": [{"name": "A", "counts": [1, 2]}, {"name": "B", "counts": [2, 2]}],
        }
    )
    frame = counts.to_pandas()
    assert frame.groupby("rule")["count"].sum().to_dict() == {"A": 3, "B": 4}


def test_entities_have_a_row_for_each_label() -> None:
    page = types.EntityPage.read(
        {"entities": [{"entity": "User/7", "type": "User", "id": "7", "labels": [{"label": "a"}, {"label": "b"}]}]}
    )
    assert page.to_pandas()["label"].tolist() == ["a", "b"]
    assert page.to_polars()["entity"].to_list() == ["User/7", "User/7"]
