"""Plots as SVG, drawn by hand so that a report needs nothing else. Colours come from the page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy

from ferrule.evaluation.statistics import Values

WIDTH = 680
LEFT = 132
RIGHT = 24


@dataclass(frozen=True, slots=True)
class Point:
    """A value with its interval."""

    value: float
    low: float
    high: float


def _svg(height: int, label: str, body: Sequence[str], width: int = WIDTH) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{''.join(body)}</svg>"
    )


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def intervals(rows: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """Shares from 0 to 1 by name: for each configuration a dot, with a bar over its interval."""
    step, top = 40, 12
    bottom = top + step * len(rows)
    across = WIDTH - LEFT - RIGHT
    body = []
    for tick in range(6):
        x = LEFT + across * tick / 5
        body += [_line(x, top, x, bottom, "grid"), _text(x, bottom + 18, f"{tick / 5:.1f}", "middle", "tick")]
    for index, (name, points) in enumerate(rows):
        middle = top + step * index + step / 2
        body.append(_text(LEFT - 12, middle + 4, name, "end"))
        for side, point in enumerate(points):
            y = middle + (0 if len(points) == 1 else (-6 if side == 0 else 6))
            low, at, high = (LEFT + across * min(1.0, max(0.0, one)) for one in (point.low, point.value, point.high))
            body.append(_line(low, y, high, y, f"interval side{side}"))
            body.append(f'<circle cx="{at:.1f}" cy="{y:.1f}" r="5" class="dot side{side}"/>')
    return _svg(bottom + 26, "quality by configuration, with 95% intervals", body)


def distribution(label: str, sides: Sequence[Values], unit: str) -> str:
    """Which share of the calls took no longer than what stands below, for each configuration."""
    top, height = 10, 180
    bottom = top + height
    left = 48
    across = WIDTH - left - RIGHT
    step = _step(max(float(numpy.percentile(one, 99)) for one in sides) * 1.08 / 5)
    most = step * 5
    body = []
    for tick in range(5):
        y = bottom - height * tick / 4
        body += [_line(left, y, WIDTH - RIGHT, y, "grid"), _text(left - 8, y + 4, f"{25 * tick}%", "end", "tick")]
    for tick in range(6):
        x = left + across * tick / 5
        body.append(_text(x, bottom + 18, f"{step * tick:g} {unit}", "middle", "tick"))
    for side, values in enumerate(sides):
        ordered = numpy.sort(values)
        shares = numpy.arange(1, len(ordered) + 1) / len(ordered)
        kept = numpy.unique(numpy.linspace(0, len(ordered) - 1, min(len(ordered), 200)).astype(int))
        points = [
            f"{left + across * float(ordered[i]) / most:.1f},{bottom - height * float(shares[i]):.1f}"
            for i in kept
            if ordered[i] <= most
        ]
        start = f"{left + across * min(1.0, float(ordered[0]) / most):.1f},{bottom}"
        body.append(f'<polyline points="{" ".join([start, *points])}" class="curve side{side}"/>')
    return _svg(bottom + 26, label, body)


def histogram(label: str, groups: Sequence[tuple[str, Values]], bins: int = 20) -> str:
    """How many values from 0 to 1 lie where, a colour for each group, beside each other."""
    top, height, left = 10, 130, 48
    bottom = top + height
    across = WIDTH - left - RIGHT
    counts = [numpy.histogram(values, bins=bins, range=(0.0, 1.0))[0] for _, values in groups]
    most = max(1, *(int(one.max()) for one in counts))
    body = [_line(left, bottom, WIDTH - RIGHT, bottom, "axis"), _text(left - 8, top + 8, str(most), "end", "tick")]
    for tick in range(6):
        body.append(_text(left + across * tick / 5, bottom + 18, f"{tick / 5:.1f}", "middle", "tick"))
    slot = across / bins
    wide = (slot - 4) / len(groups)
    for group, found in enumerate(counts):
        for index, count in enumerate(found):
            if count:
                tall = height * int(count) / most
                x = left + slot * index + 2 + wide * group
                body.append(
                    f'<rect x="{x:.1f}" y="{bottom - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
                    f'rx="1.5" class="bar group{group}"/>'
                )
    return _svg(bottom + 26, label, body)


def _step(least: float) -> float:
    """The next round number: 1, 2 or 5 with zeros."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return float(next(power * one for one in (1, 2, 5, 10) if power * one >= least))
