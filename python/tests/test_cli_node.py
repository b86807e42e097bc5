"""The commands against a real node."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, Node, free_port, running_node

from ferrule.cli.main import main
from ferrule.cli.releases import changes
from ferrule.client import Client, RuleInvalidError, release_files

SAFETY = PROJECT / "examples/safety"


class Ran:
    """What a command came to."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


class Commands:
    """Runs commands against a node."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ran:
        self._capsys.readouterr()
        status = main([str(one) for one in arguments])
        told = self._capsys.readouterr()
        return Ran(status, told.out, told.err)


@pytest.fixture
def ferrule(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own_node: Node, tmp_path: Path
) -> Commands:
    for name in ("FERRULE_KEY", "FERRULE_API_KEY", "FERRULE_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FERRULE_URL", own_node.url)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    return Commands(capsys)


@pytest.fixture(scope="module")
def own_node() -> Iterator[Node]:
    with running_node() as running:
        yield running


def test_status_says_how_the_node_is(ferrule: Commands) -> None:
    ran = ferrule("status")
    assert ran.status == 0
    assert ran.out.startswith("ferrule 0.1.0, up ")
    assert json.loads(ferrule("status", "--json").out)["ready"] is True


def test_documents_are_put_asked_and_searched(ferrule: Commands, tmp_path: Path) -> None:
    (tmp_path / "castle.md").write_text("# The castle\n\nThe castle closes at 21:00.\n")
    ran = ferrule("ingest", "-c", "guides", "--wait", tmp_path / "castle.md")
    assert (ran.status, ran.out.split(" in ")[0]) == (0, "guides: 1 created")
    asked = ferrule("ask", "When does the castle close?")
    assert asked.status == 0
    assert "The castle closes at 21:00." in asked.out
    assert "[1] The castle (castle.md, characters" in asked.out
    assert ferrule("ask", "Who won the world cup in 1998?").status == 5
    assert json.loads(ferrule("ask", "--json", "When does the castle close?").out)["rung"] == "extractive"
    assert "castle.md" in ferrule("search", "closing time").out
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 no")
    bad = ferrule("ingest", "-c", "guides", "--json", tmp_path / "bad.pdf")
    assert (bad.status, json.loads(bad.out)["results"]) == (3, {"failed": 1})
    assert "bad.pdf: " in bad.err
    refused = ferrule("admin", "collections", "delete", "guides")
    assert (refused.status, "Expected --yes or a terminal" in refused.err) == (1, True)
    assert ferrule("admin", "collections", "delete", "guides", "--yes").out == "deleted guides\n"


def test_collections_are_made_and_listed(ferrule: Commands) -> None:
    made = ferrule("admin", "collections", "create", "made", "--field", "city=keyword", "--max-tokens", "100")
    assert made.out.startswith("made: 0 documents")
    assert "city keyword" in ferrule("admin", "collections", "list").out
    wrong = ferrule("admin", "collections", "create", "made", "--field", "city")
    assert (wrong.status, wrong.err) == (3, "ferrule: expected --field NAME=TYPE, found city (request.malformed)\n")
    assert ferrule("admin", "collections", "delete", "none", "--yes").status == 3
    assert ferrule("admin", "collections", "delete", "made", "--yes").status == 0


def test_rules_are_published_compared_activated_and_taken_back(ferrule: Commands, tmp_path: Path) -> None:
    first = ferrule("publish", SAFETY, "--activate", "--note", "first")
    assert first.out.startswith("nothing is live yet\npublished ")
    copy = tmp_path / "rules"
    for path, content in release_files(SAFETY).items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(content)
    raids = copy / "rules/user_joined_room/raids.sml"
    raids.write_text(raids.read_text().replace("JoinsLastMinute > 15", "JoinsLastMinute > 8"))
    second = ferrule("publish", copy, "--shadow", "--by", "someone")
    assert second.out.startswith("changed  rules/user_joined_room/raids.sml\npublished ")
    assert second.out.endswith("it is a shadow\n")
    hash = second.out.split("published ")[1][:12]
    assert "someone" in ferrule("releases").out
    assert "JoinsLastMinute > 8" in ferrule("diff", hash).out
    assert ferrule("diff", hash, copy).out == "nothing differs\n"
    assert "JoinsLastMinute > 8" in ferrule("diff", hash, SAFETY).out
    assert ferrule("shadow").out.startswith(f"shadow {hash}")
    assert ferrule("activate", hash, "--percent", "10").out.endswith("for 10% of the entities\n")
    assert "candidate" not in ferrule("rollback", "--note", "enough").out
    assert "dropped" in ferrule("releases", "--history").out
    assert "first" in ferrule("admin", "releases", "list").out
    assert ferrule("shadow").out.startswith("there is no shadow")


def test_what_is_published_is_what_the_launcher_publishes(ferrule: Commands, own_node: Node) -> None:
    mine = json.loads(ferrule("publish", SAFETY, "--json").out)["hash"]
    command = [str(PROJECT / "ferrule"), "publish", "--url", own_node.url, "--json", str(SAFETY)]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["hash"]
    assert mine == theirs


def test_events_are_sent_found_and_explained(ferrule: Commands, tmp_path: Path) -> None:
    ferrule("publish", SAFETY, "--activate")
    lines = [
        {"action_id": 5, "action_name": "message_sent", "data": {"user": {"id": "7"}, "message": {"text": "hello"}}},
        {"action_name": "message_sent"},
    ]
    (tmp_path / "events.jsonl").write_text("\n".join(map(json.dumps, lines)))
    sent = ferrule("events", "send", tmp_path / "events.jsonl")
    assert sent.status == 3
    assert sent.out.startswith("5")
    assert "failed: expected" in sent.out
    assert json.loads(ferrule("events", "list", "--action", "message_sent", "--json").out)["id"] == "5"
    assert "5  20" in ferrule("events", "list").out
    assert "message_sent" in ferrule("events", "show", "5").out
    assert ferrule("events", "explain", "5").status == 0
    assert "message_sent" in ferrule("events", "top", "action").out
    assert ferrule("events", "counts").out.strip().endswith("1")
    assert ferrule("events", "show", "6").status == 3
    (tmp_path / "broken.jsonl").write_text("{no")
    broken = ferrule("events", "send", tmp_path / "broken.jsonl")
    assert (broken.status, "broken.jsonl:1 (event.invalid)" in broken.err) == (3, True)


def test_labels_are_changed(ferrule: Commands) -> None:
    ferrule("publish", SAFETY, "--activate")
    label = release_labels()[0]
    added = ferrule("admin", "labels", "add", "User/7", label, "--reason", "said so", "--for", "2h")
    assert (added.status, f"{label}: manually added" in added.out, "said so" in added.out) == (0, True, True)
    assert "User/7" in ferrule("admin", "labels", "list", "--label", label).out
    assert ferrule("admin", "labels", "show", "User/7").out == added.out
    assert "manually removed" in ferrule("admin", "labels", "remove", "User/7", label).out
    assert ferrule("admin", "labels", "show", "User").status == 3


def release_labels() -> list[str]:
    import yaml

    files = release_files(SAFETY)
    return [
        name
        for path, content in files.items()
        if path.endswith(".yaml") and "config" in path
        for name in (yaml.safe_load(content) or {}).get("labels", {})
    ]


def test_webhooks_and_dead_letters(ferrule: Commands, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("0123456789abcdef\n")
    url = f"http://127.0.0.1:{free_port()}/"
    put = ferrule("admin", "webhooks", "put", "hook", url, "--verdict", "block", "--secret-from", tmp_path / "secret")
    assert (put.out, put.err) == (f"hook  {url}\n", "")
    assert '{"verdicts": ["block"]}' in ferrule("admin", "webhooks", "list").out
    assert ferrule("admin", "webhooks", "test", "hook").status == 3
    assert ferrule("admin", "webhooks", "delete", "hook", "--yes").status == 0
    assert ferrule("admin", "dead-letters", "list").out == "no dead letters\n"
    assert ferrule("admin", "dead-letters", "replay", "--all").out == "replayed 0, refused 0\n"
    assert ferrule("admin", "dead-letters", "replay").status == 3
    assert ferrule("admin", "dead-letters", "delete", "1", "--yes").status == 3


def test_keys_and_profiles(ferrule: Commands, own_node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, told = ferrule("admin", "keys", "create", "--name", "boss", "--role", "admin").out.splitlines()
    try:
        refused = ferrule("status")
        assert (refused.status, "(auth.missing)" in refused.err) == (3, True)
        assert ferrule("status", "--key", secret).status == 0
        monkeypatch.setenv("FERRULE_API_KEY", secret)
        assert ferrule("status").status == 0
        monkeypatch.delenv("FERRULE_API_KEY")
        profiles = tmp_path / "configuration/ferrule/profiles.toml"
        profiles.parent.mkdir(parents=True)
        profiles.write_text(f'[profiles.mine]\nurl = "{own_node.url}"\nkey = "{secret}"\n')
        open_to_all = ferrule("status", "--profile", "mine")
        assert (open_to_all.status, "chmod 600" in open_to_all.err) == (2, True)
        profiles.chmod(0o600)
        assert ferrule("status", "--profile", "mine").status == 0
        unknown = ferrule("status", "--profile", "yours")
        assert (unknown.status, "(mine), found yours" in unknown.err) == (2, True)
        assert secret not in unknown.err
        # the key of a profile does not go to another node
        assert (
            ferrule("status", "--profile", "mine", "--url", own_node.url.replace("127.0.0.1", "localhost")).status == 3
        )
    finally:
        with Client(own_node.url, secret) as client:
            client.delete_key(told.split()[1].rstrip(","))


def test_no_node_is_told(ferrule: Commands) -> None:
    ran = ferrule("status", "--url", "http://127.0.0.1:9")
    assert (ran.status, "expected a node at http://127.0.0.1:9" in ran.err) == (4, True)
    assert ferrule("status", "--url", "nonsense").status == 2


def test_links_out_of_a_rule_set_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "outside.sml").write_text("A: int = 1\n")
    (tmp_path / "rules/main.sml").symlink_to(tmp_path / "outside.sml")
    with pytest.raises(RuleInvalidError, match="link out of it"):
        release_files(tmp_path / "rules")


def test_changes_are_named() -> None:
    assert changes({"a": b"1", "b": b"1"}, {"b": b"2", "c": b""}) == [
        ("a", "removed"),
        ("b", "changed"),
        ("c", "added"),
    ]


def test_the_command_is_installed() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ferrule.cli.main", "--help"], capture_output=True, text=True, check=True
    )
    for name in ("status", "ask", "search", "ingest", "events", "publish", "releases", "diff", "activate", "rollback"):
        assert name in ran.stdout
