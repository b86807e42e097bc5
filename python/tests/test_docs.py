"""The pages about Python work line by line."""

from pathlib import Path

import pytest
from conftest import PROJECT
from page import Block, Session, blocks

PAGES = [PROJECT / "docs/python.md", *sorted((PROJECT / "docs/python").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path) -> None:
    with Session(page, tmp_path) as session:
        for block in blocks(page.read_text(encoding="utf-8")):
            session.run(block)


def test_blocks_are_found_with_their_lines() -> None:
    found = list(blocks("# A\n\n```sh\nls\n```\n\n```python\na = 1\n```\n"))
    assert found == [Block("sh", "ls\n", 4), Block("python", "a = 1\n", 8)]


def test_a_block_that_fails_fails_the_page(tmp_path: Path) -> None:
    with Session(Path("page.md"), tmp_path) as session:
        session.run(Block("python", "a = 1\n", 3))
        session.run(Block("python", "assert a == 1\n", 7))
        with pytest.raises(AssertionError, match=r'page\.md", line 12'):
            session.run(Block("python", "\nassert a == 2\n", 11))
        with pytest.raises(AssertionError, match=r"page\.md:20 ended with 3"):
            session.run(Block("sh", "exit 3\n", 20))
