"""Calls about the node itself: releases, keys, webhooks, dead letters, how it is."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ferrule.client._call import Call, Request, dump, nothing, present, query, segment
from ferrule.client._types import (
    Backup,
    BackupList,
    DeadLetterPage,
    DeadLetterReplay,
    FunctionList,
    KeyList,
    LiveRules,
    NewKey,
    NodeReleaseState,
    PublishedRelease,
    ReleaseContent,
    ReleaseDiff,
    ReleaseHistory,
    ReleasePage,
    ReleaseState,
    ShadowComparison,
    Status,
    Webhook,
    WebhookPage,
    WebhookTest,
    WorkerList,
)

Source = Literal["inbox", "kafka", "webhook", "sink"]
Files = Mapping[str, str | bytes]


def health() -> Call[bool]:
    """Whether the process answers."""
    return Call(Request(method="GET", path="/healthz", accept="*/*"), lambda _: True)


def readiness() -> Call[bool]:
    """Whether the node can serve all it holds; false while it starts, catches up or stops."""
    request = Request(method="GET", path="/readyz", accept="*/*", also=frozenset({503}))
    return Call(request, lambda reply: reply.status == 200)


def metrics() -> Call[str]:
    """Metrics in the text format of Prometheus."""
    return Call(Request(method="GET", path="/metrics", accept="*/*"), lambda reply: reply.body.decode())


def openapi() -> Call[dict[str, Any]]:
    """The description of the node's HTTP API."""
    return Call(Request(method="GET", path="/openapi.json"), lambda reply: dict(reply.json()))


def status() -> Call[Status]:
    """What the node holds, and whether it is ready."""
    return Call(Request(method="GET", path="/v1/status"), lambda reply: Status.read(reply.json()))


def list_keys() -> Call[KeyList]:
    """All keys, without their secrets."""
    return Call(Request(method="GET", path="/v1/keys"), lambda reply: KeyList.read(reply.json()))


def create_key(name: str, role: str) -> Call[NewKey]:
    """Makes a key with a role: `read`, `write`, `admin` or `worker`. Its secret is shown this once."""
    body = dump({"name": name, "role": role})
    request = Request(method="POST", path="/v1/keys", body=body, repeatable=False)
    return Call(request, lambda reply: NewKey.read(reply.json()))


def delete_key(id: str) -> Call[None]:
    """Deletes a key. Raises `KeyNotFoundError`."""
    return Call(Request(method="DELETE", path=f"/v1/keys/{segment(id)}"), nothing)


def list_backups() -> Call[BackupList]:
    """All backups in the node's directory for them, by name."""
    return Call(Request(method="GET", path="/v1/backups"), lambda reply: BackupList.read(reply.json()))


def create_backup(name: str) -> Call[Backup]:
    """Makes a backup of what was acknowledged so far, while the node goes on. Raises `BackupInvalidError`."""
    request = Request(method="POST", path="/v1/backups", body=dump({"name": name}), repeatable=False)
    return Call(request, lambda reply: Backup.read(reply.json()))


def list_releases(*, limit: int | None = None, after: str | None = None) -> Call[ReleasePage]:
    """A page of releases, the newest first."""
    request = Request(method="GET", path="/v1/releases", query=query(limit=limit, after=after))
    return Call(request, lambda reply: ReleasePage.read(reply.json()))


def publish_release(
    files: Files, *, by: str | None = None, note: str | None = None, activate: bool | None = None
) -> Call[PublishedRelease]:
    """Publishes the files of a rule set by their paths; `ferrule.client.release_files` reads them from a directory.

    The node checks and compiles them first: raises `RuleInvalidError` with all errors and their places. Without
    `activate` the release is kept and does not run.
    """
    sent = {path: _content(content) for path, content in files.items()}
    body = dump({"files": sent} | present(by=by, note=note, activate=activate))
    request = Request(method="POST", path="/v1/releases", body=body)
    return Call(request, lambda reply: PublishedRelease.read(reply.json()))


def _content(content: str | bytes) -> str | dict[str, str]:
    return content if isinstance(content, str) else {"base64": base64.b64encode(content).decode()}


def release_state() -> Call[NodeReleaseState]:
    """What is to run, and what each node runs."""
    return Call(Request(method="GET", path="/v1/releases/state"), lambda reply: NodeReleaseState.read(reply.json()))


def release_history(*, limit: int | None = None, after: str | None = None) -> Call[ReleaseHistory]:
    """What happened to releases, the newest first."""
    request = Request(method="GET", path="/v1/releases/history", query=query(limit=limit, after=after))
    return Call(request, lambda reply: ReleaseHistory.read(reply.json()))


def roll_back_release(
    *, by: str | None = None, note: str | None = None, revision: int | None = None
) -> Call[ReleaseState]:
    """Drops the candidate; without one, what was live before is live again.

    With `revision` it is done only when nobody changed anything since, else raises `ReleaseConflictError`. Else it is
    not sent again on a fault.
    """
    request = Request(
        method="POST",
        path="/v1/releases/rollback",
        body=dump(present(by=by, note=note, revision=revision)),
        repeatable=revision is not None,
    )
    return Call(request, lambda reply: ReleaseState.read(reply.json()))


def activate_release(
    hash: str,
    *,
    stage: Literal["all", "shadow", "percent"] | None = None,
    percent: int | None = None,
    max_error_rate: float | None = None,
    max_p99_ms: float | None = None,
    revision: int | None = None,
    by: str | None = None,
    note: str | None = None,
) -> Call[ReleaseState]:
    """Makes a release live for all, for `percent` of the entities, or as a shadow. 6 digits of its hash suffice."""
    body = present(
        stage=stage,
        percent=percent,
        max_error_rate=max_error_rate,
        max_p99_ms=max_p99_ms,
        revision=revision,
        by=by,
        note=note,
    )
    request = Request(method="POST", path=f"/v1/releases/{segment(hash)}/activate", body=dump(body))
    return Call(request, lambda reply: ReleaseState.read(reply.json()))


def get_release(hash: str) -> Call[ReleaseContent]:
    """A release with its files. Raises `ReleaseNotFoundError`."""
    return Call(
        Request(method="GET", path=f"/v1/releases/{segment(hash)}"), lambda reply: ReleaseContent.read(reply.json())
    )


def diff_releases(hash: str, other: str) -> Call[ReleaseDiff]:
    """What differs from one release to another: files, and rules."""
    request = Request(method="GET", path=f"/v1/releases/{segment(hash)}/diff/{segment(other)}")
    return Call(request, lambda reply: ReleaseDiff.read(reply.json()))


def compare_shadow() -> Call[ShadowComparison]:
    """How a shadow compares to the live release on this node; `running` is false when there is none."""
    return Call(Request(method="GET", path="/v1/releases/shadow"), lambda reply: ShadowComparison.read(reply.json()))


def live_rules() -> Call[LiveRules]:
    """The files of the live release with what is found in them, and its rules with how often they fire."""
    return Call(Request(method="GET", path="/v1/rules"), lambda reply: LiveRules.read(reply.json()))


def list_workers() -> Call[WorkerList]:
    """The workers that joined this node, and the functions that they compute, with circuits and latencies."""
    return Call(Request(method="GET", path="/v1/workers"), lambda reply: WorkerList.read(reply.json()))


def list_functions() -> Call[FunctionList]:
    """The functions that rules may call, the live release's own included."""
    return Call(Request(method="GET", path="/v1/functions"), lambda reply: FunctionList.read(reply.json()))


def list_webhooks() -> Call[WebhookPage]:
    """All webhooks by name, without their secrets."""
    return Call(Request(method="GET", path="/v1/webhooks"), lambda reply: WebhookPage.read(reply.json()))


def get_webhook(name: str) -> Call[Webhook]:
    """A webhook, without its secret. Raises `WebhookNotFoundError`."""
    return Call(Request(method="GET", path=f"/v1/webhooks/{segment(name)}"), lambda reply: Webhook.read(reply.json()))


def put_webhook(
    name: str, url: str, *, secret: str | None = None, on: Mapping[str, Sequence[str]] | None = None
) -> Call[Webhook]:
    """Makes or changes a webhook. `on` has lists of `actions`, `verdicts`, `rules`, `labels`; its secret may stay."""
    body = dump(present(url=url, secret=secret, on=on))
    request = Request(method="PUT", path=f"/v1/webhooks/{segment(name)}", body=body)
    return Call(request, lambda reply: Webhook.read(reply.json()))


def delete_webhook(name: str) -> Call[None]:
    """Deletes a webhook; calls that wait go with it."""
    return Call(Request(method="DELETE", path=f"/v1/webhooks/{segment(name)}"), nothing)


def test_webhook(name: str) -> Call[WebhookTest]:
    """Sends one signed test call, not repeated, and gives what came of it."""
    request = Request(method="POST", path=f"/v1/webhooks/{segment(name)}/test", repeatable=False)
    return Call(request, lambda reply: WebhookTest.read(reply.json()))


def list_dead_letters(
    *, source: Source | None = None, limit: int | None = None, after: str | None = None
) -> Call[DeadLetterPage]:
    """A page of dead letters, the oldest first. Their bytes are not shown."""
    asked = query(source=source, limit=limit, after=after)
    return Call(
        Request(method="GET", path="/v1/dead-letters", query=asked), lambda reply: DeadLetterPage.read(reply.json())
    )


def replay_dead_letters(*, source: Source | None = None) -> Call[DeadLetterReplay]:
    """Tries all again that there are now, or those of a source."""
    request = Request(method="POST", path="/v1/dead-letters/replay", query=query(source=source))
    return Call(request, lambda reply: DeadLetterReplay.read(reply.json()))


def replay_dead_letter(id: str) -> Call[None]:
    """Tries one again; what fails again comes back with another id. Raises `DeadLetterNotFoundError`."""
    return Call(Request(method="POST", path=f"/v1/dead-letters/{segment(id)}/replay"), nothing)


def delete_dead_letter(id: str) -> Call[None]:
    """Deletes one for good. Raises `DeadLetterNotFoundError`."""
    return Call(Request(method="DELETE", path=f"/v1/dead-letters/{segment(id)}"), nothing)
