"""How text is folded and cut into words, the same way in Python and in SQL."""

import string
from typing import Final

SEPARATORS: Final = (
    string.punctuation + " \t\n\r\x0b\x0c\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00ab\u00bb"
)
"""What stands between words; a fixed list, so that no locale has a say."""

_TO_SPACE: Final = str.maketrans(SEPARATORS, " " * len(SEPARATORS))


def lowered(text: str) -> str:
    """Lower case character by character, as PostgreSQL's ``lower`` does."""
    if text.isascii():
        return text.lower()
    return "".join("i" if char == "\u0130" else char.lower() for char in text)


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word for word in lowered(text).translate(_TO_SPACE).split(" ") if word]


def words_sql(expression: str) -> str:
    """The words of an SQL text, one space around each: what ``f" {' '.join(words(text))} "`` is in Python."""
    separators = SEPARATORS.replace("'", "''")
    spaces = " " * len(SEPARATORS)
    spaced = f"translate(lower({expression}), '{separators}', '{spaces}')"
    return f"regexp_replace(' ' || {spaced} || ' ', ' +', ' ', 'g')"
