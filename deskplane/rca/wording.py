"""Findings of the analyser in words, with the tickets that show them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.rca.contrast import Feature
from deskplane.rca.reading import BEFORE, Material, Seen
from deskplane.rca.statistics import Counts, g2, ratio
from deskplane.rca.suspects import Suspect
from deskplane.rca.vocabulary import FindingKind, Severity

MOST_SHOWN: Final = 20
WEAK: Final = 0.3
TITLES: Final = {
    FindingKind.ITEM: "{count} of {of} tickets concern {name}",
    FindingKind.CATEGORY: "{count} of {of} tickets are about {name}",
    FindingKind.TEAM: "{count} of {of} tickets went to {name}",
    FindingKind.DEPARTMENT: "{count} of {of} tickets come from {name}",
    FindingKind.WORDS: "{count} of {of} tickets speak of “{name}”",
}
ADVICE: Final = {
    FindingKind.ITEM: "Look at the state and the recent changes of {name} and of what it depends on.",
    FindingKind.CATEGORY: "Compare the tickets of {name} with each other before they are worked on one by one.",
    FindingKind.TEAM: "Ask {name} what these tickets have in common, and let one person lead.",
    FindingKind.DEPARTMENT: "Ask in {name} since when it happens and what is different there.",
    FindingKind.WORDS: "Search for “{name}” in logs and in the notes of solved tickets.",
}
SHOW_IT: Final = "Tickets that show it, oldest first."
OF_CHANGE: Final = "Check what this change altered, and whether it can be taken back."


def of_feature(one: Feature, material: Material) -> dict[str, Any]:
    """Return a feature that stands out as a finding."""
    name = _name(one.key, material)
    others = [_name(key, material) for key in one.others][:8]
    counts = one.counts
    usually = _share(counts.usual_count, counts.usual_of)
    because = (
        f"{_share(counts.count, counts.of)} of these tickets, {usually} of the {counts.usual_of:,} others of the time "
        f"before: {ratio(counts):.1f} times as often (G² {g2(counts):.1f})."
    )
    more = f" On the same tickets: {', '.join(others)}." if others else ""
    shown = [each for each in material.tickets if each.id in one.tickets]
    fill = {"count": counts.count, "of": counts.of, "name": name}
    return {
        "kind": one.kind,
        "title": TITLES[one.kind].format(**fill)[:300],
        "severity": _severity(shown, one.score),
        "summary": because + more,
        "score": round(one.score, 4),
        "evidence": [{"text": SHOW_IT, "tickets": _numbers(shown)}],
        "affected": [name, *others] if one.kind is FindingKind.ITEM else [],
        "recommendations": [ADVICE[one.kind].format(name=name)],
        "facts": _facts(counts, g2(counts), one.p),
    }


def of_suspect(one: Suspect, material: Material) -> dict[str, Any]:
    """Return a change after which tickets came as a finding."""
    change, counts = one.change, one.counts
    items = sorted(material.names.get(item, str(item)) for item in change.items)
    what = f"{change.number}: {change.title}" if change.number else f"{items[0]} went from {change.title}"
    shown = [each for each in material.tickets if each.id in one.tickets]
    hours = int(BEFORE.total_seconds() // 3600)
    because = (
        f"{counts.count} of these tickets came within {hours} hours after {change.at:%Y-%m-%d %H:%M} UTC on what it "
        f"touched; {counts.usual_count:.1f} were usual in as much time before."
    )
    evidence = [{"text": because, "tickets": [*filter(None, [change.number]), *_numbers(shown)]}]
    if blamed := [each.number for each in shown if each.id in change.blamed_by]:
        evidence.append({"text": "People named it as the cause.", "tickets": blamed[:MOST_SHOWN]})
    return {
        "kind": FindingKind.CHANGE,
        "title": f"Shortly before: {what}"[:300],
        "severity": _severity(shown, one.score),
        "summary": because,
        "score": round(one.score, 4),
        "evidence": evidence,
        "affected": items[:20],
        "recommendations": [OF_CHANGE],
        "facts": _facts(counts, None, one.p),
    }


def told(found: Sequence[dict[str, Any]], material: Material) -> str:
    """Say in a sentence or two what was compared and how much stands out."""
    few, usual = len(material.tickets), len(material.usual)
    base = (
        f"{few:,} {_plural(few, 'ticket', 'tickets')} against {usual:,} others of the same time and before."
    )
    if found:
        return f"{base} {len(found)} {_plural(len(found), 'thing stands', 'things stand')} out."
    if few < 3:
        return f"{base} Nothing stands out: so few tickets cannot show what they have in common."
    if usual < 20:
        return f"{base} Nothing stands out: there are too few others to say what is usual."
    return f"{base} Nothing stands out: what these tickets have in common is as frequent elsewhere."


def _plural(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _name(key: object, material: Material) -> str:
    return material.names.get(key, str(key)) if isinstance(key, UUID) else str(key)


def _share(count: float, of: int) -> str:
    share = 100 * count / of if of else 0.0
    return f"{share:.0f} %" if share >= 10 or share == 0 else f"{share:.1f} %"


def _numbers(shown: Iterable[Seen]) -> list[str]:
    return [each.number for each in shown][:MOST_SHOWN]


def _severity(shown: Sequence[Seen], score: float) -> Severity:
    """As pressing as the most pressing quarter of its tickets; one step less if it accounts for little."""
    rank = sorted(each.rank for each in shown)[len(shown) // 4]
    levels = tuple(Severity)
    step = {1: 0, 2: 1, 3: 1, 4: 2}.get(rank, 3)
    return levels[min(step + (score < WEAK), len(levels) - 1)]


def _facts(counts: Counts, value: float | None, p: float) -> dict[str, Any]:
    return {
        "count": counts.count,
        "of": counts.of,
        "usual_count": round(counts.usual_count, 2),
        "usual_of": counts.usual_of,
        "ratio": round(ratio(counts), 2),
        "g2": None if value is None else round(value, 2),
        "p": float(f"{p:.3g}"),
    }
