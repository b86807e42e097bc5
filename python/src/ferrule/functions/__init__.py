"""Functions of your own for rules: `@ferrule.function`, and `workers.yaml`, which tells a node of them."""

from ferrule.functions.declare import Function, Parameter, function, setup
from ferrule.functions.manifest import SyncError, sync
from ferrule.functions.types import ValueType

__all__ = ["Function", "Parameter", "SyncError", "ValueType", "function", "setup", "sync"]
