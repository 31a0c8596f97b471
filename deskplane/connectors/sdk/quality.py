"""The quality scale: which rules a connector keeps, read from its ``quality.yaml``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

LEVELS: Final = ("bronze", "silver", "gold")
RULES: Final[Mapping[str, str]] = {
    "manifest": "bronze",
    "verify": "bronze",
    "contract_suite": "bronze",
    "readme": "bronze",
    "reauthentication": "silver",
    "rate_limit": "silver",
    "redacted_diagnostics": "silver",
    "webhook_sender": "silver",
    "mapping_table": "gold",
    "two_versions": "gold",
    "echo": "gold",
}
"""Each rule and the level it belongs to."""

WORDS: Final = frozenset({"done", "todo", "exempt"})


def quality_of(folder: Path) -> dict[str, str]:
    """Each rule's word: done, todo or exempt (with a reason after it).

    Raises:
        ValueError: a line that is none.
    """
    found: dict[str, str] = {}
    for line in (folder / "quality.yaml").read_text(encoding="utf-8").splitlines():
        bare = line.partition("#")[0].strip()
        if not bare:
            continue
        rule, colon, word = bare.partition(":")
        if not colon or rule not in RULES or word.strip() not in WORDS:
            raise ValueError(f"{folder.name}/quality.yaml does not understand '{line}'.")
        found[rule] = word.strip()
    return found


def level_of(quality: Mapping[str, str]) -> str:
    """The highest level of which, and of those below, every rule is kept; nothing if even bronze is not."""
    reached = ""
    for level in LEVELS:
        rules = [rule for rule, where in RULES.items() if where == level]
        if any(quality.get(rule, "todo") == "todo" for rule in rules):
            break
        reached = level
    return reached
