"""Writes the expected parts of the shared vectors anew, from the engine in this process."""

import json
from pathlib import Path
from typing import Any

import ferrule.engine

HERE = Path(__file__).parent


def told(summary: ferrule.engine.RunSummary) -> dict[str, Any]:
    """What was refused and what had no value, as `told.json` has it."""
    return {
        "refusals": [{"line": one.line, "code": one.code} for one in summary.refusals],
        "errors": [
            {"line": one.line, "path": one.path, "row": one.row, "message": one.message} for one in summary.errors
        ],
    }


def passages(hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which passages were found, without their scores."""
    return [{name: hit[name] for name in ("document", "chunk", "start", "end")} for hit in hits]


def main() -> None:
    with ferrule.Engine() as engine:
        for case in sorted((HERE / "rules").iterdir()):
            with engine.rules(case) as rules:
                results = rules.evaluate(case / "events.jsonl")
            (case / "results.jsonl").write_bytes(results.ndjson)
            write(case / "told.json", told(results.summary))
        tokenizer = engine.tokenizer()
        cases = read("tokenizer.json")
        tokens = tokenizer.encode([case["text"] for case in cases])
        for i, case in enumerate(cases):
            case |= {"ids": tokens[i].tolist(), "spans": tokens.spans_of(i).tolist()}
        write(HERE / "tokenizer.json", cases)
        embedding = read("embedding.json")
        vectors = engine.embed(embedding["texts"])
        embedding["cosines"] = [round(float(a @ b), 2) for a, b in zip(vectors, vectors[1:], strict=False)]
        write(HERE / "embedding.json", embedding)
        search = read("search.json")
        with engine.documents(search["documents"]) as documents:
            for query in search["queries"]:
                query["hits"] = passages(documents.search(query["query"], query["k"], mode=query["mode"]))
        write(HERE / "search.json", search)


def read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
