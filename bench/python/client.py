"""What does the Python client cost, against raw HTTP from the same process?

Raw means: bodies that are ready, over connections of plain asyncio that parse no more than HTTP needs, no JSON. Both
sides send the same batches with as many connections and take turns; what they get is checked. Documents are
put once new, where the node embeds them, and again unchanged, where hardly anything but the transport is left.

Rerun: ./ferrule bench client
"""

import argparse
import asyncio
import json
import statistics
import time

from typing import Any
from urllib.parse import urlsplit

from ferrule.client import AsyncClient, Client

BATCH_DOCUMENTS = 128
INGEST_CONNECTIONS = 4
ASK_CONNECTIONS = 32


class Raw:
    """Connections of plain asyncio. Each request is bytes that are ready."""

    def __init__(self, url: str, connections: int) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.connections = connections

    def request(self, path: str, body: bytes, kind: str) -> bytes:
        """A POST as bytes."""
        head = f"POST {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\ncontent-type: {kind}\r\n"
        return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body

    async def send(self, requests: list[bytes]) -> list[tuple[float, bytes]]:
        """The end and the body of each response, in order; each connection takes the next request when it is free."""
        waiting = iter(enumerate(requests))
        done: list[tuple[float, bytes]] = [(0.0, b"")] * len(requests)

        async def work() -> None:
            reader, writer = await asyncio.open_connection(self.host, self.port, limit=1 << 24)
            for index, request in waiting:
                writer.write(request)
                body = await _response(reader)
                done[index] = (time.perf_counter(), body)
            writer.close()
            await writer.wait_closed()

        await asyncio.gather(*(work() for _ in range(self.connections)))
        return done


async def _response(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith((b"http/1.1 200", b"http/1.1 201")):
        raise RuntimeError(f"expected success, found {head[:40]!r}")
    if b"transfer-encoding: chunked" not in head:
        return await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(parts)


async def ingest_raw(url: str, collection: str, bodies: list[bytes], documents: int) -> float:
    """Seconds until all documents are acknowledged."""
    raw = Raw(url, INGEST_CONNECTIONS)
    requests = [raw.request(f"/v1/collections/{collection}/documents", body, "application/x-ndjson") for body in bodies]
    started = time.perf_counter()
    done = await raw.send(requests)
    took = time.perf_counter() - started
    lines = b"".join(body for _, body in done)
    if lines.count(b"\n") != documents or b'"failed"' in lines:
        raise RuntimeError("expected every document to be put")
    return took


async def ingest_client(url: str, collection: str, corpus: list[dict[str, Any]]) -> float:
    """Seconds until all documents are acknowledged, their JSON included."""
    async with AsyncClient(url) as client:
        started = time.perf_counter()
        report = await client.ingest(
            collection, corpus, batch_documents=BATCH_DOCUMENTS, concurrency=INGEST_CONNECTIONS, progress=False
        )
        took = time.perf_counter() - started
    if report.documents != len(corpus) or report.failed:
        raise RuntimeError("expected every document to be put")
    return took


def ingest_waiting(url: str, collection: str, corpus: list[dict[str, Any]]) -> float:
    """As `ingest_client`, with the client of threads."""
    with Client(url) as client:
        started = time.perf_counter()
        report = client.ingest(
            collection, corpus, batch_documents=BATCH_DOCUMENTS, concurrency=INGEST_CONNECTIONS, progress=False
        )
        took = time.perf_counter() - started
    if report.documents != len(corpus) or report.failed:
        raise RuntimeError("expected every document to be put")
    return took


async def ask_raw(url: str, collection: str, questions: list[str]) -> tuple[float, list[float]]:
    """Seconds for all questions, and the end of each since the begin."""
    raw = Raw(url, ASK_CONNECTIONS)
    path = f"/v1/collections/{collection}/answer"
    requests = [raw.request(path, json.dumps({"question": one}).encode(), "application/json") for one in questions]
    started = time.perf_counter()
    done = await raw.send(requests)
    took = time.perf_counter() - started
    if any(json.loads(body)["question"] != asked for (_, body), asked in zip(done, questions, strict=True)):
        raise RuntimeError("expected each answer to be to its question")
    return took, [at - started for at, _ in done]


async def ask_client(url: str, collection: str, questions: list[str]) -> tuple[float, list[float]]:
    """Seconds for all questions, and the end of each since the begin; all are awaited at once."""
    async with AsyncClient(url, connections=ASK_CONNECTIONS) as client:
        started = time.perf_counter()

        async def ask(question: str) -> float:
            answer = await client.answer(collection, question)
            if answer.question != question:
                raise RuntimeError("expected each answer to be to its question")
            return time.perf_counter() - started

        ends = await asyncio.gather(*map(ask, questions))
        return time.perf_counter() - started, list(ends)


def in_turns(number: int, sides: list[Any]) -> list[Any]:
    """The sides in the order for a round: each begins as often as the others."""
    turn = number % len(sides)
    return sides[turn:] + sides[:turn]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--corpus", required=True, help="lines with _id, title, text")
    parser.add_argument("--queries", required=True, help="lines with text")
    parser.add_argument("--documents", type=int, default=1_200)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with open(given.corpus, encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    corpus = [{"id": one["_id"], "title": one["title"], "text": one["text"]} for one in read[: given.documents]]
    with open(given.queries, encoding="utf-8") as lines:
        asked = [json.loads(line)["text"] for line in lines][: given.questions]
    print(json.dumps({"rows": measure(given.url, corpus, asked, given.rounds)}))


def measure(url: str, corpus: list[dict[str, Any]], questions: list[str], rounds: int) -> list[dict[str, Any]]:
    """A row for each side and measure."""
    encoded = [json.dumps(one).encode() for one in corpus]
    bodies = [b"\n".join(encoded[at : at + BATCH_DOCUMENTS]) for at in range(0, len(encoded), BATCH_DOCUMENTS)]

    def raw(collection: str) -> float:
        return asyncio.run(ingest_raw(url, collection, bodies, len(corpus)))

    def awaited(collection: str) -> float:
        return asyncio.run(ingest_client(url, collection, corpus))

    def waiting(collection: str) -> float:
        return ingest_waiting(url, collection, corpus)

    ingesting = [("raw asyncio", raw), ("ferrule AsyncClient", awaited), ("ferrule Client", waiting)]
    new: dict[str, list[float]] = {name: [] for name, _ in ingesting}
    unchanged: dict[str, list[float]] = {name: [] for name, _ in ingesting}
    kept = ""
    with Client(url) as admin:
        for number in range(-1, rounds):  # the first round warms up and is not counted
            for index, (name, put) in enumerate(in_turns(number, ingesting)):
                collection = f"ingest-{number + 1}-{index}"
                admin.create_collection(collection)
                first, again = put(collection), put(collection)
                if number >= 0:
                    new[name].append(len(corpus) / first)
                    unchanged[name].append(len(corpus) / again)
                if kept:
                    admin.delete_collection(kept)
                kept = collection
        while not admin.get_collection(kept).caught_up:
            time.sleep(0.1)
    rows = [
        {"system": name, "measure": measure, "documents/s": statistics.median(rates), "of rounds": rates}
        for measure, found in (("ingest, new", new), ("ingest, unchanged", unchanged))
        for name, rates in found.items()
    ]
    return rows + ask(url, kept, questions, rounds)


def ask(url: str, collection: str, questions: list[str], rounds: int) -> list[dict[str, Any]]:
    """Rows for questions that are asked all at once. Each side has its own, so that no vector is remembered."""
    asking: list[tuple[str, Any]] = [("raw asyncio", ask_raw), ("ferrule AsyncClient", ask_client)]
    rates: dict[str, list[float]] = {name: [] for name, _ in asking}
    ends: dict[str, list[float]] = {name: [] for name, _ in asking}
    for number in range(-1, rounds):
        for index, (name, run) in enumerate(in_turns(number, asking)):
            own = [f"{question} ({number}{index})" for question in questions]
            took, ended = asyncio.run(run(url, collection, own))
            if number >= 0:
                rates[name].append(len(questions) / took)
                ends[name] += ended
    return [
        {
            "system": name,
            "measure": f"{len(questions)} questions at once",
            "questions/s": statistics.median(found),
            "of rounds": found,
            "median end s": statistics.median(ends[name]),
            "last end s": max(ends[name]),
        }
        for name, found in rates.items()
    ]


if __name__ == "__main__":
    main()
