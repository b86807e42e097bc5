"""Ferrule from Python: client, rule authoring, functions of your own, and the engine in the process."""

__version__ = "0.1.0"
