"""`ferrule admin`: collections, keys, labels, releases, dead letters and webhooks of a node."""

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.cli.options import add_yes, client, confirmed, node_command, print_json
from ferrule.cli.releases import add_list, run_releases
from ferrule.client import Entity, RequestMalformedError

SOME_FAILED = 3
NOT_DONE = 1
SOURCES = ("inbox", "kafka", "webhook", "sink")
UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}


def add(commands: Any) -> None:
    """Adds the command."""
    admin = commands.add_parser("admin", help="collections, keys, labels, releases, dead letters and webhooks")
    parts = admin.add_subparsers(metavar="WHAT", required=True)
    for name, about, fill in (
        ("collections", "make, list and delete collections", _collections),
        ("keys", "make, list and delete keys", _keys),
        ("labels", "show and change labels of entities", _labels),
        ("releases", "list releases", _releases),
        ("dead-letters", "list, replay and delete what could not be evaluated or delivered", _dead_letters),
        ("webhooks", "make, list, test and delete webhooks", _webhooks),
    ):
        fill(parts.add_parser(name, help=about, description=about).add_subparsers(metavar="COMMAND", required=True))


def _collections(commands: Any) -> None:
    node_command(commands, "list", "list collections", list_collections)
    create = node_command(commands, "create", "make a collection", create_collection)
    create.add_argument("name")
    create.add_argument("--model", help="the embedding model")
    create.add_argument("--analyzer", choices=("english", "standard"))
    create.add_argument("--max-tokens", type=int, help="most tokens in a chunk")
    create.add_argument("--overlap-tokens", type=int, help="tokens that a chunk repeats in the next")
    create.add_argument("--field", action="append", default=[], metavar="NAME=TYPE", help="a field; may be repeated")
    delete = node_command(commands, "delete", "delete a collection with all it holds", delete_collection)
    delete.add_argument("name")
    add_yes(delete)


def list_collections(parsed: argparse.Namespace) -> int:
    """Lists collections."""
    with client(parsed) as node:
        listed = node.list_collections()
    if parsed.json:
        print_json(listed.raw)
        return 0
    for one in listed.collections:
        fields = ", ".join(f"{name} {kind}" for name, kind in one.fields.items())
        print(f"{one.name:<20} {one.documents:8,} documents {one.chunks:9,} chunks  {one.model}  {fields}".rstrip())
    return 0


def create_collection(parsed: argparse.Namespace) -> int:
    """Makes a collection."""
    wrong = [one for one in parsed.field if "=" not in one]
    if wrong:
        raise RequestMalformedError(f"expected --field NAME=TYPE, found {wrong[0]}")
    with client(parsed) as node:
        made = node.create_collection(
            parsed.name,
            model=parsed.model,
            max_tokens=parsed.max_tokens,
            overlap_tokens=parsed.overlap_tokens,
            analyzer=parsed.analyzer,
            fields=dict(one.split("=", 1) for one in parsed.field) or None,
        )
    print_json(made.raw) if parsed.json else print(f"{made.name}: {made.documents} documents, {made.model}")
    return 0


def delete_collection(parsed: argparse.Namespace) -> int:
    """Deletes a collection."""
    with client(parsed) as node:
        holds = node.get_collection(parsed.name).documents
        if not confirmed(parsed, f"Delete the collection {parsed.name} with {holds:,} documents?"):
            return NOT_DONE
        node.delete_collection(parsed.name)
    return _done(parsed, {"deleted": parsed.name}, f"deleted {parsed.name}")


def _done(parsed: argparse.Namespace, told_as: Mapping[str, Any], text: str) -> int:
    print_json(told_as) if parsed.json else print(text)
    return 0


def _keys(commands: Any) -> None:
    node_command(commands, "list", "list keys, without their secrets", list_keys)
    create = node_command(commands, "create", "make a key; it is shown once", create_key)
    create.add_argument("--name", required=True, help="what it is for")
    create.add_argument("--role", required=True, help="read, write or admin; each may do what those before it may")
    delete = node_command(commands, "delete", "delete a key by its id", delete_key)
    delete.add_argument("id", help="as listed")
    add_yes(delete)


def list_keys(parsed: argparse.Namespace) -> int:
    """Lists keys."""
    with client(parsed) as node:
        listed = node.list_keys()
    if parsed.json:
        print_json(listed.raw)
        return 0
    for one in listed.keys:
        print(f"{one.id}  {one.role:<5}  {one.created}  {one.name}")
    return 0


def create_key(parsed: argparse.Namespace) -> int:
    """Makes a key, and prints its secret."""
    with client(parsed) as node:
        made = node.create_key(parsed.name, parsed.role)
    if parsed.json:
        print_json(made.raw)
        return 0
    print(made.secret)
    print(f"id {made.id}, role {made.role}. Keep it: it is not shown again.")
    return 0


def delete_key(parsed: argparse.Namespace) -> int:
    """Deletes a key."""
    if not confirmed(parsed, f"Delete the key {parsed.id}? Who uses it is locked out."):
        return NOT_DONE
    with client(parsed) as node:
        node.delete_key(parsed.id)
    return _done(parsed, {"deleted": parsed.id}, f"deleted {parsed.id}")


def _labels(commands: Any) -> None:
    listed = node_command(commands, "list", "list entities that have labels", list_labels)
    listed.add_argument("--type", help="only of this type")
    listed.add_argument("--label", help="only those with this label")
    listed.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many (100)")
    listed.add_argument("--after", metavar="TYPE/ID", help="go on after this one")
    show = node_command(commands, "show", "the labels of an entity, and how it came to them", show_labels)
    show.add_argument("entity", metavar="TYPE/ID", help="as User/7")
    for name, status in (("add", "added"), ("remove", "removed")):
        change = node_command(commands, name, f"{name} a label by hand", change_label)
        change.set_defaults(status=status)
        change.add_argument("entity", metavar="TYPE/ID", help="as User/7")
        change.add_argument("label")
        change.add_argument("--reason", default="", metavar="TEXT", help="why, for people")
        change.add_argument("--for", dest="seconds", type=seconds, metavar="TIME", help="after which it expires, as 2h")


def seconds(text: str) -> float:
    """A length of time, as 90, 90s, 15m, 2h or 7d, in seconds."""
    parts = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text)
    if not parts:
        raise argparse.ArgumentTypeError(f"expected a length of time as 90s, 15m, 2h or 7d, found {text}")
    return float(parts[1]) * UNITS[parts[2]]


def _entity(text: str) -> tuple[str, str]:
    kind, _, id = text.partition("/")
    if not kind or not id:
        raise RequestMalformedError(f"expected an entity as TYPE/ID, found {text}")
    return kind, id


def list_labels(parsed: argparse.Namespace) -> int:
    """Lists entities."""
    with client(parsed) as node:
        page = node.list_entities(type=parsed.type, label=parsed.label, limit=parsed.limit, after=parsed.after)
    if parsed.json:
        print_json(page.raw)
        return 0
    for one in page.entities or ():
        print(f"{one.entity}  {', '.join(f'{label.label} {_status(label)}' for label in one.labels or ())}")
    if not page.entities:
        print("no entities")
    if page.next:
        print(f"more: --after {page.next}")
    return 0


def _status(label: Any) -> str:
    return str(label.status or "").replace("_", " ") + (", expired" if label.expired else "")


def show_labels(parsed: argparse.Namespace) -> int:
    """Prints the labels of an entity."""
    with client(parsed) as node:
        _print_entity(node.get_entity(*_entity(parsed.entity)), parsed.json)
    return 0


def change_label(parsed: argparse.Namespace) -> int:
    """Changes a label, and prints the entity as it is then."""
    kind, id = _entity(parsed.entity)
    with client(parsed) as node:
        entity = node.change_label(
            kind, id, parsed.label, parsed.status, reason=parsed.reason, expires_after_s=parsed.seconds
        )
    _print_entity(entity, parsed.json)
    return 0


def _print_entity(entity: Entity, as_json: bool) -> None:
    if as_json:
        print_json(entity.raw)
        return
    if not entity.labels:
        print("no labels")
    for label in entity.labels or ():
        print(f"{label.label}: {_status(label)}")
        for reason in label.reasons or ():
            until = f" until {reason.expires_at[:19]}" if reason.expires_at else ""
            said = f": {reason.description}" if reason.description else ""
            print(f"  {reason.name} since {(reason.created_at or '')[:19]}{until}{said}")
    for change in entity.delayed or ():
        print(f"{change.label}: {change.status} at {(change.due_at or '')[:19]}")


def _releases(commands: Any) -> None:
    add_list(node_command(commands, "list", "list releases, the newest first", run_releases))


def _dead_letters(commands: Any) -> None:
    listed = node_command(commands, "list", "list dead letters, the oldest first", list_dead_letters)
    listed.add_argument("--source", choices=SOURCES, help="only those from there")
    listed.add_argument("--limit", type=int, default=100, metavar="N", help="most to list (100)")
    replay = node_command(commands, "replay", "try dead letters again: those named, or all", replay_dead_letters)
    replay.add_argument("ids", nargs="*", metavar="ID", help="as listed")
    replay.add_argument("--all", action="store_true", help="all there are")
    replay.add_argument("--source", choices=SOURCES, help="with --all: those from there")
    delete = node_command(commands, "delete", "delete dead letters for good", delete_dead_letters)
    delete.add_argument("ids", nargs="+", metavar="ID", help="as listed")
    add_yes(delete)


def list_dead_letters(parsed: argparse.Namespace) -> int:
    """Lists dead letters."""
    with client(parsed) as node:
        page = node.list_dead_letters(source=parsed.source, limit=parsed.limit)
    if parsed.json:
        print_json(page.raw)
        return 0
    for one in page.dead_letters:
        print(
            f"{one.id}  {one.at[:19]}  {one.source} {one.name}  event {one.event_id or '-'}  "
            f"{one.attempts} attempts  {one.error} ({one.code})"
        )
    if not page.dead_letters:
        print("no dead letters")
    if page.next:
        print("there are more; list more with --limit")
    return 0


def replay_dead_letters(parsed: argparse.Namespace) -> int:
    """Tries dead letters again."""
    if parsed.all == bool(parsed.ids):
        raise RequestMalformedError(f"expected ids or --all, found {'both' if parsed.all else 'neither'}")
    with client(parsed) as node:
        if parsed.all:
            done = node.replay_dead_letters(source=parsed.source)
            refused = done.refused or ()
            print_json(done.raw) if parsed.json else print(f"replayed {done.replayed}, refused {len(refused)}")
            for one in () if parsed.json else refused:
                print(f"{one.id}  {one.error} ({one.code})")
            return SOME_FAILED if refused else 0
        for id in parsed.ids:
            node.replay_dead_letter(id)
            _done(parsed, {"replayed": id}, f"replayed {id}")
    return 0


def delete_dead_letters(parsed: argparse.Namespace) -> int:
    """Deletes dead letters."""
    if not confirmed(parsed, f"Delete {len(parsed.ids)} dead letters for good?"):
        return NOT_DONE
    with client(parsed) as node:
        for id in parsed.ids:
            node.delete_dead_letter(id)
            _done(parsed, {"deleted": id}, f"deleted {id}")
    return 0


def _webhooks(commands: Any) -> None:
    node_command(commands, "list", "list webhooks", list_webhooks)
    put = node_command(commands, "put", "make or change a webhook", put_webhook)
    put.add_argument("name")
    put.add_argument("target", metavar="URL", help="where results go")
    put.add_argument("--secret-from", metavar="FILE", type=Path, help="a file with its secret")
    for kind in ("action", "verdict", "rule", "label"):
        put.add_argument(f"--{kind}", action="append", help=f"only results with this {kind}; may be repeated")
    test = node_command(commands, "test", "send a test call", test_webhook)
    test.add_argument("name")
    delete = node_command(commands, "delete", "delete a webhook; calls that wait go with it", delete_webhook)
    delete.add_argument("name")
    add_yes(delete)


def list_webhooks(parsed: argparse.Namespace) -> int:
    """Lists webhooks."""
    with client(parsed) as node:
        listed = node.list_webhooks()
    if parsed.json:
        print_json(listed.raw)
        return 0
    for one in listed.webhooks:
        chosen = {kind: names for kind, names in one.on.raw.items() if names}
        on = json.dumps(chosen, ensure_ascii=False) if chosen else "all results"
        print(f"{one.name}  {one.url}  {on}  {one.delivered} delivered, {one.failed} failed, {one.waiting} waiting")
    if not listed.webhooks:
        print("no webhooks")
    return 0


def put_webhook(parsed: argparse.Namespace) -> int:
    """Makes or changes a webhook."""
    on = {f"{kind}s": getattr(parsed, kind) for kind in ("action", "verdict", "rule", "label") if getattr(parsed, kind)}
    secret = parsed.secret_from.read_text(encoding="utf-8").strip() if parsed.secret_from else None
    with client(parsed) as node:
        made = node.put_webhook(parsed.name, parsed.target, secret=secret, on=on or None)
    return _done(parsed, made.raw, f"{made.name}  {made.url}")


def test_webhook(parsed: argparse.Namespace) -> int:
    """Sends a test call."""
    with client(parsed) as node:
        done = node.test_webhook(parsed.name)
    _done(parsed, done.raw, f"delivered: {done.status}" if done.delivered else f"failed: {done.error or done.status}")
    return 0 if done.delivered else SOME_FAILED


def delete_webhook(parsed: argparse.Namespace) -> int:
    """Deletes a webhook."""
    if not confirmed(parsed, f"Delete the webhook {parsed.name}?"):
        return NOT_DONE
    with client(parsed) as node:
        node.delete_webhook(parsed.name)
    return _done(parsed, {"deleted": parsed.name}, f"deleted {parsed.name}")
