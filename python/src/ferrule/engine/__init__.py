"""The engine in this process: rules, tokens, vectors and search, by the code that a node runs.

Java runs inside Python. It starts with the first `Engine` and stays until the process ends.
"""

from ferrule.engine._engine import Engine
from ferrule.engine._faults import EngineUnavailableError
from ferrule.engine._rules import Refusal, Results, RuleSet, RunSummary, ValueMissing

__all__ = ["Engine", "EngineUnavailableError", "Refusal", "Results", "RuleSet", "RunSummary", "ValueMissing"]
