"""`ferrule status`, `ask`, `search` and `ingest`: a node, from the command line."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ferrule.cli.options import client, node_command, print_json
from ferrule.client import Answer, Client, RequestMalformedError, SearchResponse

NO_ANSWER = 5
NOT_READY = 4
SOME_FAILED = 3
SHOWN_CHARS = 200


def add(commands: Any) -> None:
    """Adds the commands."""
    node_command(commands, "status", "what a node holds and whether it is ready", run_status)
    ask = node_command(commands, "ask", "ask a question; ends with 5 when the documents do not answer it", run_ask)
    ask.add_argument("-c", "--collection", help="where to look (default: the only collection)")
    ask.add_argument("--filter", metavar="JSON", type=json.loads, help='as {"eq": {"city": "Lisbon"}}')
    ask.add_argument("question")
    search = node_command(commands, "search", "search and print the best passages", run_search)
    search.add_argument("-c", "--collection", help="where to look (default: the only collection)")
    search.add_argument("--mode", choices=("hybrid", "dense", "lexical"), default="hybrid")
    search.add_argument("--top-k", type=int, default=5, help="most hits (5)")
    search.add_argument("--filter", metavar="JSON", type=json.loads, help='as {"eq": {"city": "Lisbon"}}')
    search.add_argument("query")
    ingest = node_command(commands, "ingest", "put files into a collection, which is made when absent", run_ingest)
    ingest.add_argument("-c", "--collection", default="documents", help="where to put them (documents)")
    ingest.add_argument("--wait", action="store_true", help="return when all can be found")
    ingest.add_argument("--progress", action=argparse.BooleanOptionalAction, help="a bar (default: on a terminal)")
    ingest.add_argument("paths", nargs="+", metavar="PATH", help="files or directories; .jsonl has documents")


def run_status(parsed: argparse.Namespace) -> int:
    """Prints how a node is."""
    with client(parsed) as node:
        status = node.status()
    if parsed.json:
        print_json(status.raw)
    else:
        print(
            f"ferrule {status.version}, up {status.uptime_s} s, {'ready' if status.ready else 'not ready'}, "
            f"{'keys required' if status.keys_required else 'no keys'}"
        )
        for one in status.collections:
            print(f"  {one.name:<20} {one.documents:8,} documents {one.chunks:9,} chunks  {one.model}")
    return 0 if status.ready else NOT_READY


def collection(node: Client, named: str | None) -> str:
    """The collection that was named, or the only one there is."""
    if named:
        return named
    names = [one.name for one in node.list_collections().collections]
    if len(names) == 1:
        return names[0]
    raise RequestMalformedError(f"expected --collection with one of [{', '.join(names)}]")


def run_ask(parsed: argparse.Namespace) -> int:
    """Asks, and prints the answer with its citations."""
    with client(parsed) as node:
        answer = node.answer(collection(node, parsed.collection), parsed.question, filter=parsed.filter)
    if parsed.json:
        print_json(answer.raw)
    else:
        print_answer(answer)
    return NO_ANSWER if answer.no_answer else 0


def print_answer(answer: Answer) -> None:
    """The answer for people: the text, then each citation with where it stands."""
    if answer.blocked:
        print(answer.reason or "")
        return
    if answer.no_answer:
        print("The documents do not answer this.")
        return
    print(f"{answer.answer}\n")
    for number, one in enumerate(answer.citations, 1):
        page = f", page {one.page}" if one.page else ""
        print(f"  [{number}] {one.title} ({one.document}{page}, characters {one.start}-{one.end})")
        print(f'      "{" ".join(one.text.split())}"')
    print(f"\n  {answer.rung}, {answer.took_ms:.1f} ms")


def run_search(parsed: argparse.Namespace) -> int:
    """Searches, and prints the best passages."""
    with client(parsed) as node:
        where = collection(node, parsed.collection)
        found = node.search(where, parsed.query, mode=parsed.mode, top_k=parsed.top_k, filter=parsed.filter)
    if parsed.json:
        print_json(found.raw)
    else:
        print_hits(found)
    return 0


def print_hits(found: SearchResponse) -> None:
    """The hits for people."""
    for number, hit in enumerate(found.hits, 1):
        text = " ".join(hit.text.split())
        print(f"{number}. {hit.score:.3f}  {hit.title} ({hit.document}, characters {hit.start}-{hit.end})")
        print(f"   {text[:SHOWN_CHARS]}{'…' if len(text) > SHOWN_CHARS else ''}")
    if not found.hits:
        print("Nothing found.")


def run_ingest(parsed: argparse.Namespace) -> int:
    """Puts files, and prints what became of them."""
    with client(parsed) as node:
        paths = [Path(path) for path in parsed.paths]
        report = node.ingest(
            parsed.collection,
            paths,
            create=True,
            wait="indexed" if parsed.wait else None,
            progress=parsed.progress,
        )
    for one in report.failures:
        print(f"{one.id or 'a document'}: {one.detail} ({one.code})", file=sys.stderr)
    if parsed.json:
        print_json({"collection": parsed.collection, "results": dict(report.results)})
    else:
        print(f"{parsed.collection}: {report}")
    return SOME_FAILED if report.failed else 0
