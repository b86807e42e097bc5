"""`@ferrule.function`: what a function says of itself."""

import inspect
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, overload

from ferrule.functions.types import ValueType, accepts, of_annotation

F = TypeVar("F", bound=Callable[..., Any])
Runs = Literal["worker", "in_process"]

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
DURATION = re.compile(r"(\d+)(ms|s)")
MOST_TIMEOUT_MILLIS = 60_000
MOST_BATCH = 1024
MOST_SUMMARY_CHARS = 200
NO_DEFAULT: Any = inspect.Parameter.empty

_DECLARED = "__ferrule_function__"
_SETUP = "__ferrule_setup__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a function. `default` is `NO_DEFAULT` when the argument must be given."""

    name: str
    type: ValueType
    default: Any = NO_DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What a function declares. Immutable.

    Parameters
    ----------
    name
        As rules call it.
    call
        Takes the arguments in the order of `parameters`: values, or with `batch` lists of values.
    batch
        Most calls at once for a function that takes lists; None for one of single calls.
    timeout
        As `200ms` or `2s`; None for the standing value.
    """

    name: str
    call: Callable[..., Any]
    summary: str
    parameters: tuple[Parameter, ...]
    result: ValueType
    batch: int | None
    timeout: str | None
    runs: Runs
    is_async: bool


@overload
def function(declared: F, /) -> F: ...


@overload
def function(
    *,
    name: str | None = None,
    summary: str | None = None,
    batch: int | None = None,
    timeout: str | None = None,
    runs: Runs = "worker",
) -> Callable[[F], F]: ...


def function(
    declared: Any = None,
    /,
    *,
    name: str | None = None,
    summary: str | None = None,
    batch: int | None = None,
    timeout: str | None = None,
    runs: Runs = "worker",
) -> Any:
    """Makes a function callable from rules. The function itself stays as it is.

    Parameters
    ----------
    name
        As rules call it; standing value: its own name.
    summary
        One sentence; standing value: the first of the docstring.
    batch
        Most calls at once. The function then takes a list for each parameter and gives a list of the same length.
    timeout
        From the call to its result, as `200ms` or `2s`, at most 60s; standing value 1s.
    runs
        `worker`, or `in_process` for trusted code that takes microseconds.

    Raises
    ------
    TypeError
        When a parameter or the result has no annotation, or one that rules do not have.
    ValueError
        When a name, a batch or a timeout is out of bounds.

    Examples
    --------
    >>> import ferrule
    >>> @ferrule.function(timeout="200ms")
    ... def Shouting(text: str, least: float = 0.5) -> bool:
    ...     "Whether a text is mostly capitals."
    ...     return sum(map(str.isupper, text)) > least * len(text)
    >>> Shouting("HELLO")
    True
    """

    def declare(target: F) -> F:
        setattr(target, _DECLARED, _declare(target, name, summary, batch, timeout, runs))
        return target

    return declare if declared is None else declare(declared)


def setup(target: F) -> F:
    """Runs a function of no arguments once in each worker, before it joins: to load a model, say.

    Examples
    --------
    >>> import ferrule
    >>> @ferrule.setup
    ... def load() -> None:
    ...     global words
    ...     words = frozenset(["spam"])
    """
    if not inspect.isfunction(target) or inspect.signature(target).parameters:
        raise TypeError("expected a function of no arguments for @ferrule.setup")
    setattr(target, _SETUP, True)
    return target


def declared_in(names: dict[str, Any], module: str) -> list[Function]:
    """The functions that a module defines itself, in the order of their names.

    Raises
    ------
    ValueError
        When two have the same name.
    """
    found: dict[str, Function] = {}
    own = [value for value in names.values() if getattr(value, "__module__", None) == module]
    for target in own:
        declaration = getattr(target, _DECLARED, None)
        if isinstance(declaration, Function):
            other = found.setdefault(declaration.name, declaration)
            if other is not declaration:
                raise ValueError(f"expected one function {declaration.name}, found two; give one another name=")
    return sorted(found.values(), key=lambda each: each.name)


def setups_in(names: dict[str, Any], module: str) -> list[Callable[[], Any]]:
    """What a module wants run before a worker joins, in the order written."""
    return [
        value
        for value in names.values()
        if getattr(value, _SETUP, False) is True and getattr(value, "__module__", None) == module
    ]


def _declare(
    target: Any, name: str | None, summary: str | None, batch: int | None, timeout: str | None, runs: Runs
) -> Function:
    if not inspect.isfunction(target):
        raise TypeError(f"expected a function for @ferrule.function, found {type(target).__name__}")
    called = name or target.__name__
    if not NAME.fullmatch(called):
        raise ValueError(f"expected a name of letters, digits and _, at most 64, found name={called!r}")
    if batch is not None and not (type(batch) is int and 1 <= batch <= MOST_BATCH):
        raise ValueError(f"expected 1 to {MOST_BATCH} calls in a batch of {called}, found batch={batch}")
    if runs not in ("worker", "in_process"):
        raise ValueError(f"expected runs='worker' or 'in_process' for {called}, found {runs!r}")
    is_async = inspect.iscoroutinefunction(target)
    if is_async and runs == "in_process":
        raise TypeError(f"expected {called} to run in a worker, as it is async; found runs='in_process'")
    if batch is not None and runs == "in_process":
        raise TypeError(f"expected {called} to take single calls, as it runs in the process; found batch={batch}")
    _check_timeout(called, timeout)
    hints = _hints(target, called)
    parameters = tuple(
        _parameter(called, each, hints, batch is not None) for each in inspect.signature(target).parameters.values()
    )
    return Function(
        name=called,
        call=_positional(target),
        summary=(_first_sentence(target.__doc__) if summary is None else summary)[:MOST_SUMMARY_CHARS],
        parameters=parameters,
        result=_type(f"the result of {called}", hints.get("return", NO_DEFAULT), batch is not None),
        batch=batch,
        timeout=timeout,
        runs=runs,
        is_async=is_async,
    )


def _check_timeout(called: str, timeout: str | None) -> None:
    if timeout is None:
        return
    match = DURATION.fullmatch(timeout) if isinstance(timeout, str) else None
    millis = int(match[1]) * (1 if match[2] == "ms" else 1000) if match else 0
    if not 1 <= millis <= MOST_TIMEOUT_MILLIS:
        raise ValueError(f"expected a timeout of {called} as '200ms' or '2s', at most 60s, found {timeout!r}")


def _hints(target: Any, called: str) -> dict[str, Any]:
    try:
        return typing.get_type_hints(target)
    except NameError as e:
        raise TypeError(f"expected annotations of {called} that name types of its module, found {e}") from None


def _parameter(called: str, given: inspect.Parameter, hints: dict[str, Any], batched: bool) -> Parameter:
    place = f"parameter {given.name} of {called}"
    if given.kind in (given.VAR_POSITIONAL, given.VAR_KEYWORD, given.POSITIONAL_ONLY):
        raise TypeError(f"expected {place} to be one that rules can give by name, found *, ** or /")
    wanted = _type(place, hints.get(given.name, NO_DEFAULT), batched)
    if given.default is NO_DEFAULT:
        return Parameter(name=given.name, type=wanted)
    if batched:
        raise TypeError(f"expected {place} to have no default, as it is a list with a value for each call")
    if not accepts(wanted, given.default):
        raise TypeError(f"expected the default of {place} to be {wanted}, found {type(given.default).__name__}")
    return Parameter(name=given.name, type=wanted, default=given.default)


def _type(place: str, annotation: Any, batched: bool) -> ValueType:
    if annotation is NO_DEFAULT:
        raise TypeError(f"expected {place} to have an annotation, found none")
    try:
        found = of_annotation(annotation)
    except TypeError as e:
        raise TypeError(f"{place}: {e}") from None
    if not batched:
        return found
    if found.item is None or found.optional:
        raise TypeError(f"expected {place} to be list[...], as the function has batch=, found {found}")
    return found.item


def _positional(target: Callable[..., Any]) -> Callable[..., Any]:
    """The function, or one that gives it by name what it takes only by name."""
    parameters = inspect.signature(target).parameters
    if all(each.kind is not each.KEYWORD_ONLY for each in parameters.values()):
        return target
    names = tuple(parameters)
    return lambda *values: target(**dict(zip(names, values, strict=True)))


def _first_sentence(doc: str | None) -> str:
    paragraph = " ".join(inspect.cleandoc(doc or "").split("\n\n")[0].split())
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]
