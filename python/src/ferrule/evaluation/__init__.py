"""`ferrule eval`: how well a collection answers questions, and whether a change made it better."""

from ferrule.evaluation.questions import Question, QuestionError, read_questions
from ferrule.evaluation.runs import Configuration, Evaluation, Figure, Run, evaluate
from ferrule.evaluation.scores import METRICS, Metric, Outcome
from ferrule.evaluation.statistics import Difference, interval, paired_bootstrap

__all__ = [
    "METRICS",
    "Configuration",
    "Difference",
    "Evaluation",
    "Figure",
    "Metric",
    "Outcome",
    "Question",
    "QuestionError",
    "Run",
    "evaluate",
    "interval",
    "paired_bootstrap",
    "read_questions",
]
