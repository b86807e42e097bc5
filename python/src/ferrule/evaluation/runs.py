"""Asks the questions: of one configuration, or of two side by side."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy

from ferrule.client import Client, ConfigInvalidError, FerruleError, NodeUnreachableError
from ferrule.client._progress import bar
from ferrule.evaluation.questions import Question, read_questions
from ferrule.evaluation.scores import DEPTH, METRICS, Metric, Outcome, failed, judge
from ferrule.evaluation.statistics import Difference, Values, interval, paired_bootstrap

T = TypeVar("T")
MOST_CONFIGURATIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What is evaluated: a collection of a node, and how it is asked.

    Attributes
    ----------
    name : what it is called in reports
    collection : where to look
    url, key, profile : the node, as for `Client`
    mode : how search looks: `hybrid`, `dense` or `lexical`
    release : a release of rules to make live on the node while this configuration is asked, for questions that rules
        judge; what was live before is made live again
    """

    name: str
    collection: str
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    profile: str | None = None
    mode: Literal["hybrid", "dense", "lexical"] | None = None
    release: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of one configuration: its value, between which it lies in 95 of 100 samples, over how many questions."""

    value: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes of one configuration, in the order of the questions."""

    configuration: Configuration
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Questions with the outcomes of one configuration or two."""

    questions: tuple[Question, ...]
    runs: tuple[Run, ...]

    def values(self, metric: Metric, run: int) -> Values:
        """What each question that the metric looks at contributed."""
        pairs = zip(self.questions, self.runs[run].outcomes, strict=True)
        found = [metric.of(question, outcome) for question, outcome in pairs]
        return numpy.array([one for one in found if one is not None], dtype=numpy.float64)

    def figures(self, run: int) -> dict[str, Figure]:
        """The metrics of a run by name, but for those that no question is for."""
        made = {}
        for metric in METRICS:
            values = self.values(metric, run)
            if len(values):
                low, high = interval(values, metric.over)
                made[metric.name] = Figure(float(metric.over(values)), low, high, len(values))
        return made

    def differences(self) -> dict[str, Difference]:
        """How the second run differs from the first, by metric, over the questions that both contributed to."""
        if len(self.runs) < MOST_CONFIGURATIONS:
            return {}
        made = {}
        for metric in METRICS:
            first, second = self._pairs(metric)
            if len(first):
                made[metric.name] = paired_bootstrap(first, second, metric.over)
        return made

    def _pairs(self, metric: Metric) -> tuple[Values, Values]:
        both = zip(self.questions, *(run.outcomes for run in self.runs), strict=True)
        pairs = [(metric.of(question, a), metric.of(question, b)) for question, a, b in both]
        kept = [(a, b) for a, b in pairs if a is not None and b is not None]
        table = numpy.array(kept, dtype=numpy.float64).reshape(len(kept), 2)
        return table[:, 0], table[:, 1]

    def worse(self) -> list[str]:
        """The metrics of quality in which the second run is worse than the first by more than chance."""
        quality = {metric.name: metric.better for metric in METRICS if not metric.unit}
        return [
            name
            for name, found in self.differences().items()
            if name in quality and found.significant and (found.value < 0) == (quality[name] == "higher")
        ]

    def to_json(self) -> dict[str, Any]:
        """All figures, for other programs."""
        runs = [
            {
                "name": run.configuration.name,
                "collection": run.configuration.collection,
                "metrics": {
                    name: {"value": one.value, "low": one.low, "high": one.high, "questions": one.questions}
                    for name, one in self.figures(index).items()
                },
            }
            for index, run in enumerate(self.runs)
        ]
        differences = {
            name: {"value": one.value, "low": one.low, "high": one.high, "p": one.p, "significant": one.significant}
            for name, one in self.differences().items()
        }
        return {"questions": len(self.questions), "runs": runs} | ({"differences": differences} if differences else {})

    def rows(self) -> list[dict[str, Any]]:
        """A row for each question and configuration."""
        return [
            {
                "id": question.id,
                "question": question.question,
                "configuration": run.configuration.name,
                **{f"recall@{k}": (outcome.recall or {}).get(k) for k in (1, 5, DEPTH)},
                f"ndcg@{DEPTH}": outcome.ndcg,
                "correct": outcome.correct,
                "abstained": outcome.abstained,
                "confidence": outcome.confidence,
                "rung": outcome.rung,
                "error": outcome.error,
                "search_ms": outcome.search_ms,
                "answer_ms": outcome.answer_ms,
                "answer": outcome.answer,
            }
            for run in self.runs
            for question, outcome in zip(self.questions, run.outcomes, strict=True)
        ]

    def to_pandas(self) -> Any:
        """A pandas data frame with a row for each question and configuration."""
        from ferrule.client._views import library

        return library("pandas").DataFrame(self.rows())

    def summary(self) -> str:
        """The figures as text."""
        from ferrule.evaluation.summary import text

        return text(self)

    def html(self) -> str:
        """A report that stands alone: one page with plots, and nothing loaded from elsewhere."""
        from ferrule.evaluation.report import page

        return page(self)

    def _repr_html_(self) -> str:
        from ferrule.evaluation.report import fragment

        return fragment(self)


def evaluate(
    questions: str | Path | Iterable[Mapping[str, Any]],
    *configurations: Configuration,
    concurrency: int = 1,
    progress: bool | None = None,
) -> Evaluation:
    """Asks the questions of one configuration, or of two in turns, and judges the answers.

    Parameters
    ----------
    questions : a file with a line of JSON each, or dicts; docs/python.md has the form
    configurations : one or two
    concurrency : questions under way at once; latencies are those of a node under this load
    progress : whether to show a bar; None shows it in terminals and notebooks

    Raises
    ------
    QuestionError
        The questions are not as they should be.
    FerruleError
        A node or collection is not there. A single question that fails is counted, not raised.
    """
    if not 1 <= len(configurations) <= MOST_CONFIGURATIONS:
        raise ConfigInvalidError(f"expected one or two configurations, found {len(configurations)}")
    if len({one.name for one in configurations}) < len(configurations):
        raise ConfigInvalidError(f"expected two names, found {configurations[0].name} twice")
    read = read_questions(questions)
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(one.url, one.key, profile=one.profile)) for one in configurations]
        for client, configuration in zip(clients, configurations, strict=True):
            client.get_collection(configuration.collection)
            _ask(client, configuration, read[0])  # what is loaded at first use is not measured
        shown = stack.enter_context(bar("questions", len(read) * len(configurations), progress, unit="answers"))
        sides = list(zip(clients, configurations, strict=True))
        groups = [[side] for side in sides] if any(one.release for one in configurations) else [sides]
        outcomes: dict[str, tuple[Outcome, ...]] = {}
        for group in groups:
            with ExitStack() as live:
                for client, configuration in group:
                    live.enter_context(_released(client, configuration.release))
                outcomes |= _run(group, read, concurrency, shown)
    return Evaluation(tuple(read), tuple(Run(one, outcomes[one.name]) for one in configurations))


def _run(
    sides: Sequence[tuple[Client, Configuration]], questions: Sequence[Question], concurrency: int, shown: Any
) -> dict[str, tuple[Outcome, ...]]:
    """The outcomes by configuration; both are asked the same question one after the other, in changing order."""

    def ask(numbered: tuple[int, Question]) -> dict[str, Outcome]:
        number, question = numbered
        order = sides if number % 2 == 0 else sides[::-1]
        made = {configuration.name: _ask(client, configuration, question) for client, configuration in order}
        shown.update(len(order))
        return made

    with ThreadPoolExecutor(concurrency, thread_name_prefix="questions") as pool:
        asked = list(pool.map(ask, enumerate(questions)))
    return {one.name: tuple(made[one.name] for made in asked) for _, one in sides}


def _ask(client: Client, configuration: Configuration, question: Question) -> Outcome:
    where, text, condition = configuration.collection, question.question, question.filter
    try:
        # The answer first: the node remembers a question's vector, and what is asked second costs less.
        answer, answer_ms = _timed(lambda: client.answer(where, text, filter=condition))
        found, search_ms = _timed(
            lambda: client.search(where, text, mode=configuration.mode, top_k=DEPTH, filter=condition)
        )
    except NodeUnreachableError:
        raise
    except FerruleError as e:
        return failed(question, e.code)
    return judge(question, found, answer, search_ms, answer_ms)


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    return call(), (time.perf_counter() - started) * 1_000


@contextmanager
def _released(client: Client, release: str | None) -> Iterator[None]:
    """Makes a release live, and afterwards what was live before."""
    if release is None:
        yield
        return
    before = client.release_state().live
    client.activate_release(release, note="an evaluation begins")
    try:
        yield
    finally:
        if before:
            client.activate_release(before, note="an evaluation ends")
