"""The figures of an evaluation as text."""

from ferrule.evaluation.runs import Evaluation
from ferrule.evaluation.scores import METRICS, Metric
from ferrule.evaluation.statistics import Difference


def shown(metric: Metric, value: float) -> str:
    """A value of a metric for people."""
    return f"{value:,.1f} {metric.unit}" if metric.unit else f"{value:.3f}"


def verdict(metric: Metric, difference: Difference) -> str:
    """`better`, `worse`, or `same` when it is no more than chance."""
    if not difference.significant or difference.value == 0:
        return "same"
    return "better" if (difference.value > 0) == (metric.better == "higher") else "worse"


def change(metric: Metric, difference: Difference) -> str:
    """A difference with its interval."""
    if metric.unit:
        return f"{difference.value:+,.1f} [{difference.low:+,.1f}, {difference.high:+,.1f}]"
    return f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"


def text(evaluation: Evaluation) -> str:
    """A table of the metrics, a line each."""
    figures = [evaluation.figures(index) for index in range(len(evaluation.runs))]
    differences = evaluation.differences()
    names = [run.configuration.name for run in evaluation.runs]
    rows = [["metric", *names, *(["difference", "p", ""] if differences else []), "questions"]]
    for metric in METRICS:
        if not all(metric.name in one for one in figures):
            continue
        row = [metric.name, *(shown(metric, one[metric.name].value) for one in figures)]
        if differences:
            found = differences[metric.name]
            row += [change(metric, found), f"{found.p:.4f}", verdict(metric, found)]
        rows.append([*row, str(figures[0][metric.name].questions)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
