"""The notebooks run from beginning to end, and are committed without outputs."""

import os
from pathlib import Path

import nbformat
import pytest
from conftest import PROJECT, Node
from nbclient import NotebookClient

NOTEBOOKS = sorted((PROJECT / "examples/notebooks").glob("*.ipynb"))
CELL_SECONDS = 300


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    text = path.read_text(encoding="utf-8")
    assert "/home/" not in text
    assert "/Users/" not in text


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("FERRULE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FERRULE_URL", node.url)
    monkeypatch.setenv("IPYTHONDIR", str(node.directory / "ipython"))
    notebook = nbformat.read(path, as_version=4)
    run = NotebookClient(notebook, timeout=CELL_SECONDS, resources={"metadata": {"path": str(path.parent)}})
    run.execute()
    shown = [
        output.data["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    assert shown
    assert all("<script" not in html for html in shown)
