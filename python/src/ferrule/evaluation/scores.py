"""How well one question was served, and what that comes to over all. Without any I/O."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from ferrule.client import Answer, SearchResponse
from ferrule.evaluation.questions import Question
from ferrule.evaluation.statistics import Values

# Hits that are looked at; recall is told at each of these.
DEPTH = 10
RECALL_AT = (1, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one question was served by one configuration. What does not apply to the question is None.

    Attributes
    ----------
    recall : by k, which share of the relevant documents is among those of the first k hits
    ndcg : nDCG@10 of the documents of the hits; a document counts where it comes first
    correct : whether the answer is right, of a question that has one
    abstained : whether there was no answer, be it that nothing was found or that rules refused
    confidence : that of the answer
    search_ms, answer_ms : how long the calls took, seen from here
    rung : how the answer came about
    error : the code of the error, when a call failed; such a question counts as not served
    answer, cited : the answer's text, and the documents it cites
    """

    recall: Mapping[int, float] | None
    ndcg: float | None
    correct: bool | None
    abstained: bool
    confidence: float | None = None
    search_ms: float | None = None
    answer_ms: float | None = None
    rung: str = ""
    error: str | None = None
    answer: str = ""
    cited: tuple[str, ...] = ()


def recall_at(found: Sequence[str], relevance: Mapping[str, float], k: int) -> float:
    """Which share of the relevant documents is among the first k of what was found."""
    return len(set(found[:k]) & set(relevance)) / len(relevance)


def ndcg_at(found: Sequence[str], relevance: Mapping[str, float], k: int) -> float:
    """Normalized discounted cumulative gain of the first k, with gain 2^relevance - 1; a repeated document gains once.

    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), in the form of Burges (2005).
    """
    seen: set[str] = set()
    total = 0.0
    for rank, document in enumerate(found[:k]):
        if document not in seen:
            seen.add(document)
            total += _gain(relevance.get(document, 0.0), rank)
    best = sum(_gain(value, rank) for rank, value in enumerate(sorted(relevance.values(), reverse=True)[:k]))
    return total / best


def _gain(relevance: float, rank: int) -> float:
    return float((2.0**relevance - 1.0) / math.log2(rank + 2))


def judge(
    question: Question, found: SearchResponse, answer: Answer, search_ms: float | None, answer_ms: float | None
) -> Outcome:
    """How a question was served."""
    documents = [hit.document for hit in found.hits]
    relevant = question.relevance
    abstained = bool(answer.no_answer or answer.blocked)
    return Outcome(
        recall={k: recall_at(documents, relevant, k) for k in RECALL_AT} if relevant else None,
        ndcg=ndcg_at(documents, relevant, DEPTH) if relevant else None,
        correct=_is_right(question, answer, abstained) if question.answerable else None,
        abstained=abstained,
        confidence=answer.confidence,
        search_ms=search_ms,
        answer_ms=answer_ms,
        rung="blocked" if answer.blocked else answer.rung,
        answer=answer.answer or "",
        cited=tuple(dict.fromkeys(one.document for one in answer.citations or ())),
    )


def _is_right(question: Question, answer: Answer, abstained: bool) -> bool:
    if abstained:
        return False
    if not question.contains:
        return any(one.document in question.relevance for one in answer.citations)
    return any(question.accepts(text) for text in (answer.answer, *(one.text for one in answer.citations)))


def failed(question: Question, code: str) -> Outcome:
    """The outcome of a question whose call failed: served in nothing."""
    return Outcome(
        recall=dict.fromkeys(RECALL_AT, 0.0) if question.relevance else None,
        ndcg=0.0 if question.relevance else None,
        correct=False if question.answerable else None,
        abstained=False,
        error=code,
    )


Of = Callable[[Question, Outcome], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure over all questions.

    Attributes
    ----------
    name : as `recall@10`
    about : what it says, for people
    of : what one question contributes; None when the figure does not look at it
    percentile : None for the mean, else which percentile
    better : `higher` or `lower`
    unit : empty for shares of 1
    """

    name: str
    about: str
    of: Of
    percentile: float | None = None
    better: str = "higher"
    unit: str = ""

    def over(self, values: Values) -> Any:
        """The figure of what the questions contributed; of rows, that of each."""
        return numpy.mean(values, -1) if self.percentile is None else numpy.percentile(values, self.percentile, -1)


def _recall(k: int) -> Of:
    return lambda _, outcome: None if outcome.recall is None else outcome.recall[k]


def _flag(value: bool | None) -> float | None:
    return None if value is None else float(value)


def _latency(name: str) -> Of:
    def of(_: Question, outcome: Outcome) -> float | None:
        value = getattr(outcome, name)
        return None if value is None else float(value)

    return of


METRICS = (
    *(
        Metric(name=f"recall@{k}", about=f"share of the relevant documents among the first {k} hits", of=_recall(k))
        for k in RECALL_AT
    ),
    Metric(name=f"ndcg@{DEPTH}", about="how near the top the relevant documents are", of=lambda _, one: one.ndcg),
    Metric(
        name="accuracy",
        about="share of the questions with an answer that were answered rightly",
        of=lambda _, outcome: _flag(outcome.correct),
    ),
    Metric(
        name="abstention_right",
        about="share of the questions without an answer that got none",
        of=lambda question, outcome: None if question.answerable else _flag(outcome.abstained),
    ),
    Metric(
        name="abstention_wrong",
        about="share of the questions with an answer that got none",
        of=lambda question, outcome: _flag(outcome.abstained) if question.answerable else None,
        better="lower",
    ),
    Metric(
        name="errors",
        about="share of the questions whose call failed",
        of=lambda _, one: _flag(one.error is not None),
        better="lower",
    ),
    *(
        Metric(
            name=f"{call}_p{percentile}_ms",
            about=f"{percentile} of 100 calls took no longer",
            of=_latency(f"{call}_ms"),
            percentile=percentile,
            better="lower",
            unit="ms",
        )
        for call in ("search", "answer")
        for percentile in (50, 95, 99)
    ),
)
