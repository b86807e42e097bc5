"""Ferrule from Python: client, rule authoring, functions of your own, and the engine in the process."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
<<<<<<< HEAD
<<<<<<< HEAD
    from ferrule.functions import function, setup
=======
    from ferrule.engine import Engine
>>>>>>> engine
=======
    from ferrule.engine import Engine
    from ferrule.functions import function, setup
>>>>>>> pyworker

__version__ = "0.1.0"

# What is imported only when it is asked for, and from where.
<<<<<<< HEAD
<<<<<<< HEAD
_LAZY = {"function": "ferrule.functions", "setup": "ferrule.functions"}
__all__ = ["function", "setup"]
=======
_LAZY = {"Engine": "ferrule.engine"}
__all__ = ["Engine"]
>>>>>>> engine
=======
_LAZY = {"Engine": "ferrule.engine", "function": "ferrule.functions", "setup": "ferrule.functions"}
__all__ = ["Engine", "function", "setup"]
>>>>>>> pyworker


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _LAZY:
        raise AttributeError(f"module 'ferrule' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
