"""Questions, figures, and whether differences are more than chance."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
from conftest import PROJECT, Node

from ferrule.cli.main import main
from ferrule.client import Client, CollectionNotFoundError, ConfigInvalidError, RetryError
from ferrule.evaluation import (
    METRICS,
    Configuration,
    Evaluation,
    Outcome,
    Question,
    QuestionError,
    Run,
    evaluate,
    paired_bootstrap,
    read_questions,
)
from ferrule.evaluation.scores import ndcg_at, recall_at

HOTEL = PROJECT / "examples/hotel"
QUESTIONS = HOTEL / "questions.jsonl"
EVIL = "<script>alert('x')</script>"


def mean(values: "numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.float64]]") -> object:
    return numpy.mean(values, -1)


def test_recall_is_the_share_that_was_found() -> None:
    relevance = {"a": 1.0, "b": 1.0}
    assert recall_at(["x", "a", "a", "b"], relevance, 1) == 0
    assert recall_at(["x", "a", "a", "b"], relevance, 3) == 0.5
    assert recall_at(["x", "a", "a", "b"], relevance, 4) == 1


def test_ndcg_is_that_of_the_textbook() -> None:
    # Gains 7, 3, 0, 1 at ranks 1 to 4; the best order would be 7, 3, 1.
    relevance = {"a": 3.0, "b": 2.0, "c": 1.0}
    found = (7 + 3 / math.log2(3) + 1 / math.log2(5)) / (7 + 3 / math.log2(3) + 1 / math.log2(4))
    assert ndcg_at(["a", "b", "x", "c"], relevance, 10) == pytest.approx(found)
    assert ndcg_at(["a", "a", "a"], {"a": 1.0}, 10) == 1.0
    assert ndcg_at(["x"] * 10 + ["a"], {"a": 1.0}, 10) == 0.0


def test_a_difference_of_nothing_is_chance() -> None:
    values = numpy.array([0.0, 1.0, 1.0, 0.0])
    same = paired_bootstrap(values, values, mean)
    assert (same.value, same.p, same.significant) == (0.0, 1.0, False)


def test_a_clear_difference_is_found_and_a_small_one_is_not() -> None:
    random = numpy.random.default_rng(1)
    first = random.uniform(0, 1, 200)
    clear = paired_bootstrap(first, first + random.normal(0.2, 0.1, 200), mean)
    assert clear.significant
    assert clear.low < 0.2 < clear.high
    assert not paired_bootstrap(first, first + random.normal(0.0, 0.1, 200), mean).significant


def test_chance_alone_is_told_as_significant_in_about_five_of_a_hundred() -> None:
    random = numpy.random.default_rng(2)
    told = sum(
        paired_bootstrap(*(random.normal(0, 1, (2, 60))), mean, 500).significant  # type: ignore[misc]
        for _ in range(300)
    )
    assert 3 <= told <= 33


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{no", "line 1: expected an object as JSON"),
        ("[]", "line 1: expected an object"),
        ('{"question": ""}', "expected a question of 1 to"),
        ('{"question": "a"}', "expected document, documents, relevance or contains"),
        ('{"question": "a", "document": 3}', "expected a text or a list of texts in document"),
        ('{"question": "a", "relevance": {"a": -1}}', "expected relevance as numbers from 0"),
        ('{"question": "a", "document": null, "answer": "b"}', "found answer"),
        ("", "expected 1 to"),
    ],
)
def test_a_wrong_question_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(line)
    with pytest.raises(QuestionError, match=re.escape(said)):
        read_questions(file)


def test_questions_say_what_answers_them() -> None:
    one, two, three = read_questions(
        [
            {"question": "a", "documents": ["x", "y"], "relevance": {"x": 3, "z": 0}},
            {"question": "b", "document": None},
            {"id": "c", "question": "c", "contains": ["**from 15:00**", "three o'clock"]},
        ]
    )
    assert (one.id, one.relevance) == ("1", {"x": 3.0, "y": 1.0})
    assert not two.answerable
    assert three.accepts("Rooms are ready FROM  15:00.")
    assert not three.accepts("Rooms are ready from 16:00.")
    with pytest.raises(QuestionError, match="two with id=a"):
        read_questions([{"id": "a", "question": "a", "document": None}] * 2)


def made(*outcomes: tuple[Outcome, ...]) -> Evaluation:
    questions = (
        Question(id="1", question=EVIL, relevance={EVIL: 1.0}, contains=(EVIL,)),
        Question(id="2", question="nothing"),
    )
    runs = tuple(Run(Configuration(name=f"{EVIL} {i}", collection="c"), one) for i, one in enumerate(outcomes))
    return Evaluation(questions, runs)


def outcome(right: bool, **more: object) -> Outcome:
    told = {"recall": {1: 0.0, 5: 1.0, 10: 1.0}, "ndcg": 0.5, "correct": right, "abstained": False, "answer": EVIL}
    return Outcome(**{**told, "confidence": 0.5, "search_ms": 2.0, "answer_ms": 3.0, **more})  # type: ignore[arg-type]


ABSTAINED = Outcome(recall=None, ndcg=None, correct=None, abstained=True, confidence=0.1)
ANSWERED = Outcome(recall=None, ndcg=None, correct=None, abstained=False, error=EVIL)


@pytest.mark.parametrize(
    "evaluation",
    [made((outcome(True), ABSTAINED)), made((outcome(True), ABSTAINED), (outcome(False, cited=(EVIL,)), ANSWERED))],
    ids=["one", "two"],
)
def test_a_report_stands_alone_and_escapes_what_it_shows(evaluation: Evaluation) -> None:
    html = evaluation.html()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    loaded = re.findall(r"""(?:src|href|url)\s*[=(]|@import|https?://|<link|<iframe""", html)
    assert loaded == []
    assert html.count("<svg") >= 3
    assert "default-src 'none'" in html


def test_figures_look_at_the_questions_they_are_for() -> None:
    figures = made((outcome(True), ABSTAINED)).figures(0)
    assert (figures["accuracy"].value, figures["accuracy"].questions) == (1.0, 1)
    assert (figures["abstention_right"].value, figures["abstention_right"].questions) == (1.0, 1)
    assert figures["abstention_wrong"].value == 0.0
    assert set(figures) == {metric.name for metric in METRICS}


@pytest.fixture(scope="module")
def hotel(node: Node) -> Iterator[str]:
    with Client(node.url) as client:
        client.ingest("rooms", HOTEL / "documents", create=True)
        client.create_collection("short", max_tokens=32)
        client.ingest("short", HOTEL / "documents", wait="indexed")
        client.ingest("rooms", HOTEL / "documents", wait="indexed")
        yield node.url
        client.delete_collection("rooms")
        client.delete_collection("short")


def test_the_example_is_answered_well(hotel: str) -> None:
    evaluation = evaluate(QUESTIONS, Configuration(name="now", collection="rooms", url=hotel))
    figures = evaluation.figures(0)
    assert figures["recall@10"].value > 0.95
    assert figures["accuracy"].value > 0.6
    assert figures["abstention_right"].value > 0.7
    assert figures["errors"].value == 0
    assert len(evaluation.to_pandas()) == 72
    assert evaluation.differences() == {}


def test_a_worse_configuration_is_found_worse(hotel: str) -> None:
    evaluation = evaluate(
        QUESTIONS,
        Configuration(name="hybrid", collection="rooms", url=hotel),
        Configuration(name="lexical", collection="rooms", url=hotel, mode="lexical"),
        concurrency=2,
    )
    assert "ndcg@10" in evaluation.worse()
    assert evaluation.differences()["accuracy"].value == 0
    assert "worse" in evaluation.summary()


def test_the_command_decides_in_ci(hotel: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = ["eval", str(QUESTIONS), "--url", hotel]
    assert main([*command, "-c", "rooms", "--fail-below", "recall@10=0.9", "--report", str(tmp_path / "r.html")]) == 0
    assert "<svg" in (tmp_path / "r.html").read_text()
    assert main([*command, "-c", "rooms", "--fail-below", "accuracy=0.999"]) == 6
    assert "expected accuracy of at least 0.999" in capsys.readouterr().err
    assert main([*command, "-c", "rooms", "--fail-below", "answer_p50_ms=0.001"]) == 6
    two = ["--config", "a:collection=rooms", "--config", "b:collection=rooms,mode=lexical"]
    assert main([*command, *two, "--fail-worse"]) == 6
    capsys.readouterr()
    assert main([*command, *two, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differences"]["ndcg@10"]["significant"] is True
    chunks = ["--config", "a:collection=rooms", "--config", "b:collection=short"]
    assert main([*command, *chunks]) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["--config", "a:colour=red"],
        ["--config", "a:collection=rooms,mode=fast"],
        ["--config", "a:collection=rooms", "--fail-worse"],
        ["--config", "a:collection=rooms", "--config", "a:collection=short"],
        ["-c", "rooms", "--concurrency", "0"],
    ],
)
def test_a_wrong_option_is_told(hotel: str, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", str(QUESTIONS), "--url", hotel, *wrong]) == 2
    assert "ferrule: expected " in capsys.readouterr().err


def test_a_file_that_is_wrong_is_told(hotel: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["eval", str(tmp_path / "none"), "--url", hotel, "-c", "rooms"]) == 2
    (tmp_path / "q.jsonl").write_text("{")
    assert main(["eval", str(tmp_path / "q.jsonl"), "--url", hotel, "-c", "rooms"]) == 2
    assert "q.jsonl: line 1" in capsys.readouterr().err


def test_what_is_not_there_is_told(hotel: str) -> None:
    with pytest.raises(CollectionNotFoundError):
        evaluate(QUESTIONS, Configuration(name="a", collection="none", url=hotel))
    with pytest.raises(ConfigInvalidError):
        evaluate(QUESTIONS)
    assert not issubclass(CollectionNotFoundError, RetryError)


def test_a_question_that_fails_is_counted(hotel: str) -> None:
    questions = [
        {"question": "When is breakfast?", "document": "dining/breakfast-menu.md"},
        {"question": "When?", "document": "dining/breakfast-menu.md", "filter": {"eq": {"none": "x"}}},
    ]
    evaluation = evaluate(questions, Configuration(name="a", collection="rooms", url=hotel))
    assert evaluation.figures(0)["errors"].value == 0.5
    assert evaluation.runs[0].outcomes[1].error == "filter.invalid"


def test_a_release_is_live_while_it_is_asked_and_no_longer(hotel: str) -> None:
    with Client(hotel) as client:
        before = client.publish_release({"main.sml": "A: str = JsonData(path='$.a')\n"}, activate=True).hash
        other = client.publish_release({"main.sml": "B: str = JsonData(path='$.b')\n"}).hash
        evaluate(
            [{"question": "When is breakfast?", "document": "dining/breakfast-menu.md"}],
            Configuration(name="now", collection="rooms", url=hotel),
            Configuration(name="next", collection="rooms", url=hotel, release=other),
        )
        assert client.release_state().live == before
        history = client.release_history(limit=2).history or ()
        assert [one.release for one in history] == [before, other]
