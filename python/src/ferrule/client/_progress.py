"""A bar that tells how far something is: in terminals and notebooks, unless one says otherwise."""

import importlib.util
import sys
from typing import Any


def bar(what: str, total: int | None, wanted: bool | None, unit: str = "documents") -> Any:
    """A bar of tqdm; `wanted` None shows it where a person looks."""
    notebook = _in_notebook()
    hidden = not (sys.stderr.isatty() or notebook) if wanted is None else not wanted
    if notebook and not hidden and importlib.util.find_spec("ipywidgets"):
        from tqdm.notebook import tqdm
    else:
        from tqdm import tqdm
    return tqdm(total=total, desc=what, unit=f" {unit}", disable=hidden, mininterval=0.2)


def _in_notebook() -> bool:
    """Whether this runs in the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return type(shell).__name__ == "ZMQInteractiveShell"
