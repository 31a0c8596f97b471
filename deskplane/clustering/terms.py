"""The terms of a ticket: its words, cut to their beginnings so that forms of one word count as one."""

from typing import Final

from deskplane.kernel.text import fold
from deskplane.rca.words import COMMON, LONGEST, SHORTEST, WORD

STEM: Final = 6
"""Letters that are kept of a plain word: "printer" and "printers", "Passwort" and "Passworts" become one.

Measured on four sets of labelled texts against whole words and other lengths: docs/adr/0011-clusters.md.
"""

TITLE_WEIGHT: Final = 2
MOST_TERMS: Final = 60
"""Different terms of one ticket that are looked at, those of the title first."""

Counted = dict[str, int]


def terms_of(title: str, text: str, surfaces: dict[str, Counted]) -> Counted:
    """Return how often each term stands in a ticket; ``surfaces`` learns which words stand behind a term."""
    found: Counted = {}
    for part, weight in ((title, TITLE_WEIGHT), (text, 1)):
        for match in WORD.finditer(fold(part)):
            word = match[0].strip(".-/")
            if not _tells(word):
                continue
            term = word[:STEM] if word.isalpha() else word
            if term not in found and len(found) >= MOST_TERMS:
                continue
            found[term] = found.get(term, 0) + weight
            forms = surfaces.setdefault(term, {})
            forms[word] = forms.get(word, 0) + 1
    return found


def _tells(word: str) -> bool:
    return (
        SHORTEST <= len(word) <= LONGEST and word not in COMMON and any(letter.isalpha() for letter in word)
    )


def surface_of(term: str, surfaces: dict[str, Counted]) -> str:
    """Return the word that stands most often behind a term; of two equally frequent ones the shorter."""
    forms = surfaces.get(term, {term: 1})
    return min(forms, key=lambda word: (-forms[word], len(word), word))
