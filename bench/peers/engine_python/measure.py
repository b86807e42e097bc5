"""Measures the engine in this process beside a node and beside what Python has. Prints one JSON line.

    measure.py --home PROJECT --rules DIRECTORY --events FILE --node URL [--embedder PYTHON] [--quick]

Every result is held against the other side's: a measurement that compares different answers is none.
"""

import argparse
import base64
import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
from tokenizers import Tokenizer

ROUNDS = 9
SEED = 20_261_121

rows: list[dict[str, Any]] = []
ratios: dict[str, float] = {}


class Bridge:
    """Times calls of the engine, and how much of a call Java itself takes."""

    def __init__(self, java: Any) -> None:
        self.java = java
        self.nanos = 0
        java.finish = self.finish

    def finish(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """As the package's own, and adds up the time that the job took inside Java."""
        job = self.java.call(function, *arguments)
        while not self.java.call(job.join, 50):
            pass
        self.nanos += int(job.nanos())
        return self.java.call(job.result)

    def measure(self, call: Callable[[], Any]) -> tuple[float, float]:
        """Median seconds of a call, and the median share of it that is not Java's."""
        seconds, shares = [], []
        for _ in range(ROUNDS):
            self.nanos = 0
            started = time.perf_counter()
            call()
            took = time.perf_counter() - started
            seconds.append(took)
            shares.append(1 - self.nanos / 1e9 / took)
        return statistics.median(seconds), statistics.median(shares)


def median(call: Callable[[], Any]) -> float:
    """Median seconds of a call."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def row(system: str, what: str, unit: str, rate: float, **more: Any) -> None:
    rows.append({"system": system, "what": what, unit: float(f"{rate:.4g}"), **more})


def bridge(what: str, share: float) -> None:
    ratios[f"{what}: share of the call that is the bridge's"] = round(share, 4)


def require(same: bool, what: str) -> None:
    if not same:
        sys.exit(f"expected the same {what} from both sides, found others")


def post(url: str, body: bytes, media_type: str = "application/json") -> bytes:
    request = urllib.request.Request(url, data=body, headers={"content-type": media_type})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return bytes(answer.read())


def features(answer: bytes) -> bytes:
    mark = b'"features":'
    return b"".join(line[line.index(mark) + len(mark) : -1] + b"\n" for line in answer.splitlines())


def rules(engine: Any, timer: Bridge, options: argparse.Namespace) -> None:
    """A rule set over a batch of events; on the node each result is on disk before it is answered."""
    lines = options.events.read_bytes().splitlines(keepends=True)
    count = 4_000 if options.quick else 100_000
    first = json.loads(lines[0])
    batch = b"".join((lines * (count // len(lines) + 1))[:count])
    with engine.rules(options.rules) as opened:
        for _ in range(3):
            opened.evaluate(batch)  # warm
        seconds, share = timer.measure(lambda: opened.evaluate(batch).ndjson)
        row("engine in Python", "rules, one batch", "events/s", count / seconds)
        bridge("rules", share)
        few = b"".join(
            json.dumps(first | {"action_id": None, "data": json.loads(line)["data"]}).encode() + b"\n" for line in lines
        )
        here = [json.loads(line) for line in opened.evaluate(few).ndjson.splitlines()]
    started = time.perf_counter()
    answer = post(options.node + "/v1/events?features=true", few, "application/x-ndjson")
    http = len(few.splitlines()) / (time.perf_counter() - started)
    there = [json.loads(line) for line in features(answer).splitlines()]
    for one in (*here, *there):
        del one["__action_id"]  # the node gives ids of its own
    require(here == there, "results of rules")
    row("node over HTTP", "rules, one request of many lines", "events/s", http)
    ratios["rules: over a node by HTTP"] = round(count / seconds / http, 3)


def osprey(engine: Any, options: argparse.Namespace) -> None:
    """Osprey's own engine, which runs in Python on one core, on some of the events."""
    few = options.events.with_name("few.jsonl")
    few.write_bytes(b"".join(options.events.read_bytes().splitlines(keepends=True)[:200]))
    out = options.events.with_name("osprey.jsonl")
    python = options.osprey_peer / ".venv/bin/python"
    command = [python, "measure.py", options.osprey, options.rules, few, "--seconds", "1" if options.quick else "5"]
    done = subprocess.run([*command, "--out", out], cwd=options.osprey_peer, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    theirs = [json.loads(line) for line in out.read_text().splitlines()]
    with engine.rules(options.rules) as opened:
        require(list(opened.evaluate(few)) == theirs, "results of rules")
    own = next(one["events/s"] for one in rows if one["system"] == "engine in Python")
    for way in ("shipped", "tuned"):
        rate = found[f"events_per_s_{way}"]
        row(f"osprey, {way}, one core", "rules", "events/s", rate)
        ratios[f"rules: over osprey {way}"] = round(own / rate, 1)


def tokenizer(engine: Any, timer: Bridge, texts: list[str], options: argparse.Namespace) -> None:
    """The same ids from both, read as both give them cheapest."""
    ours = engine.tokenizer()
    theirs = Tokenizer.from_file(str(options.tokenizer))
    theirs.no_truncation()
    theirs.no_padding()
    encoded = theirs.encode_batch_fast(texts, add_special_tokens=False)
    tokens = ours.encode(texts)
    require(all(tokens[i].tolist() == one.ids for i, one in enumerate(encoded)), "tokens")
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    for _ in range(50):
        ours.encode(texts)  # warm: a call takes some milliseconds
    seconds, share = timer.measure(lambda: ours.encode(texts))
    peer = median(lambda: [one.ids for one in theirs.encode_batch_fast(texts, add_special_tokens=False)])
    row("engine in Python", "tokens", "MB/s", megabytes / seconds)
    row("hf tokenizers, batch, all cores", "tokens", "MB/s", megabytes / peer)
    bridge("tokens", share)
    ratios["tokens: over hf tokenizers"] = round(peer / seconds, 3)


def embedding(engine: Any, timer: Bridge, texts: list[str], options: argparse.Namespace) -> np.ndarray:
    """The same texts in one batch; the peer runs the model that ours is made of, before it was made small."""
    texts = texts[: 200 if options.quick else 1_000]
    vectors = engine.embed(texts)
    seconds, share = timer.measure(lambda: engine.embed(texts))
    body = json.dumps({"model": "all-MiniLM-L6-v2", "input": texts, "encoding_format": "base64"}).encode()
    answers: list[bytes] = []
    http = median(lambda: answers.append(post(options.node + "/v1/embeddings", body)))
    there = [np.frombuffer(base64.b64decode(one["embedding"]), np.float32) for one in json.loads(answers[0])["data"]]
    require(float(np.min(np.sum(vectors * there, axis=1))) > 0.99, "vectors")
    row("engine in Python", "vectors", "texts/s", len(texts) / seconds)
    row("node over HTTP", "vectors", "texts/s", len(texts) / http)
    bridge("vectors", share)
    ratios["vectors: over a node by HTTP"] = round(http / seconds, 3)
    if options.embedder:
        script = Path(__file__).with_name("sentences.py")
        done = subprocess.run(
            [options.embedder, script], input=json.dumps(texts), capture_output=True, text=True, check=True
        )
        peer = json.loads(done.stdout.splitlines()[-1])
        cosines = np.sum(vectors * np.asarray(peer["vectors"], np.float32), axis=1)
        require(float(np.median(cosines)) > 0.95, "vectors")
        row("sentence-transformers, fp32", "vectors", "texts/s", len(texts) / peer["seconds"])
        ratios["vectors: over sentence-transformers"] = round(peer["seconds"] / seconds, 3)
    return vectors


def neighbors(engine: Any, timer: Bridge, options: argparse.Namespace) -> None:
    """Vectors in groups, as those of texts are, with the same graph settings; recall is measured beside speed."""
    generator = np.random.default_rng(SEED)
    count, dims, k = (5_000 if options.quick else 50_000), 384, 10
    centers = generator.standard_normal((200, dims))
    points = centers[generator.integers(0, 200, count + 1_000)] + 0.6 * generator.standard_normal((count + 1_000, dims))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    vectors, queries = points[:count], points[count:]
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :k]

    def recall(found: np.ndarray) -> float:
        return float(np.mean([len(set(a) & set(b)) / k for a, b in zip(exact, found, strict=True)]))

    started = time.perf_counter()
    with engine.index(vectors) as ours:
        built = time.perf_counter() - started
        for _ in range(3):
            ours.search(queries, k)
        seconds, share = timer.measure(lambda: ours.search(queries, k))
        own = recall(ours.search(queries, k).rows)
    require(own > 0.95, "neighbors")
    row(
        "engine in Python",
        "nearest",
        "queries/s",
        len(queries) / seconds,
        recall=round(own, 4),
        build_s=round(built, 2),
    )
    bridge("nearest", share)
    started = time.perf_counter()
    theirs = hnswlib.Index(space="cosine", dim=dims)
    theirs.init_index(max_elements=count, ef_construction=100, M=16, random_seed=SEED % 1_000)
    theirs.add_items(vectors)
    built = time.perf_counter() - started
    theirs.set_ef(100)
    peer = median(lambda: theirs.knn_query(queries, k=k))
    found = recall(theirs.knn_query(queries, k=k)[0])
    row("hnswlib", "nearest", "queries/s", len(queries) / peer, recall=round(found, 4), build_s=round(built, 2))
    ratios["nearest: over hnswlib"] = round(peer / seconds, 3)


def passages(engine: Any, timer: Bridge, texts: list[str], options: argparse.Namespace) -> None:
    """Hybrid search over the same documents, in this process and in a collection of the node."""
    texts = texts[: 100 if options.quick else 500]
    documents = [{"id": f"d{i:04d}", "text": text} for i, text in enumerate(texts)]
    questions = [" ".join(text.split()[:8]) for text in texts[:100]]
    base = options.node + "/v1/collections/engine"
    put = urllib.request.Request(base, data=b"{}", headers={"content-type": "application/json"}, method="PUT")
    urllib.request.urlopen(put, timeout=60).close()
    lines = "".join(json.dumps(one) + "\n" for one in documents).encode()
    post(base + "/documents?wait=indexed", lines, "application/x-ndjson")
    with engine.documents(documents) as ours:
        here = ours.search(questions)
        seconds, share = timer.measure(lambda: ours.search(questions))
    started = time.perf_counter()
    there = [
        json.loads(post(base + "/search", json.dumps({"query": question}).encode()))["hits"] for question in questions
    ]
    there_seconds = time.perf_counter() - started
    first = [a[0]["document"] == b[0]["document"] for a, b in zip(here, there, strict=True)]
    require(sum(first) >= 0.97 * len(first), "passages")
    row("engine in Python", "documents, hybrid", "queries/s", len(questions) / seconds)
    row("node over HTTP, one at a time", "documents, hybrid", "queries/s", len(questions) / there_seconds)
    bridge("documents", share)
    ratios["documents: over a node by HTTP, one at a time"] = round(there_seconds / seconds, 3)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rules", type=Path, required=True)
    parser.add_argument("--events", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--node", required=True)
    parser.add_argument("--embedder")
    parser.add_argument("--osprey", type=Path)
    parser.add_argument("--osprey-peer", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(options.home / "python/src"))
    import ferrule
    from ferrule.engine import _java

    texts = [line for line in options.texts.read_text(encoding="utf-8").split("\n") if line]
    timer = Bridge(_java)
    with ferrule.Engine() as engine:
        rules(engine, timer, options)
        if options.osprey:
            osprey(engine, options)
        tokenizer(engine, timer, texts, options)
        embedding(engine, timer, texts, options)
        neighbors(engine, timer, options)
        passages(engine, timer, texts, options)
    print(json.dumps({"rows": rows, "ratios": ratios}))


if __name__ == "__main__":
    main()
