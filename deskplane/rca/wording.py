"""Findings of the analyser in words, with the tickets that show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from deskplane.rca.contrast import Feature
from deskplane.rca.phrases import Phrases
from deskplane.rca.reading import BEFORE, Material, Seen
from deskplane.rca.statistics import Counts, g2, ratio
from deskplane.rca.suspects import Suspect
from deskplane.rca.vocabulary import FindingKind, Severity

MOST_SHOWN: Final = 20
WEAK: Final = 0.3
FEW: Final = 3
SCARCE: Final = 20


@dataclass(frozen=True, slots=True)
class Wording:
    """Findings about some tickets, in one language."""

    material: Material
    phrases: Phrases

    def of_feature(self, one: Feature) -> dict[str, Any]:
        """Return a feature that stands out as a finding."""
        say, material, counts = self.phrases, self.material, one.counts
        name = _name(one.key, material)
        others = [_name(key, material) for key in one.others][:8]
        because = say.because.format(
            share=self._share(counts.count, counts.of),
            usually=self._share(counts.usual_count, counts.usual_of),
            others=say.number(counts.usual_of),
            ratio=say.number(ratio(counts), 1),
            g2=say.number(g2(counts), 1),
        )
        more = say.others.format(names=", ".join(others)) if others else ""
        shown = [each for each in material.tickets if each.id in one.tickets]
        fill = {"count": counts.count, "of": counts.of, "name": name}
        return {
            "kind": one.kind,
            "title": say.titles[one.kind].format(**fill)[:300],
            "severity": _severity(shown, one.score),
            "summary": because + more,
            "score": round(one.score, 4),
            "evidence": [{"text": say.shown, "tickets": _numbers(shown)}],
            "affected": [name, *others] if one.kind is FindingKind.ITEM else [],
            "recommendations": [say.advice[one.kind].format(name=name)],
            "facts": _facts(counts, g2(counts), one.p),
        }

    def of_suspect(self, one: Suspect) -> dict[str, Any]:
        """Return a change after which tickets came as a finding."""
        say, material, change, counts = self.phrases, self.material, one.change, one.counts
        items = sorted(material.names.get(item, str(item)) for item in change.items)
        what = (
            f"{change.number}: {change.title}"
            if change.number
            else say.went.format(item=items[0], change=change.title)
        )
        shown = [each for each in material.tickets if each.id in one.tickets]
        because = say.came.format(
            count=counts.count,
            hours=int(BEFORE.total_seconds() // 3600),
            at=change.at.strftime(say.moment),
            usual=say.number(counts.usual_count, 1),
        )
        evidence = [{"text": because, "tickets": [*filter(None, [change.number]), *_numbers(shown)]}]
        if blamed := [each.number for each in shown if each.id in change.blamed_by]:
            evidence.append({"text": say.blamed, "tickets": blamed[:MOST_SHOWN]})
        return {
            "kind": FindingKind.CHANGE,
            "title": say.before.format(what=what)[:300],
            "severity": _severity(shown, one.score),
            "summary": because,
            "score": round(one.score, 4),
            "evidence": evidence,
            "affected": items[:20],
            "recommendations": [say.of_change],
            "facts": _facts(counts, None, one.p),
        }

    def told(self, found: Sequence[dict[str, Any]]) -> str:
        """Say in a sentence or two what was compared and how much stands out."""
        say, few, usual = self.phrases, len(self.material.tickets), len(self.material.usual)
        base = say.compared[few != 1].format(few=say.number(few), usual=say.number(usual))
        if found:
            return f"{base} {say.stand_out[len(found) != 1].format(count=len(found))}"
        if few < FEW:
            return f"{base} {say.too_few}"
        return f"{base} {say.no_usual if usual < SCARCE else say.nothing}"

    def _share(self, count: float, of: int) -> str:
        share = 100 * count / of if of else 0.0
        return f"{self.phrases.number(share, 0 if share >= 10 or share == 0 else 1)} %"


def _name(key: object, material: Material) -> str:
    return material.names.get(key, str(key)) if isinstance(key, UUID) else str(key)


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
