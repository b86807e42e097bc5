"""Questions with what is known of their answers, read from lines of JSON."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KNOWN = {"id", "question", "document", "documents", "relevance", "contains", "filter"}
# Questions in a file, and characters in one.
MOST_QUESTIONS = 100_000
MOST_CHARS = 8_192


class QuestionError(ValueError):
    """A file of questions is not as it should be; the message has the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, and what is known of its answer.

    Attributes
    ----------
    id : its name in reports; its line number where the file gives none
    question : the text
    relevance : how relevant documents are, by id; empty when no document answers it
    contains : texts of which the answer or what it cites has one; empty when a citation of a relevant document suffices
    filter : a condition on metadata, for search and answer
    """

    id: str
    question: str
    relevance: Mapping[str, float] = field(default_factory=dict)
    contains: tuple[str, ...] = ()
    filter: Mapping[str, Any] | None = None

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return bool(self.relevance or self.contains)

    def accepts(self, text: str) -> bool:
        """Whether a text has one of what the answer is to contain, whatever marks, case and spaces are around it."""
        plain = normalized(text)
        return any(normalized(one) in plain for one in self.contains)


def normalized(text: str) -> str:
    """A text without marks of Markdown, in one case, with single spaces."""
    without = re.sub(r"[*_`|#>]+", " ", unicodedata.normalize("NFKC", text))
    return " ".join(without.casefold().split())


def read_questions(source: str | Path | Iterable[Mapping[str, Any]]) -> list[Question]:
    """Questions of a file with a line of JSON each, or of dicts. Raises `QuestionError`."""
    if isinstance(source, (str, Path)):
        with open(source, encoding="utf-8") as lines:
            told = [(number, _line(number, line)) for number, line in enumerate(lines, 1) if line.strip()]
    else:
        told = list(enumerate(source, 1))
    if not told or len(told) > MOST_QUESTIONS:
        raise QuestionError(f"expected 1 to {MOST_QUESTIONS} questions, found {len(told)}")
    questions = [_question(number, one) for number, one in told]
    names = [one.id for one in questions]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise QuestionError(f"expected a different id for each question, found two with id={twice}")
    return questions


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as e:
        raise QuestionError(f"line {number}: expected an object as JSON, found something else") from e


def _question(number: int, told: Any) -> Question:
    if not isinstance(told, Mapping):
        raise QuestionError(f"line {number}: expected an object as JSON, found something else")
    unknown = sorted(set(told) - KNOWN)
    if unknown:
        raise QuestionError(f"line {number}: expected fields {', '.join(sorted(KNOWN))}, found {unknown[0]}")
    text = told.get("question")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= MOST_CHARS:
        raise QuestionError(f"line {number}: expected a question of 1 to {MOST_CHARS} characters, found another value")
    if told.keys().isdisjoint({"document", "documents", "relevance", "contains"}):
        raise QuestionError(f"line {number}: expected document, documents, relevance or contains, found none")
    return Question(
        id=str(told.get("id", number)),
        question=text,
        relevance=_relevance(number, told),
        contains=tuple(_texts(number, "contains", told.get("contains"))),
        filter=told.get("filter"),
    )


def _relevance(number: int, told: Mapping[str, Any]) -> dict[str, float]:
    given = told.get("relevance") or {}
    if not isinstance(given, Mapping) or any(
        isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0 for value in given.values()
    ):
        raise QuestionError(f"line {number}: expected relevance as numbers from 0 by document, found another value")
    relevant = {**_ones(number, "document", told), **_ones(number, "documents", told), **given}
    return {document: float(value) for document, value in relevant.items() if value > 0}


def _ones(number: int, name: str, told: Mapping[str, Any]) -> dict[str, float]:
    return dict.fromkeys(_texts(number, name, told.get(name)), 1.0)


def _texts(number: int, name: str, value: Any) -> list[str]:
    listed = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and one.strip() for one in listed):
        raise QuestionError(f"line {number}: expected a text or a list of texts in {name}, found another value")
    return list(listed)
