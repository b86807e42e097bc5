"""How an answer in JSON becomes a record: frozen, with slots, and patient with nodes of other versions."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Self, TypeVar, dataclass_transform

Json = Mapping[str, Any]
# What was read, whole: the fields of a newer node are there. Neither compared nor shown.
RAW: Any = dataclasses.field(default_factory=dict, repr=False, compare=False)

T = TypeVar("T")
# Names that Python does not allow as fields.
_RENAMED = {"from_": "from"}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,))
def record(cls: type[T]) -> type[T]:
    """Makes a class a record."""
    return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)


class Record:
    """What the node said, read: immutable. `raw` is the JSON object as it came, with fields that are not known here."""

    __slots__ = ()
    raw: Json

    @classmethod
    def read(cls, json: Json) -> Self:
        """The record of a JSON object. A field that is absent is None; one that is not known stands in `raw` only."""
        get = json.get
        made = {
            field: None if (value := get(name)) is None else of(value)
            for field, name, of in _plan(typing.cast(Any, cls))
        }
        of_fields: Callable[..., Self] = cls
        return of_fields(raw=json, **made)


def _same(value: Any) -> Any:
    return value


@cache
def _plan(cls: Any) -> list[tuple[str, str, Callable[[Any], Any]]]:
    """For each field its name here, its name in JSON, and how it is read."""
    hints = typing.get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls) if field.name != "raw"]
    return [(name, _RENAMED.get(name, name), _reader(hints[name])) for name in names]


def _reader(hint: Any) -> Callable[[Any], Any]:
    """How a value of this type is read; what has another form than it should stays as it came."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        kinds = [one for one in inner if one is not type(None)]
        return _reader(kinds[0]) if len(kinds) == 1 else _same
    if origin is tuple:
        each = _reader(inner[0])
        return lambda value: tuple(map(each, value)) if isinstance(value, list) else value
    if origin is Mapping and _reader(inner[1]) is not _same:
        each = _reader(inner[1])
        return lambda value: {key: each(one) for key, one in value.items()} if isinstance(value, dict) else value
    if isinstance(hint, type) and issubclass(hint, Record):
        return lambda value: hint.read(value) if isinstance(value, dict) else value
    return _same
