"""Both clients have every operation of the API, and every error code has a class."""

import ast
import inspect
import json
import re
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Node

import ferrule.client
from ferrule.client import AsyncClient, Client, FerruleError

sys.path.insert(0, str(PROJECT / "python/tools"))
import generate_client

# Operations that answer in lines or as events, and so have a method of an iterator as well.
STREAMED = {"answer": "answer_stream", "putDocuments": "put_documents_stream", "postEvents": "post_events_stream"}
STREAMED |= {"changeLabels": "change_labels_stream", "streamEvents": "stream_events"}


def snake(operation: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda match: "_" + match[1].lower(), operation)


def operations(api: dict[str, object]) -> dict[str, dict[str, object]]:
    paths = api["paths"]
    assert isinstance(paths, dict)
    return {one["operationId"]: one for methods in paths.values() for one in methods.values()}


def assert_complete(api: dict[str, object]) -> None:
    for client in (Client, AsyncClient):
        lacking = [name for name in operations(api) if not callable(getattr(client, snake(name), None))]
        assert not lacking, f"{client.__name__} lacks {lacking}"


def test_clients_have_every_operation_of_the_description() -> None:
    assert_complete(json.loads(generate_client.OPENAPI.read_text(encoding="utf-8")))


def test_clients_have_every_operation_of_the_node(node: Node) -> None:
    with Client(node.url) as client:
        assert_complete(client.openapi())


def test_the_check_notices_an_operation_that_is_lacking() -> None:
    api = {"paths": {"/v1/new": {"get": {"operationId": "listNews"}}}}
    with pytest.raises(AssertionError, match="listNews"):
        assert_complete(api)


def test_what_streams_has_an_iterator() -> None:
    api = operations(json.loads(generate_client.OPENAPI.read_text(encoding="utf-8")))
    streaming = {
        name
        for name, one in api.items()
        if {"text/event-stream", "application/x-ndjson"}
        & {kind for response in one["responses"].values() for kind in response.get("content", {})}
    }
    assert streaming == set(STREAMED)
    for client in (Client, AsyncClient):
        assert all(hasattr(client, name) for name in STREAMED.values())


def test_both_clients_have_the_same_methods_with_the_same_parameters() -> None:
    def methods(client: type) -> dict[str, list[str]]:
        return {
            name: list(inspect.signature(member).parameters)
            for name, member in inspect.getmembers(client, inspect.isfunction)
            if not name.startswith("_")
        }

    assert methods(Client) == methods(AsyncClient)


def test_methods_show_their_parameters() -> None:
    with Client("http://127.0.0.1:9") as client:
        assert list(inspect.signature(client.get_event).parameters) == ["id"]
    assert "citations" in (Client.answer.__doc__ or "")


def test_every_parameter_of_an_operation_can_be_given() -> None:
    api = json.loads(generate_client.OPENAPI.read_text(encoding="utf-8"))
    for name, operation in operations(api).items():
        asked = {one["name"] for one in operation.get("parameters", ()) if one.get("in") == "query"}
        given = set(inspect.signature(getattr(Client, snake(name))).parameters)
        renamed = {"from": "from_", "include": "chunks"}
        assert {renamed.get(one, one) for one in asked} <= given, name


def test_every_field_of_a_request_can_be_given() -> None:
    api = json.loads(generate_client.OPENAPI.read_text(encoding="utf-8"))
    schemas = api["components"]["schemas"]
    methods = {
        "CollectionSchema": "create_collection",
        "SearchRequest": "search",
        "AnswerRequest": "answer",
        "KeyRequest": "create_key",
        "BackupRequest": "create_backup",
        "ReleaseRequest": "publish_release",
        "ReleaseActivation": "activate_release",
        "LabelChange": "change_label",
        "WebhookRequest": "put_webhook",
    }
    elsewhere = {"stream", "chunking"}  # `answer_stream`; `max_tokens` and `overlap_tokens`
    for schema, method in methods.items():
        given = set(inspect.signature(getattr(Client, method)).parameters)
        assert set(schemas[schema]["properties"]) - elsewhere <= given, schema


def test_every_error_code_has_a_class() -> None:
    source = generate_client.CODES.read_text(encoding="utf-8")
    codes = re.findall(r'^\s+[A-Z_]+\("([^"]+)", Blame\.(\w+), (\d+)\)', source, re.MULTILINE)
    assert len(codes) > 50
    for code, blame, status in codes:
        error = ferrule.client._errors.BY_CODE[code]
        assert (error.code, error.blame, error.status) == (code, blame.lower(), int(status))
        assert issubclass(error, FerruleError)


def test_no_two_codes_share_a_class() -> None:
    classes = list(ferrule.client._errors.BY_CODE.values())
    assert len(set(classes)) == len(classes)


@pytest.mark.parametrize("path", generate_client.made(), ids=lambda path: path.name)
def test_what_was_generated_is_up_to_date(path: Path) -> None:
    made = generate_client.made()[path]
    assert path.read_text(encoding="utf-8") == made, "run python tools/generate_client.py"
    ast.parse(made)
