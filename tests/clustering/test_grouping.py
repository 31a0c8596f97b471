"""Grouping of texts: what belongs together is found, always the same way, also in real tickets."""

import csv
import gzip
import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from deskplane.clustering.grouping import Corpus, Group
from deskplane.clustering.terms import surface_of, terms_of

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
KINDS = {
    "vpn": "VPN connection drops every few minutes after the update of the client",
    "printer": "Printer on the second floor shows paper jam and prints nothing",
    "passwort": "Passwort abgelaufen, Anmeldung am Portal nicht möglich",
    "mailbox": "Shared mailbox missing in Outlook since the migration",
}
FILLING = (
    "laptop",
    "screen",
    "report",
    "invoice",
    "warehouse",
    "colleague",
    "quick",
    "urgent",
    "floor",
    "again",
)


def made_up(each: int = 40) -> list[tuple[str, tuple[str, str]]]:
    dice = random.Random(4)
    found = []
    for number in range(each):
        for kind, words in KINDS.items():
            kept = [word for word in words.split() if dice.random() < 0.8]
            found.append((kind, (" ".join(kept), " ".join(dice.sample(FILLING, 3)) + f" ref{number}x")))
    return found


def grouped(texts: Sequence[tuple[str, str]]) -> list[Group]:
    corpus = Corpus()
    corpus.add(texts)
    return corpus.groups()


def test_texts_that_say_the_same_are_one_group_with_the_words_they_share():
    labelled = made_up()

    groups = grouped([text for _, text in labelled])

    assert len(groups) == len(KINDS)
    for group in groups:
        kinds = Counter(labelled[place][0] for place, _ in group.members)
        [(kind, count)] = kinds.most_common(1)
        assert count / len(group.members) > 0.95
        assert kind in {word.word for word in group.words}
        assert all(0 < word.share <= 1 and word.score > 0 for word in group.words)
        assert [near for _, near in group.members] == sorted(
            (near for _, near in group.members), reverse=True
        )
        assert 0 < group.cohesion <= 1


def test_the_same_texts_lead_to_the_same_groups_however_they_are_paged():
    texts = [text for _, text in made_up()]
    whole, parts = Corpus(), Corpus()
    whole.add(texts)
    for start in range(0, len(texts), 7):
        parts.add(texts[start : start + 7])

    assert whole.groups() == parts.groups()


@pytest.mark.parametrize(
    "texts",
    [[], [("", "")] * 50, [("one ticket", "alone")], [(f"word{n} thing{n}", "") for n in range(60)]],
    ids=["none", "empty", "one", "all different"],
)
def test_nothing_in_common_is_no_group(texts: list[tuple[str, str]]):
    assert grouped(texts) == []


def test_a_word_that_everybody_says_makes_no_group():
    assert grouped([(f"thing{n} odd{n} acme", "acme") for n in range(60)]) == []


def test_texts_without_a_difference_are_one_group():
    [group] = grouped(
        [("Disk full on host", "cleanup needed")] * 30 + [(f"thing{n} x{n}y", "") for n in range(40)]
    )

    assert len(group.members) == 30
    assert group.cohesion == pytest.approx(1.0)


def test_forms_of_a_word_count_as_one_and_the_most_frequent_one_is_shown():
    surfaces: dict[str, dict[str, int]] = {}

    found = terms_of(
        "Drucker druckt nicht", "Die Drucker im Büro. Zürich, the printers of host web-01", surfaces
    )

    assert found["drucke"] == 3
    assert surface_of("drucke", surfaces) == "drucker"
    assert "web-01" in found
    assert {"buro", "zurich"} <= found.keys()
    assert not {"die", "the", "nicht"} & found.keys()


# Real labelled texts: file, column of the title, of the text and of the label, least purity and least NMI.
REAL = [
    pytest.param("intents_banking77", "text", "", "category", 0.42, 0.57),
    pytest.param("tickets_endava", "title", "body", "topic_group", 0.70, 0.34),
    pytest.param(
        *("tickets_routing", "short_description", "description", "assignment_group", 0.61, 0.33),
        marks=pytest.mark.full,
    ),
]


@pytest.mark.parametrize(("name", "title", "text", "label", "purity", "nmi"), REAL)
def test_real_texts_are_grouped_much_as_people_did(
    name: str, title: str, text: str, label: str, purity: float, nmi: float
):
    rows = [row for row in real(name) if row[label] and row[label] != "oos"]

    groups = grouped([(row[title], row[text][:500] if text else "") for row in rows])

    of: dict[int, int] = {place: n for n, group in enumerate(groups) for place, _ in group.members}
    pairs = [(of.get(place, -1), row[label]) for place, row in enumerate(rows)]
    assert len(of) / len(rows) > 0.8
    assert pure([pair for pair in pairs if pair[0] >= 0]) >= purity
    assert shared_information(pairs) >= nmi


def real(name: str) -> list[dict[str, str]]:
    path = DATA / f"{name}.csv.gz"
    if not path.exists():
        pytest.skip(f"the real texts are not there: {path.name} belongs into ../shared/data")
    with gzip.open(path, "rt", newline="") as file:
        return list(csv.DictReader(file))


def pure(pairs: Sequence[tuple[int, str]]) -> float:
    """Share of the texts whose group is mostly of their own label."""
    labels: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for group, label in pairs:
        labels[group][label] += 1
    return sum(max(counts.values()) for counts in labels.values()) / len(pairs)


def shared_information(pairs: Sequence[tuple[int, str]]) -> float:
    """Normalised mutual information of groups and labels; texts without a group are a group of their own."""
    count = len(pairs)
    groups, labels = Counter(group for group, _ in pairs), Counter(label for _, label in pairs)
    both = math.fsum(
        n / count * math.log(n * count / (groups[group] * labels[label]))
        for (group, label), n in Counter(pairs).items()
    )
    spread = [-math.fsum(n / count * math.log(n / count) for n in of.values()) for of in (groups, labels)]
    return 2 * both / math.fsum(spread)
