"""The types that a function may take and give, as `workers.yaml` and the protocol write them."""

import types
import typing
from dataclasses import dataclass
from typing import Any

WANTED = "str, int, float, bool, list[...] or Optional[...]"
SCALARS: dict[object, str] = {str: "str", int: "int", float: "float", bool: "bool"}


@dataclass(frozen=True, slots=True)
class ValueType:
    """A type. Immutable.

    Parameters
    ----------
    kind
        `str`, `int`, `float`, `bool` or `list`.
    optional
        Whether a value may be None.
    item
        The type of a list's items; None for the other kinds.
    """

    kind: str
    optional: bool = False
    item: "ValueType | None" = None

    def __str__(self) -> str:
        bare = f"list[{self.item}]" if self.item is not None else self.kind
        return f"Optional[{bare}]" if self.optional else bare


def of_annotation(annotation: object) -> ValueType:
    """The type that an annotation names.

    Raises
    ------
    TypeError
        When it is none that rules have.
    """
    if annotation in SCALARS:
        return ValueType(SCALARS[annotation])
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list and len(parts) == 1:
        return ValueType("list", item=of_annotation(parts[0]))
    if origin in (typing.Union, types.UnionType):
        present = [part for part in parts if part is not type(None)]
        if len(present) == 1 and len(parts) == 2:
            inner = of_annotation(present[0])
            return ValueType(inner.kind, optional=True, item=inner.item)
    raise TypeError(f"expected {WANTED}, found {name_of(annotation)}")


def name_of(annotation: object) -> str:
    """An annotation as people write it."""
    return annotation.__name__ if type(annotation) is type else str(annotation).replace("typing.", "")


def accepts(wanted: ValueType, value: Any) -> bool:
    """Whether a value is of a type just as it is. An int is a float too, as in rules."""
    if value is None:
        return wanted.optional
    if wanted.item is not None:
        item = wanted.item
        return type(value) is list and all(accepts(item, each) for each in value)
    if wanted.kind == "float":
        return type(value) in (float, int)
    return type(value).__name__ == wanted.kind
