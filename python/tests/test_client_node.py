"""The clients against a real node."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Node, running_node

from ferrule.client import (
    NEVER,
    Answer,
    AsyncClient,
    Citations,
    Client,
    CollectionExistsError,
    CollectionNotFoundError,
    DocumentNotFoundError,
    EventAnswer,
    KeyFirstError,
    NodeUnreachableError,
    Problem,
    PutFailure,
    PutResult,
    ReleaseNotFoundError,
    RequestMalformedError,
    RuleInvalidError,
    Stage,
    Token,
    WebhookNotFoundError,
)

RULES = {
    "main.sml": """
User: Entity[str] = EntityJson(type='User', path='$.user.id')
Text: str = JsonData(path='$.text', required=False)
Spam = Rule(when_all=['watches' in Text], description='Sells watches')
WhenRules(rules_any=[Spam], then=[DeclareVerdict(verdict='block'), LabelAdd(entity=User, label='suspect')])
""",
    "config.yaml": b"labels:\n  suspect: {valid_for: [User], connotation: negative, description: Said so}\n",
}


@pytest.fixture(scope="module")
def client(node: Node) -> Iterator[Client]:
    with Client(node.url) as made:
        yield made


@pytest.fixture
def guides(client: Client) -> Iterator[str]:
    client.create_collection("guides", fields={"city": "keyword", "stars": "int"})
    client.put_documents(
        "guides",
        [
            {
                "id": "lisbon/castle",
                "title": "The castle",
                "text": "The castle closes at 21:00.",
                "metadata": {"stars": 5},
            },
            {"id": "porto/cellars", "text": "The cellars close at 18:00.", "metadata": {"city": "Porto"}},
        ],
        wait="indexed",
    )
    yield "guides"
    client.delete_collection("guides")


@pytest.fixture(scope="module")
def release(client: Client) -> str:
    return client.publish_release(RULES, note="first", activate=True).hash or ""


def test_a_node_says_how_it_is(client: Client) -> None:
    assert client.health() is True
    assert client.readiness() is True
    assert client.status().ready is True
    assert "ferrule_" in client.metrics()
    assert client.list_models().data[0].id == "all-MiniLM-L6-v2"


def test_collections_are_made_listed_and_deleted(client: Client) -> None:
    made = client.create_collection("made", max_tokens=100, fields={"city": "keyword"})
    assert (made.name, made.chunking.max_tokens, made.fields) == ("made", 100, {"city": "keyword"})
    assert client.create_collection("made", max_tokens=100, fields={"city": "keyword"}).name == "made"
    with pytest.raises(CollectionExistsError):
        client.create_collection("made", max_tokens=200)
    assert "made" in [one.name for one in client.list_collections().collections]
    client.delete_collection("made")
    with pytest.raises(CollectionNotFoundError) as raised:
        client.get_collection("made")
    assert (raised.value.code, raised.value.blame, raised.value.status) == ("collection.not-found", "caller", 404)


def test_a_question_is_answered_with_citations(client: Client, guides: str) -> None:
    answer = client.answer(guides, "When does the castle close?")
    assert "21:00" in answer.answer
    assert answer.citations[0].document == "lisbon/castle"
    assert client.answer(guides, "Who won the world cup in 1998?").no_answer is True


def test_an_answer_comes_in_pieces(client: Client, guides: str) -> None:
    pieces = list(client.answer_stream(guides, "When does the castle close?"))
    assert isinstance(pieces[0], Stage)
    assert any(isinstance(one, Citations) for one in pieces)
    assert isinstance(pieces[-1], Answer)
    text = "".join(one.text for one in pieces if isinstance(one, Token))
    assert text == pieces[-1].answer


def test_a_filter_is_a_filter(client: Client, guides: str) -> None:
    found = client.search(guides, "when does it close", filter={"eq": {"city": "Porto"}}, highlight=True, explain=True)
    assert [hit.document for hit in found.hits] == ["porto/cellars"]
    assert found.hits[0].explain is not None


@pytest.mark.parametrize("name", ["a/b c", "ä?#%/&", "dots/../up", "./here", "..", "plus+space"])
def test_ids_reach_the_node_as_they_are(client: Client, guides: str, name: str) -> None:
    put = client.put_document(guides, name, "Some words that stand here.")
    assert put.id == name
    assert client.get_document(guides, name, chunks=True).text == "Some words that stand here."
    client.delete_document(guides, name)
    with pytest.raises(DocumentNotFoundError):
        client.get_document(guides, name)


def test_files_are_put_as_they_are(client: Client, guides: str, tmp_path: Path) -> None:
    file = tmp_path / "towers.md"
    file.write_text("# Towers\n\nThe tower opens at noon.\n")
    assert client.put_document(guides, "towers.md", file, title="All towers", metadata={"stars": 3}).result == "created"
    read = client.get_document(guides, "towers.md")
    assert (read.title, read.media_type, read.metadata) == ("All towers", "text/markdown", {"stars": 3})
    lines = client.put_files(guides, {'odd "name".md': b"# One", "two.txt": b"Two"}, prefix="p/", metadata={"stars": 1})
    assert [type(line) for line in lines] == [PutResult, PutResult]
    assert client.get_document(guides, "p/two.txt").metadata == {"stars": 1}


def test_a_document_that_fails_does_so_alone(client: Client, guides: str) -> None:
    documents = [{"id": "good", "text": "Good."}, {"id": "bad", "text": "Bad.", "metadata": {"town": "Porto"}}]
    good, bad = client.put_documents(guides, documents)
    assert isinstance(good, PutResult)
    assert isinstance(bad, PutFailure)
    assert bad.error.code == "document.field"
    assert [type(one) for one in client.put_documents_stream(guides, documents)] == [PutResult, PutFailure]


def test_lists_have_pages(client: Client, guides: str) -> None:
    pages = list(client.pages(client.list_documents, guides, limit=1))
    assert [page.documents[0].id for page in pages if page.documents] == ["lisbon/castle", "porto/cellars"]


def test_documents_are_deleted_by_filter(client: Client, guides: str) -> None:
    assert client.delete_documents(guides, {"eq": {"city": "Porto"}}, wait="indexed") == 1


def test_texts_become_vectors(client: Client) -> None:
    vectors = client.embed(["one", "two"]).to_numpy()
    assert vectors.shape == (2, 384)
    assert vectors.dtype == "float32"


def test_events_are_evaluated_found_counted_and_explained(client: Client, release: str) -> None:
    event = {"action_id": 41, "action_name": "message_sent", "data": {"user": {"id": "7"}, "text": "buy watches"}}
    first = client.post_event(event, features=True)
    assert (first.verdicts, first.release, first.duplicate) == (("block",), release, False)
    assert first.features is not None
    assert client.post_event(event).duplicate is True
    assert client.get_event(41).rules == ("Spam",)
    assert "41" in [one.id for one in client.list_events(verdict="block").events]
    assert sum(client.count_events(interval="1h", by="rule").counts) >= 1
    assert client.top_events("verdict").top[0].name == "block"
    assert client.explain_event(41, rule="Spam").rules[0].outcome == "yes"


@pytest.mark.usefixtures("release")
def test_an_event_that_fails_does_so_alone(client: Client) -> None:
    good, bad = client.post_events([{"action_name": "message_sent", "data": {"user": {"id": "1"}}}, {"data": {}}])
    assert isinstance(good, EventAnswer)
    assert isinstance(bad, Problem)
    assert (bad.code, type(bad.error()).__name__) == ("event.invalid", "EventInvalidError")
    receipts = client.post_events([{"action_name": "later", "data": {"user": {"id": "1"}}}], mode="async")
    assert isinstance(receipts[0], EventAnswer)
    assert receipts[0].id is not None


@pytest.mark.usefixtures("release")
def test_results_are_followed(client: Client) -> None:
    with client.stream_events(action="followed") as results:
        client.post_event({"action_id": 77, "action_name": "followed", "data": {"user": {"id": "7"}}})
        assert next(results).id == "77"


@pytest.mark.usefixtures("release")
def test_labels_are_changed_by_hand(client: Client) -> None:
    entity = client.change_label("User", "a/b", "suspect", "added", reason="sells", expires_after_s=60)
    assert entity.labels is not None
    assert entity.labels[0].status == "manually_added"
    done = client.change_labels(
        [
            {"type": "User", "id": "c", "label": "suspect", "status": "added"},
            {"type": "User", "id": "c", "label": "unknown", "status": "added"},
        ]
    )
    assert [one.result for one in done] == ["changed", "failed"]
    assert "User/a/b" in [one.entity for one in client.list_entities(label="suspect").entities or ()]
    assert client.get_entity("User", "a/b", history=1).history is not None


def test_releases_are_published_tried_and_taken_back(client: Client, release: str) -> None:
    changed = RULES | {"main.sml": str(RULES["main.sml"]).replace("watches", "clocks")}
    second = client.publish_release(changed, by="someone").hash or ""
    assert client.activate_release(second, stage="shadow").candidate == second
    assert client.compare_shadow().running is True
    assert client.roll_back_release(note="enough").candidate is None
    files = client.diff_releases(release, second).files or ()
    assert [one.path for one in files] == ["main.sml"]
    assert "clocks" in (client.get_release(second).files or {})["main.sml"]
    assert {release, second} <= {one.hash for one in client.list_releases().releases or ()}
    assert client.release_state().live == release
    assert (client.release_history(limit=1).history or ())[0].action == "dropped"
    assert client.live_rules().release == release
    with pytest.raises(ReleaseNotFoundError):
        client.get_release("0123456789")
    with pytest.raises(RuleInvalidError, match=r"main\.sml"):
        client.publish_release({"main.sml": "A: int = 'text'\n"})


def test_webhooks_and_dead_letters_are_administered(client: Client) -> None:
    made = client.put_webhook("hook", "http://127.0.0.1:9/", secret="0123456789abcdef", on={"verdicts": ["none"]})
    assert made.url == "http://127.0.0.1:9/"
    assert client.test_webhook("hook").delivered is False
    assert [one.name for one in client.list_webhooks().webhooks] == ["hook"]
    assert client.get_webhook("hook").delivered == 0
    client.delete_webhook("hook")
    with pytest.raises(WebhookNotFoundError):
        client.get_webhook("hook")
    assert client.list_dead_letters(source="webhook").dead_letters == ()
    assert client.replay_dead_letters().replayed == 0


def test_keys_open_a_node() -> None:
    with running_node() as node, Client(node.url) as anyone:
        with pytest.raises(KeyFirstError):
            anyone.create_key("reader", "read")
        admin = anyone.create_key("boss", "admin")
        with Client(node.url, admin.secret) as boss:
            assert [one.name for one in boss.list_keys().keys] == ["boss"]
            assert admin.secret not in repr(boss.options)
            boss.delete_key(admin.id)


def test_a_mistake_is_told(client: Client, guides: str) -> None:
    with pytest.raises(RequestMalformedError):
        client.search(guides, "a", top_k=0)


def test_no_node_is_told_with_its_address() -> None:
    with Client("http://127.0.0.1:9", retry=NEVER) as client, pytest.raises(NodeUnreachableError, match=":9"):
        client.status()


@pytest.mark.usefixtures("release")
async def test_the_asynchronous_client_does_the_same(guides: str, node: Node) -> None:
    async with AsyncClient(node.url) as other:
        assert (await other.answer(guides, "When does the castle close?")).citations
        pieces = [one async for one in other.answer_stream(guides, "When does the castle close?")]
        assert isinstance(pieces[-1], Answer)
        pages = [page async for page in other.pages(other.list_documents, guides, limit=1)]
        assert len(pages) >= 2
        async with other.stream_events(action="seen") as results:
            await other.post_event({"action_id": 78, "action_name": "seen", "data": {"user": {"id": "7"}}})
            assert (await anext(results)).id == "78"
        with pytest.raises(CollectionNotFoundError):
            await other.get_collection("none")


async def test_a_thousand_questions_share_few_connections(guides: str, node: Node) -> None:
    async with AsyncClient(node.url, connections=16) as client:
        answers = await asyncio.gather(*(client.answer(guides, f"When does castle {n} close?") for n in range(1000)))
        pool = client._http._transport._pool  # type: ignore[attr-defined]
        assert len(pool.connections) <= 16
    assert len(answers) == 1000
    assert all(answer.question == f"When does castle {n} close?" for n, answer in enumerate(answers))
