"""Calls about collections, their documents, and what is asked of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from ferrule.client._call import (
    EVENTS,
    NDJSON,
    Call,
    Reply,
    Request,
    Stream,
    dump,
    nothing,
    present,
    query,
    rest,
    segment,
    whole,
)
from ferrule.client._fault import of_problem
from ferrule.client._streams import JsonLines, ServerEvents
from ferrule.client._types import (
    Answer,
    Citation,
    Collection,
    CollectionList,
    Document,
    DocumentPage,
    EmbeddingList,
    ModelList,
    PutFailure,
    PutResult,
    SearchResponse,
    Stage,
)

Wait = Literal["indexed"]
PutLine = PutResult | PutFailure
FOLDER = "/v1/collections"


@dataclass(frozen=True, slots=True)
class Citations:
    """The citations of an answer, before its text."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Restart:
    """The pieces so far do not hold: new citations and text follow."""


AnswerEvent = Stage | Citations | Token | Restart | Answer


def _in(collection: str, *more: str) -> str:
    return "/".join([FOLDER, segment(collection), *more])


def list_collections() -> Call[CollectionList]:
    """All collections."""
    return Call(Request(method="GET", path=FOLDER), lambda reply: CollectionList.read(reply.json()))


def create_collection(
    collection: str,
    *,
    model: str | None = None,
    max_tokens: int | None = None,
    overlap_tokens: int | None = None,
    analyzer: Literal["english", "standard"] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Call[Collection]:
    """Makes a collection; one that is there with this very schema is given as it is.

    `fields` are metadata fields by name: `keyword`, `int`, `float`, `bool` or `time`. None is the node's default.
    Raises `CollectionExistsError` when the name is taken, with another schema.
    """
    chunking = present(max_tokens=max_tokens, overlap_tokens=overlap_tokens)
    body = dump(present(model=model, chunking=chunking or None, analyzer=analyzer, fields=fields))
    request = Request(method="PUT", path=_in(collection), body=body)
    return Call(request, lambda reply: Collection.read(reply.json()))


def get_collection(collection: str) -> Call[Collection]:
    """A collection. Raises `CollectionNotFoundError`."""
    return Call(Request(method="GET", path=_in(collection)), lambda reply: Collection.read(reply.json()))


def delete_collection(collection: str) -> Call[None]:
    """Deletes a collection with all it holds."""
    return Call(Request(method="DELETE", path=_in(collection)), nothing)


def search(
    collection: str,
    query: str,
    *,
    mode: Literal["hybrid", "dense", "lexical"] | None = None,
    top_k: int | None = None,
    offset: int | None = None,
    filter: Mapping[str, Any] | None = None,
    highlight: bool | None = None,
    explain: bool | None = None,
    user: str | None = None,
) -> Call[SearchResponse]:
    """The passages that fit a query, the best first. `filter` is a condition, as `{"eq": {"city": "Lisbon"}}`."""
    body = present(
        query=query,
        mode=mode,
        top_k=top_k,
        offset=offset,
        filter=filter,
        highlight=highlight,
        explain=explain,
        user=user,
    )
    request = Request(method="POST", path=_in(collection, "search"), body=dump(body))
    return Call(request, lambda reply: SearchResponse.read(reply.json()))


def answer(
    collection: str,
    question: str,
    *,
    filter: Mapping[str, Any] | None = None,
    user: str | None = None,
) -> Call[Answer]:
    """The answer to a question, with citations. `no_answer` is true when the documents do not answer it."""
    body = dump(present(question=question, filter=filter, user=user))
    request = Request(method="POST", path=_in(collection, "answer"), body=body)
    return Call(request, lambda reply: Answer.read(reply.json()))


def answer_stream(
    collection: str,
    question: str,
    *,
    filter: Mapping[str, Any] | None = None,
    user: str | None = None,
) -> Stream[AnswerEvent]:
    """The answer to a question as it is made: `Stage`, `Citations`, `Token`, `Restart`, and last the whole `Answer`."""
    body = dump(present(question=question, filter=filter, user=user) | {"stream": True})
    request = Request(method="POST", path=_in(collection, "answer"), body=body, accept=EVENTS)
    return Stream(request, lambda: ServerEvents(_answer_event, "done"))


def _answer_event(name: str, data: Any) -> AnswerEvent | None:
    match name:
        case "stage":
            return Stage.read(data)
        case "citations":
            return Citations(tuple(Citation.read(one) for one in data.get("citations", ())))
        case "token":
            return Token(str(data.get("text", "")))
        case "restart":
            return Restart()
        case "done":
            return Answer.read(data)
        case "error":
            raise of_problem(data)
        case _:
            return None


def list_documents(collection: str, *, limit: int | None = None, after: str | None = None) -> Call[DocumentPage]:
    """A page of documents by id, without their texts; `next` of a page is `after` of the one behind it."""
    request = Request(method="GET", path=_in(collection, "documents"), query=query(limit=limit, after=after))
    return Call(request, lambda reply: DocumentPage.read(reply.json()))


def put_documents(
    collection: str, documents: Iterable[Mapping[str, Any]], *, wait: Wait | None = None
) -> Call[list[PutLine]]:
    """Puts documents in one request, and gives what became of each, in their order.

    A document is a dict of `id` and `text`, and if wanted `title`, `media_type` (`text/plain`, `text/markdown` or
    `text/html`) and `metadata`. One that fails does so alone: `PutFailure` in its place. With `wait="indexed"` they can
    be found when this returns. For many documents use `ingest`, which makes batches.
    """
    return whole(put_documents_stream(collection, documents, wait=wait))


def put_documents_stream(
    collection: str, documents: Iterable[Mapping[str, Any]], *, wait: Wait | None = None
) -> Stream[PutLine]:
    """As `put_documents`, and gives what became of each as soon as it is on disk."""
    return _put_lines(collection, [dump(dict(document)) for document in documents], wait)


def _put_lines(collection: str, lines: Sequence[bytes], wait: Wait | None) -> Stream[PutLine]:
    request = Request(
        method="POST",
        path=_in(collection, "documents"),
        query=query(wait=wait),
        body=b"\n".join(lines),
        content_type=NDJSON,
        accept=NDJSON,
    )
    return Stream(request, lambda: JsonLines(put_line))


def put_encoded(collection: str, lines: Sequence[bytes]) -> Call[list[PutLine]]:
    """As `put_documents`, of documents that are JSON already."""
    return whole(_put_lines(collection, lines, None))


def put_line(line: Mapping[str, Any]) -> PutLine:
    """What became of one document of many."""
    return PutFailure.read(line) if line.get("result") == "failed" else PutResult.read(line)


def put_files(
    collection: str,
    files: Mapping[str, bytes],
    *,
    prefix: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    wait: Wait | None = None,
) -> Call[list[PutLine]]:
    """Puts files in one request: bytes by name. A file's id is `prefix` and its name; `metadata` is for all of them.

    What is read is text, Markdown, HTML, PDF and DOCX. The result is that of `put_documents`.
    """
    boundary = uuid4().hex
    parts = [
        _part(boundary, f'name="{name}"', value.encode())
        for name, value in (("prefix", prefix), ("metadata", json.dumps(dict(metadata)) if metadata else None))
        if value is not None
    ]
    parts += [_part(boundary, f'name="files"; filename="{_quoted(name)}"', data) for name, data in files.items()]
    request = Request(
        method="POST",
        path=_in(collection, "documents"),
        query=query(wait=wait),
        body=b"".join([*parts, f"--{boundary}--\r\n".encode()]),
        content_type=f"multipart/form-data; boundary={boundary}",
        accept=NDJSON,
    )

    return whole(Stream(request, lambda: JsonLines(put_line)))


def _part(boundary: str, names: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\ncontent-disposition: form-data; {names}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def put_document(
    collection: str,
    id: str,
    content: str | bytes | Path,
    *,
    title: str | None = None,
    media_type: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    wait: Wait | None = None,
) -> Call[PutResult]:
    """Puts one document: a text, the bytes of a file, or a `Path` to one.

    `media_type` of a text is `text/plain` unless it is said to be `text/markdown` or `text/html`. That of a file is
    told by its first bytes and the id's extension. The same content again gives `unchanged` and costs nothing.
    """
    path = _in(collection, "documents", rest(id))
    if isinstance(content, str):
        text = dump(present(text=content, title=title, media_type=media_type, metadata=metadata))
        return Call(Request(method="PUT", path=path, query=query(wait=wait), body=text), _put_result)
    asked = query(wait=wait, title=title, metadata=json.dumps(dict(metadata)) if metadata else None)
    data = content.read_bytes() if isinstance(content, Path) else content
    request = Request(method="PUT", path=path, query=asked, body=data, content_type=media_type or "")
    return Call(request, _put_result)


def _put_result(reply: Reply) -> PutResult:
    return PutResult.read(reply.json())


def get_document(collection: str, id: str, *, chunks: bool = False) -> Call[Document]:
    """A document with its text, and with `chunks` also where these stand. Raises `DocumentNotFoundError`."""
    path = _in(collection, "documents", rest(id))
    request = Request(method="GET", path=path, query=query(include="chunks" if chunks else None))
    return Call(request, lambda reply: Document.read(reply.json()))


def delete_document(collection: str, id: str, *, wait: Wait | None = None) -> Call[None]:
    """Deletes a document. Raises `DocumentNotFoundError`."""
    path = _in(collection, "documents", rest(id))
    return Call(Request(method="DELETE", path=path, query=query(wait=wait)), nothing)


def delete_documents(
    collection: str,
    filter: Mapping[str, Any],
    *,
    wait: Wait | None = None,
) -> Call[int]:
    """Deletes the documents that a filter passes, after all earlier changes, and gives how many these were."""
    path = _in(collection, "delete")
    request = Request(method="POST", path=path, query=query(wait=wait), body=dump({"filter": filter}))
    return Call(request, lambda reply: int(reply.json()["deleted"]))


def embed(texts: str | Sequence[str], *, model: str = "all-MiniLM-L6-v2") -> Call[EmbeddingList]:
    """The vectors of texts, at most 2,048 in one request; `to_numpy` of the result has them as an array."""
    body = dump({"model": model, "input": texts if isinstance(texts, str) else list(texts)})
    request = Request(method="POST", path="/v1/embeddings", body=body)
    return Call(request, lambda reply: EmbeddingList.read(reply.json()))


def list_models() -> Call[ModelList]:
    """The models of the node: those that are built in, and those of its own that are loaded."""
    return Call(Request(method="GET", path="/v1/models"), lambda reply: ModelList.read(reply.json()))
