"""Functions that the rules beside this file call."""

import re

import ferrule

LINK = re.compile(r"https?://\S+")


@ferrule.function(timeout="200ms")
def Shouting(text: str) -> float:
    """How much of a text is capitals, from 0 to 1."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0


@ferrule.function(batch=64)
def Links(text: list[str]) -> list[int]:
    """How many links a text has."""
    return [len(LINK.findall(one)) for one in text]
