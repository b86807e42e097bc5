"""The part of functions inside the process that is written in Python: see Interpreter."""

import linecache
import numbers
import os
import sys
import traceback
import types

MOST_TYPE_CHARS, MOST_MESSAGE_CHARS, MOST_TRACEBACK_CHARS, MOST_FRAMES = 200, 2000, 8000, 30


def add_path(directory):
    if directory not in sys.path:
        sys.path.append(directory)


def load(name, text, path):
    directory = os.path.dirname(path)
    if os.path.isdir(directory) and directory not in sys.path:
        sys.path.append(directory)
    module = types.ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    linecache.cache[path] = (len(text), None, text.splitlines(True), path)
    try:
        exec(compile(text, path, "exec"), module.__dict__)
        for value in list(vars(module).values()):
            if getattr(value, "__ferrule_setup__", False) is True and value.__module__ == name:
                value()
    except BaseException:
        del sys.modules[name]
        raise


def unload(name):
    sys.modules.pop(name, None)


def find(module, function):
    for value in list(vars(sys.modules[module]).values()):
        declared = getattr(value, "__ferrule_function__", None)
        if declared is not None and declared.name == function and value.__module__ == module:
            return declared.call
    return None


def describe(kind, error, tb):
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = kind.__module__ + "." + name
    try:
        message = str(error)
    except BaseException as e:
        message = "its message could not be made: " + type(e).__name__
    try:
        lines = traceback.TracebackException(kind, error, tb, limit=-MOST_FRAMES, compact=True)
        stack = [frame for frame in lines.stack if not frame.filename.startswith(("<frozen", "_ferrule_bootstrap"))]
        lines.stack = traceback.StackSummary.from_list(stack)
        shown = "".join(lines.format())
    except BaseException as e:
        shown = "its traceback could not be made: " + type(e).__name__
    return [name[:MOST_TYPE_CHARS], shorten(message, MOST_MESSAGE_CHARS), shorten(shown, MOST_TRACEBACK_CHARS)]


def shorten(text, most):
    text = text.encode("utf-8", "replace").decode("utf-8")
    half = (most - 5) // 2
    return text if len(text) <= most else text[:half] + "\n...\n" + text[-half:]


def fit(value, wanted):
    """What stands for a type, as NumPy's numbers and arrays do, as exactly the type; or the value itself."""
    if wanted.startswith("Optional["):
        wanted = wanted[9:-1]
    if wanted.startswith("list["):
        value = value.tolist() if hasattr(value, "tolist") else value
        return list(value) if isinstance(value, (list, tuple)) else value
    is_bool = isinstance(value, bool) or type(value).__module__ + "." + type(value).__name__ in ("numpy.bool", "numpy.bool_")
    if wanted == "bool":
        return bool(value) if is_bool else value
    if wanted == "str":
        return str.__str__(value) if isinstance(value, str) else value
    if is_bool:
        return value
    if wanted == "float" and isinstance(value, numbers.Real):
        return float(value)
    if wanted == "int" and isinstance(value, numbers.Integral):
        return int(value)
    return value
