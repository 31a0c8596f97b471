"""Variables in templates and canned replies: ``{{requester.name}}``, with a fallback as ``{{requester.name|there}}``.

Nothing but a look-up in a table of plain words: no expressions, no attributes, no code.
"""

import html as entities
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VARIABLE: Final = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)\s*(?:\|([^{}|]{0,200}))?\}\}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text with its variables filled in; those without a value stay as they were and are named."""

    text: str
    missing: tuple[str, ...]


def variables(text: str) -> tuple[str, ...]:
    """Return the variables that ``text`` uses, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in VARIABLE.finditer(text)))


def render(text: str, values: Mapping[str, str], *, html: bool) -> Rendered:
    """Fill in the variables of ``text``; in HTML each value is escaped."""
    missing: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        value = values.get(match[1]) or (
            entities.unescape(match[2]).strip() if html and match[2] else match[2]
        )
        if not value:
            missing[match[1]] = None
            return match[0]
        return entities.escape(value) if html else value

    return Rendered(VARIABLE.sub(fill, text), tuple(missing))
