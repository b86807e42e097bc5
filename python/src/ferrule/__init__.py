"""Ferrule from Python: client, rule authoring, functions of your own, and the engine in the process."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ferrule.client import AsyncClient, Client
    from ferrule.engine import Engine
    from ferrule.functions import function, setup

__version__ = "0.1.0"

# What is imported only when it is asked for, and from where.
_LAZY = {
    "AsyncClient": "ferrule.client",
    "Client": "ferrule.client",
    "Engine": "ferrule.engine",
    "function": "ferrule.functions",
    "setup": "ferrule.functions",
}
__all__ = ["AsyncClient", "Client", "Engine", "function", "setup"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _LAZY:
        raise AttributeError(f"module 'ferrule' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
