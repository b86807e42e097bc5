"""The shared vectors of conformance/: in this process, and over HTTP against a node."""

import base64
import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import PROJECT, Node

import ferrule

VECTORS = PROJECT / "conformance"
RULES = sorted((VECTORS / "rules").iterdir())
PASSAGE = ("document", "chunk", "start", "end")


def read(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engine() -> Iterator[ferrule.Engine]:
    with ferrule.Engine() as made:
        yield made


def post(node: Node, path: str, body: bytes, media_type: str = "application/json") -> bytes:
    request = urllib.request.Request(node.url + path, data=body, headers={"content-type": media_type})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return bytes(answer.read())


def put(node: Node, path: str, body: Any) -> None:
    content = json.dumps(body).encode()
    request = urllib.request.Request(
        node.url + path, data=content, headers={"content-type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=120).close()


def publish(node: Node, directory: Path) -> None:
    subprocess.run(
        [PROJECT / "ferrule", "publish", directory, "--url", node.url, "--activate"],
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("case", RULES, ids=lambda case: case.name)
def test_rules_in_this_process(engine: ferrule.Engine, case: Path) -> None:
    with engine.rules(case) as rules:
        results = rules.evaluate(case / "events.jsonl")
    assert results.ndjson == (case / "results.jsonl").read_bytes()
    told = read(f"rules/{case.name}/told.json")
    assert [{"line": one.line, "code": one.code} for one in results.summary.refusals] == told["refusals"]
    assert [
        {"line": one.line, "path": one.path, "row": one.row, "message": one.message} for one in results.summary.errors
    ] == told["errors"]


@pytest.mark.parametrize("case", RULES, ids=lambda case: case.name)
def test_rules_on_a_node(node: Node, case: Path) -> None:
    publish(node, case)
    answer = post(node, "/v1/events?features=true", (case / "events.jsonl").read_bytes(), "application/x-ndjson")
    found: list[bytes] = []
    refused: list[str] = []
    for line in answer.splitlines():
        if b'"features":' in line:
            found.append(line[line.index(b'"features":') + len(b'"features":') : -1] + b"\n")
        else:
            refused.append(json.loads(line)["code"])
    assert b"".join(found) == (case / "results.jsonl").read_bytes()
    assert refused == [one["code"] for one in read(f"rules/{case.name}/told.json")["refusals"]]


def test_tokens_in_this_process(engine: ferrule.Engine) -> None:
    cases = read("tokenizer.json")
    tokens = engine.tokenizer().encode([case["text"] for case in cases])
    for i, case in enumerate(cases):
        assert tokens[i].tolist() == case["ids"], case["text"]
        assert tokens.spans_of(i).tolist() == case["spans"], case["text"]


def test_vectors_in_this_process_and_on_a_node(engine: ferrule.Engine, node: Node) -> None:
    expected = read("embedding.json")
    vectors = engine.embed(expected["texts"])
    cosines = [float(a @ b) for a, b in zip(vectors, vectors[1:], strict=False)]
    assert cosines == pytest.approx(expected["cosines"], abs=0.02)
    for text in expected["texts"]:
        body = {"model": expected["model"], "input": [text], "encoding_format": "base64"}
        answer = json.loads(post(node, "/v1/embeddings", json.dumps(body).encode()))
        there = np.frombuffer(base64.b64decode(answer["data"][0]["embedding"]), np.float32)
        assert engine.embed(text).tobytes() == there.tobytes(), text


def test_search_in_this_process_and_on_a_node(engine: ferrule.Engine, node: Node) -> None:
    expected = read("search.json")
    put(node, "/v1/collections/conformance", {})
    lines = "".join(json.dumps(document) + "\n" for document in expected["documents"])
    post(node, "/v1/collections/conformance/documents?wait=indexed", lines.encode(), "application/x-ndjson")
    with engine.documents(expected["documents"]) as documents:
        for query in expected["queries"]:
            hits = documents.search(query["query"], query["k"], mode=query["mode"])
            assert [{name: hit[name] for name in PASSAGE} for hit in hits] == query["hits"], query["query"]
            body = {"query": query["query"], "mode": query["mode"], "top_k": query["k"]}
            there = json.loads(post(node, "/v1/collections/conformance/search", json.dumps(body).encode()))["hits"]
            assert hits == there, query["query"]
