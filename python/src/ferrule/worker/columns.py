"""Values of one type to and from the columns of the protocol, in bulk.

The usual case, every value of exactly the declared type, costs one pass in C. Only when that fails are values looked at
one by one, to find which are wrong and to convert what stands for the type, as NumPy's numbers do.
"""

import numbers
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

from ferrule._proto.workers_pb2 import Column
from ferrule.functions.types import ValueType

LEAST_INT, MOST_INT = -(1 << 63), (1 << 63) - 1
PLACEHOLDERS: dict[str, Any] = {"str": "", "int": 0, "float": 0.0, "bool": False}
EXACT: dict[str, set[type]] = {"str": {str}, "int": {int}, "float": {float}, "bool": {bool}}


class WrongValue(TypeError):
    """A value that is not of the declared type; the message says what was expected."""


def decode(column: Column, wanted: ValueType, rows: int) -> list[Any]:
    """The values of a column.

    Raises
    ------
    ValueError
        When the column does not have `rows` rows of the type.
    """
    values = _decode_items(column, wanted.item, rows) if wanted.item is not None else _decode_plain(column, wanted.kind)
    if len(values) != rows:
        raise ValueError(f"expected {rows} rows of {wanted}, found {len(values)}")
    if column.nulls:
        bits = column.nulls
        for row in range(min(rows, 8 * len(bits))):
            if bits[row >> 3] >> (row & 7) & 1:
                values[row] = None
    return values


def _decode_plain(column: Column, kind: str) -> list[Any]:
    if kind == "str":
        return list(column.texts.values)
    if kind == "int":
        return list(column.integers.values)
    if kind == "float":
        return list(column.floats.values)
    return list(column.booleans.values)


def _decode_items(column: Column, item: ValueType, rows: int) -> list[Any]:
    lengths = list(column.lists.lengths)
    if len(lengths) != rows:
        raise ValueError(f"expected {rows} rows of list[{item}], found {len(lengths)}")
    items = decode(column.lists.items, item, sum(lengths))
    ends = list(accumulate(lengths))
    return [items[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def encode(values: Sequence[Any], wanted: ValueType) -> Column:
    """A column of values that are all of the type.

    Raises
    ------
    WrongValue
        When one is not; `fit` says which.
    """
    column = Column()
    if wanted.optional:
        values = _encode_nulls(column, values, wanted)
    if wanted.item is not None:
        if set(map(type, values)) - {list}:
            raise WrongValue(f"expected {wanted}")
        column.lists.lengths.extend(map(len, values))
        items = list(chain.from_iterable(values))
        column.lists.items.CopyFrom(encode(items, wanted.item))
        return column
    if set(map(type, values)) - EXACT[wanted.kind]:
        raise WrongValue(f"expected {wanted}")
    try:
        if wanted.kind == "str":
            column.texts.values.extend(values)
        elif wanted.kind == "int":
            column.integers.values.extend(values)
        elif wanted.kind == "float":
            column.floats.values.extend(values)
        else:
            column.booleans.values.extend(values)
    except ValueError:  # a lone surrogate, or an int beyond 64 bits
        raise WrongValue(f"expected {wanted}") from None
    return column


def _encode_nulls(column: Column, values: Sequence[Any], wanted: ValueType) -> Sequence[Any]:
    if None not in values:
        return values
    bits = bytearray((len(values) + 7) // 8)
    filled = list(values)
    for row, value in enumerate(values):
        if value is None:
            bits[row >> 3] |= 1 << (row & 7)
            filled[row] = placeholder(wanted)
    column.nulls = bytes(bits)
    return filled


def placeholder(wanted: ValueType) -> Any:
    """What stands in a row that has no value."""
    return [] if wanted.item is not None else PLACEHOLDERS[wanted.kind]


def fit(value: Any, wanted: ValueType) -> Any:
    """A value as exactly the type: numbers of NumPy, ints as floats, tuples and arrays as lists.

    Raises
    ------
    WrongValue
        When it does not stand for one.
    """
    if value is None:
        if wanted.optional:
            return None
        raise WrongValue(f"expected {wanted}, found None")
    if wanted.item is not None:
        if hasattr(value, "tolist"):
            value = value.tolist()
        if not isinstance(value, list | tuple):
            raise WrongValue(f"expected {wanted}, found {_name(value)}")
        return [fit(each, wanted.item) for each in value]
    fitted = _fit_plain(value, wanted.kind)
    if fitted is None:
        raise WrongValue(f"expected {wanted}, found {_name(value)}")
    return fitted


def _fit_plain(value: Any, kind: str) -> Any:
    is_bool = isinstance(value, bool) or _name(value) == "numpy.bool"
    if kind == "bool":
        return bool(value) if is_bool else None
    if kind == "str":
        return _checked_text(str(value)) if isinstance(value, str) else None
    if is_bool:
        return None
    if kind == "float":
        return float(value) if isinstance(value, numbers.Real) else None
    return _checked_int(int(value)) if isinstance(value, numbers.Integral) else None


def _checked_int(value: int) -> int:
    if not LEAST_INT <= value <= MOST_INT:
        raise WrongValue("expected an int of at most 64 bits, found a larger one")
    return value


def _checked_text(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as e:
        raise WrongValue(f"expected text, found half a surrogate pair at code point {e.start}") from None
    return value


def _name(value: Any) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
