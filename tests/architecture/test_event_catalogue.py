"""What the log may hold: every event is declared with its fields, and none of them is a secret."""

import json
import re
from pathlib import Path

import pytest

from deskplane.kernel.events import CATALOGUE
from deskplane.outbound.redaction import is_secret_name
from scripts.reference import own_events

EVENTS = own_events()
LOCALES = Path(__file__).parents[2] / "web" / "public" / "locales"
# Names that sound like a secret and are none.
HARMLESS = {"token_id", "session_id", "key", "idempotency_key", "password_changed_at", "tokens_revoked"}
TEXTS = re.compile(r"(^|_)(text|html|body|note|comment|message)$")
# What a ticket says of itself, which `/at` rebuilds, and texts that staff write once for all. No conversations.
KEPT_TEXTS = {
    "description_html",
    "description_text",
    "resolution_text",
    "body_html",
    "body_text",
    "expected_text",
}
CASES = pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)


def test_there_are_events_of_every_slice_that_changes_something():
    rooms = {kind.__module__.split(".")[1] for kind in EVENTS}

    assert rooms >= {"identity", "audit", "catalog", "cmdb", "exports", "tickets"}


@CASES
def test_an_event_is_named_after_its_subject_and_what_happened(kind):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*", kind.name)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.subject_type)
    assert kind.__doc__
    assert CATALOGUE[kind.name] is kind


@CASES
def test_a_field_is_public_or_internal_and_not_both(kind):
    assert kind.public_fields & kind.internal_fields == set()


@CASES
def test_no_field_is_a_secret(kind):
    named = kind.public_fields | kind.internal_fields

    assert {name for name in named if is_secret_name(name)} - HARMLESS == set()


@CASES
def test_what_people_write_to_each_other_is_not_in_the_log(kind):
    written = {name for name in kind.public_fields | kind.internal_fields if TEXTS.search(name)}

    assert written <= (set() if "comment" in kind.name or "time" in kind.name else KEPT_TEXTS)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_audit_page_has_words_for_every_event(language: str):
    words = json.loads((LOCALES / language / "audit.json").read_text(encoding="utf-8"))
    subjects = {kind.name.partition(".")[0] for kind in EVENTS} | {kind.subject_type for kind in EVENTS}
    verbs = {kind.name.partition(".")[2] for kind in EVENTS}

    assert subjects - set(words["type"]) == set()
    assert verbs - set(words["verb"]) == set()


def test_no_two_events_share_a_name():
    assert len({kind.name for kind in EVENTS}) == len(EVENTS)
