"""The engine in this process: rules, tokens, vectors and search, by the code that a node runs.

Java runs inside Python. It starts with the first `Engine` and stays until the process ends.
"""

from ferrule.engine._documents import Documents
from ferrule.engine._engine import Engine
from ferrule.engine._faults import EngineUnavailableError, FerruleError
from ferrule.engine._places import class_path
from ferrule.engine._rules import Refusal, Results, RuleSet, RunSummary, ValueMissing
from ferrule.engine._texts import Tokenizer, Tokens
from ferrule.engine._vectors import Neighbors, VectorIndex

__all__ = [
    "Documents",
    "Engine",
    "EngineUnavailableError",
    "FerruleError",
    "Neighbors",
    "Refusal",
    "Results",
    "RuleSet",
    "RunSummary",
    "Tokenizer",
    "Tokens",
    "ValueMissing",
    "VectorIndex",
    "class_path",
]
