"""What the node answers with. Written by tools/generate_client.py; do not change by hand."""

from collections.abc import Mapping
from typing import Any

from ferrule.client._records import RAW, Json, Record, record
from ferrule.client._views import (
    AnswerView,
    DeadLetterPageView,
    DocumentPageView,
    EmbeddingListView,
    EntityPageView,
    EventCountsView,
    EventTopView,
    ProblemView,
    ReleaseHistoryView,
    ReleasePageView,
    ResultPageView,
    SearchResponseView,
)

__all__ = [
    "Answer",
    "AnswerLabel",
    "Backup",
    "BackupList",
    "ChunkSpan",
    "Chunking",
    "Citation",
    "Collection",
    "CollectionList",
    "DeadLetter",
    "DeadLetterPage",
    "DeadLetterReplay",
    "DeadLetterReplayRefused",
    "Document",
    "DocumentHeader",
    "DocumentPage",
    "Effect",
    "EmbeddingList",
    "EmbeddingListData",
    "EmbeddingListUsage",
    "Entity",
    "EntityDelayed",
    "EntityDelayedBy",
    "EntityDelayedReason",
    "EntityHistory",
    "EntityHistoryBy",
    "EntityHistoryReason",
    "EntityLabel",
    "EntityLabelPrevious",
    "EntityPage",
    "EntityPageEntity",
    "EntityPageEntityLabel",
    "EventAnswer",
    "EventCounts",
    "EventCountsSeries",
    "EventExplanation",
    "EventTop",
    "EventTopTop",
    "Explanation",
    "FunctionList",
    "Hit",
    "Key",
    "KeyList",
    "LabelReason",
    "LiveRules",
    "LiveRulesFile",
    "LiveRulesFileFinding",
    "LiveRulesRule",
    "ModelList",
    "ModelListData",
    "NewKey",
    "NodeReleaseState",
    "NodeReport",
    "Problem",
    "PublishedRelease",
    "PutFailure",
    "PutResult",
    "Release",
    "ReleaseContent",
    "ReleaseDiff",
    "ReleaseDiffFile",
    "ReleaseDiffRules",
    "ReleaseEvent",
    "ReleaseHistory",
    "ReleasePage",
    "ReleaseState",
    "Result",
    "ResultPage",
    "RuleExplanation",
    "SearchResponse",
    "SearchResponseLabel",
    "ShadowComparison",
    "ShadowComparisonRules",
    "ShadowComparisonSample",
    "ShadowComparisonSampleLive",
    "ShadowComparisonSampleShadow",
    "ShadowComparisonVerdicts",
    "Span",
    "Stage",
    "Status",
    "StatusCollection",
    "Webhook",
    "WebhookOn",
    "WebhookPage",
    "WebhookTest",
    "WorkerList",
    "WorkerListFunction",
    "WorkerListWorker",
    "WorkerListWorkerFunction",
]


@record
class Problem(ProblemView):
    """An error (RFC 9457)."""

    type: str
    """`urn:ferrule:error:` and the code."""
    title: str
    """The code in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What was expected and what was found, for people."""
    code: str
    raw: Json = RAW


@record
class Chunking(Record):
    """`Chunking` of the HTTP API."""

    max_tokens: int | None = None
    """Most tokens in a chunk, counted by the model's tokenizer."""
    overlap_tokens: int | None = None
    """About how many tokens of its end a chunk repeats in the next one; less than half of `max_tokens`."""
    raw: Json = RAW


@record
class Collection(Record):
    """`Collection` of the HTTP API."""

    name: str
    documents: int
    chunks: int
    """Chunks in the index."""
    model: str
    analyzer: str
    chunking: Chunking
    fields: Mapping[str, str]
    caught_up: bool
    """Whether every change so far can be found."""
    raw: Json = RAW


@record
class CollectionList(Record):
    """`CollectionList` of the HTTP API."""

    collections: tuple[Collection, ...]
    """By name."""
    raw: Json = RAW


@record
class PutResult(Record):
    """`PutResult` of the HTTP API."""

    id: str
    result: str
    """`metadata`: only the metadata changed, nothing was embedded. `unchanged`: the same document was there."""
    chunks: int
    """Chunks of the document."""
    raw: Json = RAW


@record
class PutFailure(Record):
    """`PutFailure` of the HTTP API."""

    result: Any
    error: Problem
    id: str | None = None
    """Absent when it is not known."""
    raw: Json = RAW


@record
class DocumentHeader(Record):
    """`DocumentHeader` of the HTTP API."""

    id: str
    title: str
    media_type: str
    """What it was read from."""
    chunks: int
    content_hash: str
    """Hex SHA-256 of the content and of all settings its chunks and vectors depend on."""
    updated: str
    metadata: Mapping[str, Any]
    pages: int | None = None
    """Absent where the format has none."""
    raw: Json = RAW


@record
class DocumentPage(DocumentPageView):
    """`DocumentPage` of the HTTP API."""

    documents: tuple[DocumentHeader, ...]
    """By id."""
    next: str | None = None
    """Give it as `after` for the next page; absent on a page that is not full."""
    raw: Json = RAW


@record
class ChunkSpan(Record):
    """`ChunkSpan` of the HTTP API."""

    chunk: int
    """Its place in the document, from 0."""
    start: int
    """First code point in the document's text, from 0."""
    end: int
    """One past the last code point."""
    heading: str
    """The headings above it, joined by ` > `; empty when none."""
    page: int | None = None
    """The page, from 1; absent where the format has none."""
    raw: Json = RAW


@record
class Document(Record):
    """`Document` of the HTTP API."""

    id: str
    title: str
    media_type: str
    """What it was read from."""
    chunks: int
    content_hash: str
    """Hex SHA-256 of the content and of all settings its chunks and vectors depend on."""
    updated: str
    metadata: Mapping[str, Any]
    text: str
    """The text that every offset points into."""
    pages: int | None = None
    """Absent where the format has none."""
    chunk_list: tuple[ChunkSpan, ...] | None = None
    """With `include=chunks` only."""
    raw: Json = RAW


@record
class Span(Record):
    """`Span` of the HTTP API."""

    start: int
    """First code point in the document's text, from 0."""
    end: int
    """One past the last code point."""
    raw: Json = RAW


@record
class Explanation(Record):
    """`Explanation` of the HTTP API."""

    lexical_score: float
    """BM25."""
    dense_score: float
    """Cosine of the vectors."""
    matched_terms: tuple[str, ...]
    lexical_rank: int | None = None
    """Absent when words did not bring the chunk up."""
    dense_rank: int | None = None
    """Absent when vectors did not bring the chunk up."""
    raw: Json = RAW


@record
class Hit(Record):
    """`Hit` of the HTTP API."""

    document: str
    """Its id."""
    title: str
    chunk: int
    start: int
    """First code point in the document's text, from 0."""
    end: int
    """One past the last code point."""
    heading: str
    text: str
    """The chunk."""
    score: float
    """Fused, 0 to 1, for hybrid search; else BM25 or the cosine."""
    page: int | None = None
    """The page, from 1; absent where the format has none."""
    highlights: tuple[Span, ...] | None = None
    """With `highlight` only."""
    explain: Explanation | None = None
    raw: Json = RAW


@record
class SearchResponseLabel(Record):
    """`SearchResponseLabel` of the HTTP API."""

    entity: str | None = None
    label: str | None = None
    status: str | None = None
    raw: Json = RAW


@record
class SearchResponse(SearchResponseView):
    """`SearchResponse` of the HTTP API."""

    hits: tuple[Hit, ...]
    """Best first."""
    mode: str
    took_ms: float
    checked: bool | None = None
    """Only where rules judge questions (`answer.rules`), as all fields from here on: whether they did; false when
    they failed and it went on unchecked."""
    blocked: bool | None = None
    """Whether the rules refused it; there is then neither an answer nor a citation or hit."""
    reason: str | None = None
    """What to tell the asker when it was blocked."""
    redacted: tuple[str, ...] | None = None
    """The kinds of personal data that were masked, as `[card]`. Start and end of a citation are those of the text
    as it stands in the document."""
    verdicts: tuple[str, ...] | None = None
    labels: tuple[SearchResponseLabel, ...] | None = None
    """The labels that the rules changed."""
    events: tuple[str, ...] | None = None
    """The ids of the events that the rules judged."""
    raw: Json = RAW


@record
class Citation(Record):
    """`Citation` of the HTTP API."""

    document: str
    """Its id."""
    title: str
    chunk: int
    start: int
    """First code point in the document's text, from 0."""
    end: int
    """One past the last code point."""
    text: str
    """The sentence, exactly as it stands there."""
    score: float
    """How well it answers."""
    page: int | None = None
    """The page, from 1; absent where the format has none."""
    raw: Json = RAW


@record
class Stage(Record):
    """`Stage` of the HTTP API."""

    stage: str
    ms: float
    raw: Json = RAW


@record
class AnswerLabel(Record):
    """`AnswerLabel` of the HTTP API."""

    entity: str | None = None
    label: str | None = None
    status: str | None = None
    raw: Json = RAW


@record
class Answer(AnswerView):
    """`Answer` of the HTTP API."""

    question: str
    answer: str
    """Empty when there is none."""
    no_answer: bool
    """Whether the rung is `none`."""
    rung: str
    """How the answer came about: worded by the upstream model, sentences of the documents, or no answer."""
    confidence: float
    """How likely it is that the documents answer at all."""
    citations: tuple[Citation, ...]
    """Best first. For a generated answer, citation n is the passage that the text calls [n]."""
    stages: tuple[Stage, ...]
    took_ms: float
    checked: bool | None = None
    """Only where rules judge questions (`answer.rules`), as all fields from here on: whether they did; false when
    they failed and it went on unchecked."""
    blocked: bool | None = None
    """Whether the rules refused it; there is then neither an answer nor a citation or hit."""
    reason: str | None = None
    """What to tell the asker when it was blocked."""
    redacted: tuple[str, ...] | None = None
    """The kinds of personal data that were masked, as `[card]`. Start and end of a citation are those of the text
    as it stands in the document."""
    verdicts: tuple[str, ...] | None = None
    labels: tuple[AnswerLabel, ...] | None = None
    """The labels that the rules changed."""
    events: tuple[str, ...] | None = None
    """The ids of the events that the rules judged."""
    raw: Json = RAW


@record
class EmbeddingListData(Record):
    """`EmbeddingListData` of the HTTP API."""

    object: Any
    index: int
    embedding: Any
    raw: Json = RAW


@record
class EmbeddingListUsage(Record):
    """`EmbeddingListUsage` of the HTTP API."""

    prompt_tokens: int
    total_tokens: int
    raw: Json = RAW


@record
class EmbeddingList(EmbeddingListView):
    """`EmbeddingList` of the HTTP API."""

    object: Any
    data: tuple[EmbeddingListData, ...]
    model: str
    usage: EmbeddingListUsage
    raw: Json = RAW


@record
class ModelListData(Record):
    """`ModelListData` of the HTTP API."""

    id: str
    object: Any
    created: int
    owned_by: str
    raw: Json = RAW


@record
class ModelList(Record):
    """`ModelList` of the HTTP API."""

    object: Any
    data: tuple[ModelListData, ...]
    raw: Json = RAW


@record
class Key(Record):
    """`Key` of the HTTP API."""

    id: str
    """The first 12 hex digits of the key's SHA-256."""
    name: str
    role: str
    created: str
    raw: Json = RAW


@record
class NewKey(Record):
    """`NewKey` of the HTTP API."""

    id: str
    """The first 12 hex digits of the key's SHA-256."""
    name: str
    role: str
    created: str
    secret: str
    """The key itself; shown this once."""
    raw: Json = RAW


@record
class KeyList(Record):
    """`KeyList` of the HTTP API."""

    keys: tuple[Key, ...]
    """By name."""
    raw: Json = RAW


@record
class Backup(Record):
    """`Backup` of the HTTP API."""

    name: str
    number: int
    """Ascending within a name."""
    created: str
    bytes: int
    """What a restore writes."""
    files: int
    raw: Json = RAW


@record
class BackupList(Record):
    """`BackupList` of the HTTP API."""

    backups: tuple[Backup, ...]
    raw: Json = RAW


@record
class StatusCollection(Record):
    """`StatusCollection` of the HTTP API."""

    name: str
    documents: int
    chunks: int
    model: str
    indexed_sequence: int
    """The last change that can be found."""
    raw: Json = RAW


@record
class Status(Record):
    """`Status` of the HTTP API."""

    version: str
    started: str
    uptime_s: int
    ready: bool
    keys_required: bool
    """Whether there is a key."""
    store_sequence: int
    """The last change in the store."""
    collections: tuple[StatusCollection, ...]
    raw: Json = RAW


@record
class Effect(Record):
    """`Effect` of the HTTP API."""

    kind: str
    rules: tuple[str, ...]
    verdict: str | None = None
    entity: str | None = None
    label: str | None = None
    status: str | None = None
    expires_after_s: float | None = None
    delay_s: float | None = None
    name: str | None = None
    text: str | None = None
    arguments: tuple[Any, ...] | None = None
    raw: Json = RAW


@record
class EventAnswer(Record):
    """`EventAnswer` of the HTTP API."""

    id: str | None = None
    action_name: str | None = None
    release: str | None = None
    verdicts: tuple[str, ...] | None = None
    rules: tuple[str, ...] | None = None
    effects: tuple[Effect, ...] | None = None
    error_count: int | None = None
    duplicate: bool | None = None
    features: Mapping[str, Any] | None = None
    raw: Json = RAW


@record
class Release(Record):
    """`Release` of the HTTP API."""

    hash: str | None = None
    """The SHA-256 of its files."""
    by: str | None = None
    at: str | None = None
    note: str | None = None
    files: int | None = None
    total_bytes: int | None = None
    state: str | None = None
    raw: Json = RAW


@record
class ReleaseState(Record):
    """`ReleaseState` of the HTTP API."""

    live: str | None = None
    live_since: str | None = None
    candidate: str | None = None
    stage: str | None = None
    percent: int | None = None
    max_error_rate: float | None = None
    max_p99_ms: float | None = None
    previous: tuple[str, ...] | None = None
    revision: int | None = None
    by: str | None = None
    at: str | None = None
    note: str | None = None
    raw: Json = RAW


@record
class NodeReport(Record):
    """`NodeReport` of the HTTP API."""

    node: str | None = None
    live: str | None = None
    candidate: str | None = None
    percent: int | None = None
    revision: int | None = None
    error: str | None = None
    """Why the node does not run what it should; empty when it does."""
    at: str | None = None
    raw: Json = RAW


@record
class ReleaseEvent(Record):
    """`ReleaseEvent` of the HTTP API."""

    id: str | None = None
    action: str | None = None
    release: str | None = None
    before: str | None = None
    percent: int | None = None
    by: str | None = None
    at: str | None = None
    note: str | None = None
    raw: Json = RAW


@record
class ReleaseDiffFile(Record):
    """`ReleaseDiffFile` of the HTTP API."""

    path: str | None = None
    change: str | None = None
    diff: str | None = None
    """A unified diff; null for a file that is no text or too long."""
    raw: Json = RAW


@record
class ReleaseDiffRules(Record):
    """`ReleaseDiffRules` of the HTTP API."""

    added: tuple[str, ...] | None = None
    removed: tuple[str, ...] | None = None
    changed: tuple[str, ...] | None = None
    raw: Json = RAW


@record
class ReleaseDiff(Record):
    """`ReleaseDiff` of the HTTP API."""

    from_: str | None = None
    to: str | None = None
    files: tuple[ReleaseDiffFile, ...] | None = None
    rules: ReleaseDiffRules | None = None
    raw: Json = RAW


@record
class ShadowComparisonRules(Record):
    """`ShadowComparisonRules` of the HTTP API."""

    only_live: int | None = None
    only_shadow: int | None = None
    raw: Json = RAW


@record
class ShadowComparisonVerdicts(Record):
    """`ShadowComparisonVerdicts` of the HTTP API."""

    only_live: int | None = None
    only_shadow: int | None = None
    raw: Json = RAW


@record
class ShadowComparisonSampleLive(Record):
    """`ShadowComparisonSampleLive` of the HTTP API."""

    rules: tuple[str, ...] | None = None
    verdicts: tuple[str, ...] | None = None
    effects: tuple[Mapping[str, Any], ...] | None = None
    error_count: int | None = None
    raw: Json = RAW


@record
class ShadowComparisonSampleShadow(Record):
    """`ShadowComparisonSampleShadow` of the HTTP API."""

    rules: tuple[str, ...] | None = None
    verdicts: tuple[str, ...] | None = None
    effects: tuple[Mapping[str, Any], ...] | None = None
    error_count: int | None = None
    raw: Json = RAW


@record
class ShadowComparisonSample(Record):
    """`ShadowComparisonSample` of the HTTP API."""

    id: str | None = None
    action_name: str | None = None
    live: ShadowComparisonSampleLive | None = None
    shadow: ShadowComparisonSampleShadow | None = None
    raw: Json = RAW


@record
class ShadowComparison(Record):
    """`ShadowComparison` of the HTTP API."""

    running: bool | None = None
    live: str | None = None
    shadow: str | None = None
    since: str | None = None
    compared: int | None = None
    differing: int | None = None
    failed: int | None = None
    """Events on which the shadow could not be evaluated."""
    rules: Mapping[str, ShadowComparisonRules] | None = None
    verdicts: Mapping[str, ShadowComparisonVerdicts] | None = None
    samples: tuple[ShadowComparisonSample, ...] | None = None
    raw: Json = RAW


@record
class LiveRulesFileFinding(Record):
    """`LiveRulesFileFinding` of the HTTP API."""

    line: int | None = None
    column: int | None = None
    severity: str | None = None
    code: str | None = None
    message: str | None = None
    hint: str | None = None
    raw: Json = RAW


@record
class LiveRulesFile(Record):
    """`LiveRulesFile` of the HTTP API."""

    path: str | None = None
    text: str | None = None
    findings: tuple[LiveRulesFileFinding, ...] | None = None
    raw: Json = RAW


@record
class LiveRulesRule(Record):
    """`LiveRulesRule` of the HTTP API."""

    name: str | None = None
    file: str | None = None
    line: int | None = None
    description: str | None = None
    hits: int | None = None
    per_second: float | None = None
    raw: Json = RAW


@record
class LiveRules(Record):
    """`LiveRules` of the HTTP API."""

    release: str | None = None
    since: str | None = None
    files: tuple[LiveRulesFile, ...] | None = None
    rules: tuple[LiveRulesRule, ...] | None = None
    raw: Json = RAW


@record
class Result(Record):
    """`Result` of the HTTP API."""

    id: str
    action_name: str
    release: str
    """Hash of the release that evaluated it."""
    received_at: str
    timestamp: str
    """When it happened, as the event says."""
    verdicts: tuple[str, ...]
    rules: tuple[str, ...]
    entities: tuple[str, ...]
    effects: tuple[Effect, ...]
    error_count: int
    features: Mapping[str, Any] | None = None
    data: Mapping[str, Any] | None = None
    """Null when it was not kept."""
    raw: Json = RAW


@record
class ResultPage(ResultPageView):
    """`ResultPage` of the HTTP API."""

    events: tuple[Result, ...]
    next: str | None
    """Pass it as `after` to go on; null at the end."""
    raw: Json = RAW


@record
class EventCountsSeries(Record):
    """`EventCountsSeries` of the HTTP API."""

    name: str
    counts: tuple[int, ...]
    raw: Json = RAW


@record
class EventCounts(EventCountsView):
    """`EventCounts` of the HTTP API."""

    from_: str
    to: str
    interval_s: int
    counts: tuple[int, ...]
    next: str | None
    """Null when all was counted; else pass it as `after`, with the same `from` and `to`, and add the counts up."""
    by: str | None = None
    series: tuple[EventCountsSeries, ...] | None = None
    raw: Json = RAW


@record
class EventTopTop(Record):
    """`EventTopTop` of the HTTP API."""

    name: str
    count: int
    raw: Json = RAW


@record
class EventTop(EventTopView):
    """`EventTop` of the HTTP API."""

    by: str
    events: int
    """How many results were counted."""
    exact: bool
    """False when there were too many names to count each."""
    top: tuple[EventTopTop, ...]
    next: str | None
    """Pass it as `after` to go on; null at the end."""
    raw: Json = RAW


@record
class RuleExplanation(Record):
    """`RuleExplanation` of the HTTP API."""

    expression: str
    outcome: str
    value: str
    path: str
    line: int
    parts: tuple["RuleExplanation", ...]
    raw: Json = RAW


@record
class EventExplanation(Record):
    """`EventExplanation` of the HTTP API."""

    id: str
    release: str
    same_release: bool
    notes: tuple[str, ...]
    rules: tuple[RuleExplanation, ...]
    raw: Json = RAW


@record
class LabelReason(Record):
    """`LabelReason` of the HTTP API."""

    name: str | None = None
    """The rule, or the name of the API key."""
    description: str | None = None
    created_at: str | None = None
    expires_at: str | None = None
    expired: bool | None = None
    raw: Json = RAW


@record
class EntityLabelPrevious(Record):
    """`EntityLabelPrevious` of the HTTP API."""

    status: str | None = None
    reasons: tuple[LabelReason, ...] | None = None
    raw: Json = RAW


@record
class EntityLabel(Record):
    """`EntityLabel` of the HTTP API."""

    label: str | None = None
    status: str | None = None
    expired: bool | None = None
    expires_at: str | None = None
    """When the last reason ends; null when one does not."""
    reasons: tuple[LabelReason, ...] | None = None
    previous: tuple[EntityLabelPrevious, ...] | None = None
    """What it was before, the latest first."""
    raw: Json = RAW


@record
class EntityDelayedReason(Record):
    """`EntityDelayedReason` of the HTTP API."""

    name: str | None = None
    description: str | None = None
    raw: Json = RAW


@record
class EntityDelayedBy(Record):
    """Of rules the event and the release; of people the name of the key."""

    event: str | None = None
    release: str | None = None
    key: str | None = None
    raw: Json = RAW


@record
class EntityDelayed(Record):
    """`EntityDelayed` of the HTTP API."""

    label: str | None = None
    status: str | None = None
    reason: EntityDelayedReason | None = None
    expires_at: str | None = None
    by: EntityDelayedBy | None = None
    """Of rules the event and the release; of people the name of the key."""
    due_at: str | None = None
    raw: Json = RAW


@record
class EntityHistoryReason(Record):
    """`EntityHistoryReason` of the HTTP API."""

    name: str | None = None
    description: str | None = None
    raw: Json = RAW


@record
class EntityHistoryBy(Record):
    """Of rules the event and the release; of people the name of the key."""

    event: str | None = None
    release: str | None = None
    key: str | None = None
    raw: Json = RAW


@record
class EntityHistory(Record):
    """`EntityHistory` of the HTTP API."""

    label: str | None = None
    status: str | None = None
    reason: EntityHistoryReason | None = None
    expires_at: str | None = None
    by: EntityHistoryBy | None = None
    """Of rules the event and the release; of people the name of the key."""
    at: str | None = None
    raw: Json = RAW


@record
class Entity(Record):
    """`Entity` of the HTTP API."""

    entity: str | None = None
    type: str | None = None
    id: str | None = None
    labels: tuple[EntityLabel, ...] | None = None
    delayed: tuple[EntityDelayed, ...] | None = None
    """Changes that wait for their time, the earliest first."""
    history: tuple[EntityHistory, ...] | None = None
    """What was changed, the latest first."""
    raw: Json = RAW


@record
class EntityPageEntityLabel(Record):
    """`EntityPageEntityLabel` of the HTTP API."""

    label: str | None = None
    status: str | None = None
    expired: bool | None = None
    expires_at: str | None = None
    raw: Json = RAW


@record
class EntityPageEntity(Record):
    """`EntityPageEntity` of the HTTP API."""

    entity: str | None = None
    type: str | None = None
    id: str | None = None
    labels: tuple[EntityPageEntityLabel, ...] | None = None
    raw: Json = RAW


@record
class EntityPage(EntityPageView):
    """`EntityPage` of the HTTP API."""

    entities: tuple[EntityPageEntity, ...] | None = None
    next: str | None = None
    raw: Json = RAW


@record
class WebhookOn(Record):
    """Which results: those that have one of the texts of each list that is not empty."""

    actions: tuple[str, ...] | None = None
    """Names of actions."""
    verdicts: tuple[str, ...] | None = None
    """Declared verdicts."""
    rules: tuple[str, ...] | None = None
    """Rules that fired."""
    labels: tuple[str, ...] | None = None
    """Labels that were added or removed."""
    raw: Json = RAW


@record
class Webhook(Record):
    """`Webhook` of the HTTP API."""

    name: str
    url: str
    on: WebhookOn
    """Which results: those that have one of the texts of each list that is not empty."""
    delivered: int
    """Calls that were taken, since the start of the node."""
    failed: int
    """Attempts that failed, since the start of the node."""
    waiting: int
    """Calls not yet answered."""
    behind: int
    """Results not yet looked at."""
    raw: Json = RAW


@record
class DeadLetter(Record):
    """`DeadLetter` of the HTTP API."""

    id: str
    source: str
    name: str
    """The topic, webhook or sink; empty for the inbox."""
    at: str
    code: str
    """The error's code."""
    error: str
    attempts: int
    release: str
    """The release that was live."""
    bytes: int
    """How many bytes are kept to try again."""
    event_id: str | None = None
    raw: Json = RAW


@record
class WorkerListWorkerFunction(Record):
    """`WorkerListWorkerFunction` of the HTTP API."""

    name: str | None = None
    version: str | None = None
    """The first 16 hex digits of the SHA-256 of its source, or empty."""
    raw: Json = RAW


@record
class WorkerListWorker(Record):
    """`WorkerListWorker` of the HTTP API."""

    name: str
    state: str
    functions: tuple[WorkerListWorkerFunction, ...]
    language: str | None = None
    process_id: int | None = None
    release: str | None = None
    """The hash of the sources that the node started it for; empty for others."""
    joined: str | None = None
    concurrency: int | None = None
    """How many batches it takes at once."""
    batches_in_flight: int | None = None
    calls_in_flight: int | None = None
    calls: int | None = None
    failures: int | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    raw: Json = RAW


@record
class WorkerListFunction(Record):
    """`WorkerListFunction` of the HTTP API."""

    name: str
    workers: int
    """How many have it."""
    circuit: str
    version: str | None = None
    """The one that a release names; null when any will do."""
    waiting: int | None = None
    """Calls that wait for a worker."""
    circuit_opened: int | None = None
    calls: int | None = None
    batches: int | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    failures: Mapping[str, int] | None = None
    """How many calls failed, by kind."""
    raw: Json = RAW


@record
class WorkerList(Record):
    """`WorkerList` of the HTTP API."""

    workers: tuple[WorkerListWorker, ...]
    functions: tuple[WorkerListFunction, ...]
    raw: Json = RAW


@record
class FunctionList(Record):
    """`FunctionList` of the HTTP API."""

    release: str | None
    """The live release; null when nothing is live."""
    functions: tuple[Mapping[str, Any], ...]
    raw: Json = RAW


@record
class ReleasePage(ReleasePageView):
    """`ReleasePage` of the HTTP API."""

    releases: tuple[Release, ...] | None = None
    next: str | None = None
    raw: Json = RAW


@record
class PublishedRelease(Record):
    """`PublishedRelease` of the HTTP API."""

    hash: str | None = None
    """The SHA-256 of its files."""
    by: str | None = None
    at: str | None = None
    note: str | None = None
    files: int | None = None
    total_bytes: int | None = None
    state: ReleaseState | None = None
    raw: Json = RAW


@record
class NodeReleaseState(Record):
    """`NodeReleaseState` of the HTTP API."""

    live: str | None = None
    live_since: str | None = None
    candidate: str | None = None
    stage: str | None = None
    percent: int | None = None
    max_error_rate: float | None = None
    max_p99_ms: float | None = None
    previous: tuple[str, ...] | None = None
    revision: int | None = None
    by: str | None = None
    at: str | None = None
    note: str | None = None
    storage: str | None = None
    reachable: bool | None = None
    nodes: tuple[NodeReport, ...] | None = None
    raw: Json = RAW


@record
class ReleaseHistory(ReleaseHistoryView):
    """`ReleaseHistory` of the HTTP API."""

    history: tuple[ReleaseEvent, ...] | None = None
    next: str | None = None
    raw: Json = RAW


@record
class ReleaseContent(Record):
    """`ReleaseContent` of the HTTP API."""

    hash: str | None = None
    """The SHA-256 of its files."""
    by: str | None = None
    at: str | None = None
    note: str | None = None
    files: Mapping[str, Any] | None = None
    total_bytes: int | None = None
    state: str | None = None
    raw: Json = RAW


@record
class WebhookPage(Record):
    """`WebhookPage` of the HTTP API."""

    webhooks: tuple[Webhook, ...]
    next: Any
    """There is one page."""
    raw: Json = RAW


@record
class WebhookTest(Record):
    """`WebhookTest` of the HTTP API."""

    delivered: bool
    status: int
    """The HTTP status; 0 when there was none."""
    error: str | None = None
    """Why it failed."""
    raw: Json = RAW


@record
class DeadLetterPage(DeadLetterPageView):
    """`DeadLetterPage` of the HTTP API."""

    dead_letters: tuple[DeadLetter, ...]
    next: str | None
    raw: Json = RAW


@record
class DeadLetterReplayRefused(Record):
    """`DeadLetterReplayRefused` of the HTTP API."""

    id: str | None = None
    code: str | None = None
    error: str | None = None
    raw: Json = RAW


@record
class DeadLetterReplay(Record):
    """`DeadLetterReplay` of the HTTP API."""

    replayed: int
    refused: tuple[DeadLetterReplayRefused, ...]
    raw: Json = RAW
