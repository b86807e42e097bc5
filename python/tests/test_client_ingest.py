"""Many documents at once: batches, failures, order, files, data frames."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
from conftest import PROJECT, Node, running_node

from ferrule.client import AsyncClient, Client, CollectionNotFoundError, DocumentInvalidError, NodeUnreachableError
from ferrule.client import _bulk as bulk


@pytest.fixture(scope="module")
def client(node: Node) -> Iterator[Client]:
    with Client(node.url) as made:
        yield made


@pytest.fixture
def notes(client: Client) -> Iterator[str]:
    client.create_collection("notes", fields={"city": "keyword", "stars": "int", "at": "time"})
    yield "notes"
    client.delete_collection("notes")


def numbered(count: int) -> Iterator[dict[str, Any]]:
    return ({"id": f"n/{number}", "text": f"Note {number}."} for number in range(count))


def test_batches_are_cut_by_documents_and_bytes() -> None:
    made = list(bulk.jobs(numbered(10), {}, 4, 1 << 20, bulk.Tally()))
    assert [len(job.ids) for job in made] == [4, 4, 2]
    long = [{"id": str(number), "text": "x" * 60} for number in range(3)]
    assert [len(job.ids) for job in bulk.jobs(long, {}, 100, 100, bulk.Tally())] == [1, 1, 1]


def test_documents_of_a_generator_are_put_and_counted(client: Client, notes: str) -> None:
    report = client.ingest(notes, numbered(300), wait="indexed", batch_documents=50)
    assert report.results == {"created": 300}
    assert client.get_collection(notes).documents == 300
    again = client.ingest(notes, numbered(300))
    assert again.results == {"unchanged": 300}
    assert "300 unchanged" in str(again)


def test_failures_are_reported_and_the_others_put(client: Client, notes: str) -> None:
    documents = [
        {"id": "good", "text": "Good."},
        {"id": "bad", "text": "Bad.", "metadata": {"town": "x"}},
        {"id": "nan", "text": "Bad.", "metadata": {"stars": float("nan")}},
        {"text": "No id."},
    ]
    report = client.ingest(notes, documents)
    assert report.results == {"created": 1, "failed": 3}
    assert {(one.id, one.code) for one in report.failures} == {
        ("bad", "document.field"),
        ("nan", "document.invalid"),
        ("", "document.invalid"),
    }
    assert list(report.to_pandas().columns) == ["id", "code", "detail"]
    with pytest.raises(DocumentInvalidError):
        report.raise_for_failures()


def test_the_later_of_two_with_the_same_id_wins(client: Client, notes: str) -> None:
    documents = [{"id": "same", "text": f"Version {number}."} for number in range(40)]
    report = client.ingest(notes, documents, batch_documents=1, concurrency=8, wait="indexed")
    assert report.documents == 40
    assert client.get_document(notes, "same").text == "Version 39."


def test_a_directory_is_put_with_paths_as_ids(client: Client, notes: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/one.md").write_text("# One\n\nWords of one.\n")
    (tmp_path / "two.txt").write_text("Words of two.")
    (tmp_path / ".hidden").write_text("no")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    lines = [json.dumps(one) for one in numbered(3)]
    (tmp_path / "more.jsonl").write_text("\n".join([*lines, "{no json", ""]))
    report = client.ingest(notes, tmp_path, wait="indexed")
    assert report.results == {"created": 5, "failed": 2}
    assert {page.id for page in client.list_documents(notes).documents} == {"a/one.md", "two.txt", "n/0", "n/1", "n/2"}
    assert {one.code for one in report.failures} == {"document.unreadable", "request.malformed"}
    with pytest.raises(DocumentInvalidError, match="expected a file or directory"):
        client.ingest(notes, tmp_path / "none")


@pytest.mark.parametrize("library", [pandas, polars])
def test_a_data_frame_is_put_row_by_row(client: Client, notes: str, library: Any) -> None:
    frame = library.DataFrame(
        {
            "key": ["a", "b"],
            "text": ["One.", "Two."],
            "city": ["Porto", None],
            "stars": [3, 4],
            "at": ["2026-05-01", "2026-05-02"],
        }
    )
    report = client.ingest(notes, frame, columns={"id": "key"}, wait="indexed")
    assert report.results == {"created": 2}
    assert client.get_document(notes, "a").metadata == {"city": "Porto", "stars": 3, "at": "2026-05-01T00:00:00Z"}
    assert set(client.get_document(notes, "b").metadata) == {"stars", "at"}
    page = client.list_documents(notes)
    assert list(page.to_pandas()["metadata.stars"]) == [3, 4]
    assert page.to_polars()["metadata.city"].to_list() == ["Porto", None]


def test_the_collection_is_made_when_asked(client: Client) -> None:
    with pytest.raises(CollectionNotFoundError):
        client.ingest("fresh", numbered(1))
    assert client.ingest("fresh", numbered(1), create=True).results == {"created": 1}
    client.delete_collection("fresh")


def test_a_bar_is_shown_when_asked(client: Client, notes: str, capsys: pytest.CaptureFixture[str]) -> None:
    client.ingest(notes, list(numbered(2)), progress=True)
    assert "2/2" in capsys.readouterr().err
    client.ingest(notes, list(numbered(2)))
    assert capsys.readouterr().err == ""


async def test_the_asynchronous_client_does_the_same(node: Node, notes: str, tmp_path: Path) -> None:
    async with AsyncClient(node.url) as client:
        report = await client.ingest(notes, numbered(100), batch_documents=10, wait="indexed")
        assert report.results == {"created": 100}
        (tmp_path / "one.txt").write_text("One.")
        assert (await client.ingest(notes, [tmp_path / "one.txt"])).results == {"created": 1}


def test_documents_that_are_too_large_for_the_node_fail_alone() -> None:
    with running_node("limits.body_bytes=64KiB") as node, Client(node.url) as client:
        documents = [{"id": str(number), "text": "x " * 8_000} for number in range(10)]
        documents.append({"id": "huge", "text": "x " * 80_000})
        report = client.ingest("small", documents, create=True)
        assert report.results == {"created": 10, "failed": 1}
        assert [(one.id, one.code) for one in report.failures] == [("huge", "request.too-large")]


def test_a_busy_node_gets_the_documents_later() -> None:
    settings = ("embedding.max_waiting_tokens=400", "limits.ingest_requests=2")
    with running_node(*settings) as node, Client(node.url) as client:
        words = " ".join(f"word{number}" for number in range(60))
        documents = [{"id": str(number), "text": f"{number} {words}"} for number in range(60)]
        report = client.ingest("busy", documents, create=True, concurrency=6, batch_documents=20)
        assert report.results == {"created": 60}


def test_a_node_that_stops_is_told_with_what_was_done() -> None:
    with running_node() as node, Client(node.url) as client:
        client.create_collection("cut")

        def documents() -> Iterator[dict[str, Any]]:
            for number, document in enumerate(numbered(4000)):
                if number == 1000:
                    node.process.kill()
                yield document

        with pytest.raises(NodeUnreachableError) as raised:
            client.ingest("cut", documents(), batch_documents=20)
        assert "until then" in raised.value.__notes__[0]


def test_the_documents_of_the_example_are_read(client: Client) -> None:
    report = client.ingest("hotel", PROJECT / "examples/hotel/documents", create=True, wait="indexed")
    assert report.failed == 0
    assert report.results["created"] > 50
    client.delete_collection("hotel")
