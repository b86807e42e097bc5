"""The report of an evaluation: one page that needs nothing else, or a part of a notebook. All texts are escaped."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape

import numpy

from ferrule.evaluation import plots
from ferrule.evaluation.questions import Question
from ferrule.evaluation.runs import Evaluation
from ferrule.evaluation.scores import METRICS, Metric, Outcome
from ferrule.evaluation.statistics import Values
from ferrule.evaluation.style import STYLE
from ferrule.evaluation.summary import change, shown, verdict

# Metrics that stand at the top.
HEADLINES = ("recall@10", "ndcg@10", "accuracy", "abstention_right", "abstention_wrong", "answer_p95_ms")
# Questions that are listed in each group, and characters of an answer.
LISTED = 200
SHOWN_CHARS = 400


def page(evaluation: Evaluation) -> str:
    """The whole page."""
    names = " and ".join(escape(run.configuration.name) for run in evaluation.runs)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Evaluation: {names}</title></head><body class='ferrule-page'>{fragment(evaluation)}</body></html>\n"
    )


def fragment(evaluation: Evaluation) -> str:
    """The report as part of a page."""
    return "".join(
        [
            f"<style>{STYLE}</style><main class='ferrule-eval'>",
            _head(evaluation),
            _cards(evaluation),
            _section("Quality", "Dots are values, bars their 95% intervals.", _quality(evaluation)),
            _section("Latency", "Share of the calls that took no longer, seen from the client.", _latency(evaluation)),
            _section(
                "Confidence",
                "Of answers to questions that have one in the documents, and to those that have none. The further "
                "apart, the better a least confidence tells them from each other.",
                _confidence(evaluation),
            ),
            _section("All figures", _about_differences(evaluation), _table(evaluation)),
            _section("Questions", "", _questions(evaluation)),
            "</main>",
        ]
    )


def _section(title: str, about: str, body: str) -> str:
    said = f"<p class='about'>{about}</p>" if about else ""
    return f"<section><h2>{title}</h2>{said}{body}</section>" if body else ""


def _head(evaluation: Evaluation) -> str:
    count = len(evaluation.questions)
    without = sum(not one.answerable for one in evaluation.questions)
    legend = "".join(
        f"<span class='name side{index}'>{escape(run.configuration.name)}"
        f"<small>{escape(_described(evaluation, index))}</small></span>"
        for index, run in enumerate(evaluation.runs)
    )
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"<header><h1>Evaluation</h1><p class='about'>{count:,} questions, {without:,} of them without an answer "
        f"in the documents · {made}</p><div class='legend'>{legend}</div></header>"
    )


def _described(evaluation: Evaluation, index: int) -> str:
    one = evaluation.runs[index].configuration
    parts = [one.collection, one.mode, one.url, one.release and f"release {one.release[:12]}"]
    return " · ".join(part for part in parts if part)


def _cards(evaluation: Evaluation) -> str:
    figures = [evaluation.figures(index) for index in range(len(evaluation.runs))]
    differences = evaluation.differences()
    cards = []
    for metric in (one for one in METRICS if one.name in HEADLINES):
        if any(metric.name not in one for one in figures):
            continue
        values = [f"<b class='side{i}'>{shown(metric, one[metric.name].value)}</b>" for i, one in enumerate(figures)]
        chip = ""
        if metric.name in differences:
            said = verdict(metric, differences[metric.name])
            chip = f"<span class='chip {said}'>{said}</span>"
        cards.append(
            f"<div class='card' title='{escape(metric.about)}'><span>{escape(metric.name)}</span>"
            f"<div>{' <i>→</i> '.join(values)}</div>{chip}</div>"
        )
    return f"<div class='cards'>{''.join(cards)}</div>"


def _quality(evaluation: Evaluation) -> str:
    figures = [evaluation.figures(index) for index in range(len(evaluation.runs))]
    rows = [
        (
            metric.name,
            [plots.Point(one[metric.name].value, one[metric.name].low, one[metric.name].high) for one in figures],
        )
        for metric in METRICS
        if not metric.unit and metric.name != "errors" and all(metric.name in one for one in figures)
    ]
    return plots.intervals(rows) if rows else ""


def _latency(evaluation: Evaluation) -> str:
    made = []
    for call in ("search", "answer"):
        sides = [_of(run.outcomes, lambda one: getattr(one, f"{call}_ms")) for run in evaluation.runs]  # noqa: B023
        if all(len(one) for one in sides):
            made.append(f"<h3>{call}</h3>{plots.distribution(f'{call} latency', sides, 'ms')}")
    return "".join(made)


def _of(outcomes: Sequence[Outcome], value: Callable[[Outcome], float | None]) -> Values:
    found = [value(one) for one in outcomes]
    return numpy.array([one for one in found if one is not None], dtype=numpy.float64)


def _confidence(evaluation: Evaluation) -> str:
    made = []
    for index, run in enumerate(evaluation.runs):
        groups = []
        for name, wanted in (("have an answer", True), ("have none", False)):
            pairs = zip(evaluation.questions, run.outcomes, strict=True)
            chosen = [outcome for question, outcome in pairs if question.answerable is wanted]
            groups.append((name, _of(chosen, lambda one: one.confidence)))
        if any(len(values) for _, values in groups):
            legend = "".join(f"<span class='key group{i}'>{name}</span>" for i, (name, _) in enumerate(groups))
            name = run.configuration.name
            plot = plots.histogram(f"confidence of {name}", groups)
            made.append(f"<h3 class='side{index}'>{escape(name)}</h3><div class='keys'>{legend}</div>{plot}")
    return "".join(made)


def _about_differences(evaluation: Evaluation) -> str:
    if len(evaluation.runs) == 1:
        return "Between the brackets lie 95 of 100 samples of the questions."
    return (
        "Between the brackets lie 95 of 100 samples of the questions (paired bootstrap). p is how likely chance alone "
        "gives at least such a difference; below 0.05 it is told as better or worse."
    )


def _table(evaluation: Evaluation) -> str:
    figures = [evaluation.figures(index) for index in range(len(evaluation.runs))]
    differences = evaluation.differences()
    names = "".join(
        f"<th class='side{i}'>{escape(run.configuration.name)}</th>" for i, run in enumerate(evaluation.runs)
    )
    more = "<th>difference</th><th>p</th><th></th>" if differences else ""
    rows = []
    for metric in METRICS:
        if any(metric.name not in one for one in figures):
            continue
        cells = "".join(f"<td>{_cell(metric, one[metric.name].value, one[metric.name])}</td>" for one in figures)
        if differences:
            found = differences[metric.name]
            said = verdict(metric, found)
            cells += f"<td>{escape(change(metric, found))}</td><td>{found.p:.4f}</td>"
            cells += f"<td><span class='chip {said}'>{said}</span></td>"
        count = figures[0][metric.name].questions
        rows.append(f"<tr><th title='{escape(metric.about)}'>{escape(metric.name)}</th>{cells}<td>{count:,}</td></tr>")
    head = f"<tr><th>metric</th>{names}{more}<th>questions</th></tr>"
    return f"<div class='scroll'><table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table></div>"


def _cell(metric: Metric, value: float, figure: object) -> str:
    low, high = getattr(figure, "low", value), getattr(figure, "high", value)
    digits = 1 if metric.unit else 3
    return f"{shown(metric, value)} <small>[{low:,.{digits}f}, {high:,.{digits}f}]</small>"


def _questions(evaluation: Evaluation) -> str:
    groups = _paired_groups(evaluation) if len(evaluation.runs) > 1 else _single_groups(evaluation)
    return "".join(
        f"<details{' open' if index == 0 and chosen else ''}><summary>{escape(title)} <b>{len(chosen):,}</b></summary>"
        f"{''.join(_listed(evaluation, number) for number in chosen[:LISTED])}"
        f"{f'<p class=about>and {len(chosen) - LISTED:,} more</p>' if len(chosen) > LISTED else ''}</details>"
        for index, (title, chosen) in enumerate(groups)
    )


def _right(question: Question, outcome: Outcome) -> bool:
    """Whether a question was served well: answered rightly, or rightly not answered."""
    return bool(outcome.correct) if question.answerable else outcome.abstained


def _served(evaluation: Evaluation, run: int) -> list[bool]:
    pairs = zip(evaluation.questions, evaluation.runs[run].outcomes, strict=True)
    return [_right(question, outcome) for question, outcome in pairs]


def _paired_groups(evaluation: Evaluation) -> Iterator[tuple[str, list[int]]]:
    first, second = evaluation.runs[0].configuration.name, evaluation.runs[1].configuration.name
    pairs = list(enumerate(zip(_served(evaluation, 0), _served(evaluation, 1), strict=True)))
    yield f"Right only with {first}", [number for number, pair in pairs if pair == (True, False)]
    yield f"Right only with {second}", [number for number, pair in pairs if pair == (False, True)]
    yield "Wrong with both", [number for number, pair in pairs if pair == (False, False)]
    yield "Right with both", [number for number, pair in pairs if pair == (True, True)]


def _single_groups(evaluation: Evaluation) -> Iterator[tuple[str, list[int]]]:
    served = _served(evaluation, 0)
    yield "Wrong", [number for number, right in enumerate(served) if not right]
    yield "Right", [number for number, right in enumerate(served) if right]


def _listed(evaluation: Evaluation, number: int) -> str:
    question = evaluation.questions[number]
    wanted = " or ".join(question.contains) or ", ".join(question.relevance) or "no answer"
    sides = "".join(
        f"<div class='outcome'><span class='name side{index}'>{escape(run.configuration.name)}</span>"
        f"{_outcome(question, run.outcomes[number])}</div>"
        for index, run in enumerate(evaluation.runs)
    )
    return (
        f"<article><h4>{escape(question.question)}</h4>"
        f"<p class='wanted'>expected: {escape(_cut(wanted))}</p>{sides}</article>"
    )


def _outcome(question: Question, outcome: Outcome) -> str:
    if outcome.error:
        return f"<span class='chip worse'>{escape(outcome.error)}</span>"
    chip = (
        "<span class='chip better'>right</span>"
        if _right(question, outcome)
        else "<span class='chip worse'>wrong</span>"
    )
    said = "<i>no answer</i>" if outcome.abstained else escape(_cut(outcome.answer))
    cited = f"<small>{escape(', '.join(outcome.cited))}</small>" if outcome.cited else ""
    confidence = "" if outcome.confidence is None else f"<small>confidence {outcome.confidence:.2f}</small>"
    return f"{chip}{confidence}<p>{said}</p>{cited}"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…"
