"""Writes the table of README.md from bench/results: run it after a benchmark."""

import json
from pathlib import Path

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def rows(name: str) -> tuple[list[dict], dict]:
    result = json.loads((ROOT / "bench/results" / f"{name}.json").read_text())
    return result["rows"], result["ratios"]


def pick(found: list[dict], **wanted: str) -> dict:
    return next(r for r in found if all(r.get(k) == v for k, v in wanted.items()))


def table() -> list[tuple[str, str, str]]:
    lines: list[tuple[str, str, str]] = []
    found, _ = rows("retrieval")
    for name in ("scifact train", "hospitality dev, filtered"):
        scores = [pick(found, system="ferrule", set=name, mode=m)["ndcg@10"] for m in ("lexical", "dense", "hybrid")]
        peer = "published: BM25 .696, dense .660" if name.startswith("scifact") else ""
        lines.append((f"nDCG@10 on {name}: words / vectors / both", " / ".join(f"{s:.3f}" for s in scores), peer))
    found, ratios = rows("answers")
    quality = pick(found, measure="quality")
    abstains = " / ".join(f"{quality[f'abstains where {what} is']:.3f}" for what in ("nothing", "something"))
    text = 'first cited sentence holds the answer; says "no answer" rightly / wrongly (squad2 dev)'
    lines.append((text, f"{quality['gold in first citation']:.3f}; {abstains}", ""))
    for operation in ("/answer", "/search"):
        ours, theirs = (pick(found, measure=operation, system=s) for s in ("ferrule", "python"))
        by_name = {k.split(": ")[1].split(",")[0]: v for k, v in ratios.items() if k.startswith(operation + ":")}
        at = f" at {ours['offered/s']:g}/s"
        kinds = [("throughput", "memory", "p50", "p99") if operation == "/answer" else ("throughput", "p50", "p99")]
        columns = {"throughput": "requests/s", "p50": "p50 ms", "p99": "p99 ms", "memory": "RSS MiB"}
        for kind in kinds:
            names = [columns[k] for k in kind]
            both = [" / ".join(f"{side[n]:g}" for n in names) for side in (ours, theirs)]
            ratio = ", ".join(f"{by_name[k]:g}" for k in kind)
            text = f"`{operation}` {' / '.join(names)}{at}"
            lines.append((text, both[0], f"Python prototype: {both[1]} (ratio {ratio})"))
    found, ratios = rows("tokenizer")
    texts = ("English (squad2, scifact)", "12 scripts (UDHR)")
    ours = [pick(found, system="ferrule", texts=t)["MB/s, one thread"] for t in texts]
    theirs = [pick(found, system="hf-tokenizers, its fastest way", texts=t)["MB/s, one thread"] for t in texts]
    beside = f"{theirs[0]:g} / {theirs[1]:g} (ratio {', '.join(str(ratios[f'{t}: over its fastest way']) for t in texts)})"
    lines.append((f"tokenizer, MB/s on one thread: {' / '.join(texts)}", f"{ours[0]:g} / {ours[1]:g}", f"Hugging Face tokenizers: {beside}"))
    found, ratios = rows("rules")
    for name in ("1000 rules, generated", "examples/safety"):
        ours = pick(found, system="ferrule, compiled", set=name)
        beside = ""
        if f"{name}: over osprey as shipped" in ratios:
            shipped, tuned = (pick(found, system=f"osprey, {how}", set=name)["events/s"] for how in ("as shipped", "tuned"))
            beside = f"Osprey: {shipped:g} as shipped, {tuned:g} tuned (ratios {ratios[f'{name}: over osprey as shipped']:g}, {ratios[f'{name}: over osprey tuned']:g})"
        lines.append((f"rules: events/s on one core, {name}", f"{ours['events/s']:g} ({ours['million rules/s']:g} million rules/s)", beside))
    found, _ = rows("compile")
    cold, warm = (pick(found, system=s)["ms"] for s in ("ferrule, first time in a process", "ferrule, warm"))
    text, figures, beside = lines.pop()
    lines.append((f"{text}; check and compile 1000, ms, first time / warm", f"{figures}; {cold:g} / {warm:g}", beside))
    found, ratios = rows("events")
    at_rate = pick(found, system="ferrule", how="HTTP, one event a request, 5000/s")
    lines.append(("events over HTTP at 5000/s, examples/safety: p50 / p99 ms, result on disk", f"{at_rate['p50 ms']:g} / {at_rate['p99 ms']:g}", ""))
    most = {r["how"]: f"{r['events/s']:g}" for r in found if r["system"] == "ferrule"}
    over = [f"{most[f'{way}, one event a request' + end]} / {most[f'{way}, 100 events a request']}" for way, end in (("HTTP", ", the most"), ("HTTP async", ""))]
    over.append(most["Kafka to Kafka, the broker beside it"])
    lines.append(("events/s over HTTP, one / 100 a request; acknowledged on disk, evaluated later; Kafka to Kafka", "; ".join(over), ""))
    beside = next((r for r in found if r["system"] != "ferrule"), None)
    if beside:
        ours = pick(found, system="ferrule", how=beside["how"])
        ratio = ratios["events/s over osprey behind uvicorn"]
        lines.append(("events/s over HTTP, 100 rules, generated", f"{ours['events/s']:g}", f"Osprey behind uvicorn: {beside['events/s']:g} (ratio {ratio:g})"))
    lines += releases()
    lines += python()
    lines += node()
    return lines


def has(name: str) -> bool:
    """Whether a bench has run; one that has not has no line."""
    return (ROOT / "bench/results" / f"{name}.json").exists()


def node() -> list[tuple[str, str, str]]:
    """What was measured of a whole node under load."""
    lines: list[tuple[str, str, str]] = []
    if has("search"):
        found, ratios = rows("search")
        ours, peers = ([r for r in found if (r["system"] == "ferrule") is own and r["passing"] == "100 %"] for own in (True, False))
        beside = ", ".join(f"{r['system']} {r['queries/s']:g}" for r in peers)
        text = "vector search, 100 thousand sentences, queries/s on one thread at recall@10 .99"
        lines.append((text, f"{ours[0]['queries/s']:g}", f"{beside} (over the fastest {ratios['queries/s over the fastest library']:g})"))
    if has("load"):
        found, ratios = rows("load")
        bare = pick(found, system="ONNX Runtime alone")["sustained/s"]
        most = {r["requests"]: r["sustained/s"] for r in found if r["system"] == "ferrule" and "sustained/s" in r}
        at = next(r for r in found if r.get("offered/s") == 500 and r["requests"] == "/answer, uncached")
        text = "`/answer` at 500/s, no question twice: p50 / p99 ms; sustained/s, `/answer` and `/search`"
        figures = f"{at['p50 ms']:g} / {at['p99 ms']:g}; {most['/answer, uncached']:g}, {most['/search, uncached']:g}"
        lines.append((text, figures, f"ONNX Runtime alone embeds {bare:g}/s"))
    if has("ingest"):
        found, ratios = rows("ingest")
        ours = pick(found, system="ferrule", what="JSON lines, durable and searchable")
        beside = f"ONNX Runtime alone (ratio {ratios['tokens/s over ONNX Runtime alone']:g}); Python prototype (ratio {ratios['documents/s over the Python prototype']:g})"
        lines.append(("ingest: abstracts/s, tokens/s, durable and searchable", f"{ours['documents/s']:g}, {ours['tokens/s']:g}", beside))
    if has("pauses") and has("memory"):
        one = rows("pauses")[0][0]
        found = rows("memory")[0]
        rest, loaded = (next(r for r in found if r["when"].startswith(when)) for when in ("at rest,", "under"))
        text = f"RSS MiB with 10 thousand documents, at rest / {loaded['when']}; Java's pauses at {one['answers/s']:g} answers/s, p50 / p99.9 ms"
        figures = f"{rest['RSS MiB']:g} / {loaded['RSS MiB']:g}; {one['p50 us'] / 1e3:.2g} / {one['p99.9 us'] / 1e3:.2g}"
        lines.append((text, figures, ""))
    if has("start"):
        found = rows("start")[0]
        warm, cold = (pick(found, system=f"ferrule, {cache} page cache") for cache in ("warm", "cold"))
        size = pick(found, system="ferrule, size")
        theirs = [r for r in found if r["system"].startswith("rag_python")]
        beside = "; ".join(f"{r['ready ms p50']:g} / {r['answer ms p50']:g}" for r in theirs)
        text = "start to ready / first answer, ms, warm and cold page cache; download MB with / without the model"
        figures = "; ".join(f"{r['ready ms p50']:g} / {r['answer ms p50']:g}" for r in (warm, cold))
        lines.append((text, f"{figures}; {size['download MB']:g} / {size['without the model MB']:g}", f"Python prototype: {beside}" if beside else ""))
    if has("overload"):
        found = rows("overload")[0]
        kinds = ", ".join(f"{one['asked']} (at most {one['most requests/s']}/s)" for one in found)
        text = f"ten times too many requests for a minute, {kinds}: answered/s / 429 p99 ms / as usual again after s"
        figures = "; ".join(f"{one['answered/s']} / {one['429 p99 ms']:g} / {one['as usual again after s']:g}" for one in found)
        lines.append((text, figures, ""))
    return lines


def releases() -> list[tuple[str, str, str]]:
    """What was measured of releases; a bench that has not run yet has no line."""
    lines: list[tuple[str, str, str]] = []
    if has("swap") and has("etcd"):
        swap, etcd = rows("swap")[0][0], rows("etcd")[0][0]
        text = f"publish to live ms, p50 / p99, 1000 rules, {swap['swaps']} swaps under load (failed events: {swap['failed']}); on another node through etcd"
        on = etcd["publish on one to live on the other ms, p50"]
        lines.append((text, f"{swap['publish to live ms, p50']:g} / {swap['p99']:g}; {on:g} / {etcd['p99']:g}", ""))
    if has("crash") and has("crash-documents"):
        events, documents = rows("crash")[0][0], rows("crash-documents")[0][0]
        text = f"{events['kills']} kills (SIGKILL), {events['events acknowledged']} events acknowledged: lost / twice"
        text += f"; {documents['kills']} kills, {documents['changes acknowledged']} changes of documents and labels: lost / torn"
        lines.append((text, f"{events['lost']} / {events['with two results']}; {documents['lost']} / {documents['torn']}", ""))
    return lines


def python() -> list[tuple[str, str, str]]:
    """What was measured from Python; a bench that has not run yet has no line."""
    lines: list[tuple[str, str, str]] = []
    made = {name for name in ("functions", "client", "engine") if (ROOT / "bench/results" / f"{name}.json").exists()}
    if "functions" in made:
        found = rows("functions")[0]
        many, one = (pick(found, system="python, 2 workers", function="of one call", batch=64, **{"calls at once": n}) for n in (1024, 1))
        inside = pick(found, system="python, in the process")
        text = "Python function: calls/s in 2 workers; one alone, p50 / p99 ms; inside the process, ns"
        lines.append((text, f"{many['calls/s']:g}; {one['p50 ms']:g} / {one['p99 ms']:g}; {inside['ns/call']:g}", ""))
    if "client" in made:
        ratios = rows("client")[1]
        text = "; ".join(f"{k.split(': ')[0]} {v:g}" for k, v in ratios.items() if k.endswith(": ferrule AsyncClient over raw"))
        lines.append(("Python client (asyncio) as a share of raw HTTP", text, ""))
    if "engine" in made:
        ratios = rows("engine")[1]
        over = {k: f"{v:.3g}" if v < 100 else f"{v:.0f}" for k, v in ratios.items()}
        node, osprey = over["rules: over a node by HTTP"], [over[f"rules: over osprey {how}"] for how in ("shipped", "tuned")]
        text = f"rules {osprey[0]} / {osprey[1]} Osprey as shipped / tuned, {node} a node by HTTP; tokens {over['tokens: over hf tokenizers']} HF tokenizers"
        text += f"; vectors {over['vectors: over sentence-transformers']} sentence-transformers; nearest {over['nearest: over hnswlib']} hnswlib"
        lines.append(("the engine in Python, on batches: times as fast as", text, ""))
    return lines


def main() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text()
    body = ["| measure | Ferrule | beside it |", "|---|---|---|"]
    body += [f"| {' | '.join(line)} |" for line in table()]
    head, rest = text.split(BEGIN)
    readme.write_text(head + BEGIN + "\n" + "\n".join(body) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
