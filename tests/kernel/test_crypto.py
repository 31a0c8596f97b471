import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from deskplane.kernel.crypto import (
    KEY_FILE,
    KeyInvalidError,
    KeyRing,
    KeyUnknownError,
    SealBrokenError,
    new_token,
    same,
    token_digest,
)

OLD, NEW = "o" * 32, "n" * 32
ACME, OTHER = UUID(int=1), UUID(int=2)


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(plain: bytes):
    ring = KeyRing.of([NEW])
    sealed = ring.seal(plain, org_id=ACME, purpose="connection")

    assert ring.open(sealed, org_id=ACME, purpose="connection") == plain
    assert not ring.needs_rotation(sealed)


def test_text_opens_as_text_and_does_not_show():
    ring = KeyRing.of([NEW])
    sealed = ring.seal_text("pässword", org_id=ACME, purpose="connection")

    assert ring.open_text(sealed, org_id=ACME, purpose="connection") == "pässword"
    assert b"ssword" not in sealed


def test_the_same_value_is_sealed_differently_each_time():
    ring = KeyRing.of([NEW])
    assert len({ring.seal(b"x", org_id=ACME, purpose="p") for _ in range(20)}) == 20


@pytest.mark.parametrize(("org_id", "purpose"), [(OTHER, "connection"), (ACME, "webhook")])
def test_a_value_opens_for_its_organisation_and_purpose_only(org_id: UUID, purpose: str):
    ring = KeyRing.of([NEW])
    sealed = ring.seal(b"x", org_id=ACME, purpose="connection")

    with pytest.raises(SealBrokenError):
        ring.open(sealed, org_id=org_id, purpose=purpose)
    with pytest.raises(SealBrokenError):
        ring.reseal(sealed, org_id=org_id, purpose=purpose)


def test_any_changed_byte_is_noticed():
    ring = KeyRing.of([NEW])
    sealed = ring.seal(b"secret", org_id=ACME, purpose="p")

    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises((SealBrokenError, KeyUnknownError)):
            ring.open(bytes(changed), org_id=ACME, purpose="p")
    for cut in (0, 1, 80, len(sealed) - 1):
        with pytest.raises(SealBrokenError):
            ring.open(sealed[:cut], org_id=ACME, purpose="p")


def test_after_a_change_of_keys_old_values_open_and_are_resealed():
    sealed = KeyRing.of([OLD]).seal(b"x", org_id=ACME, purpose="p")
    ring = KeyRing.of([NEW, OLD])

    assert ring.needs_rotation(sealed)
    resealed = ring.reseal(sealed, org_id=ACME, purpose="p")
    assert not ring.needs_rotation(resealed)
    assert KeyRing.of([NEW]).open(resealed, org_id=ACME, purpose="p") == b"x"


def test_a_missing_earlier_key_is_named_as_the_cause():
    sealed = KeyRing.of([OLD]).seal(b"x", org_id=ACME, purpose="p")

    with pytest.raises(KeyUnknownError, match="DESKPLANE_SECRET_KEY_PREVIOUS"):
        KeyRing.of([NEW]).open(sealed, org_id=ACME, purpose="p")


def test_derived_keys_differ_by_purpose_and_by_key():
    ring = KeyRing.of([NEW, OLD])

    assert ring.derive("a") == ring.derived("a")[0] != ring.derive("b")
    assert ring.derived("a")[1] == KeyRing.of([OLD]).derive("a")
    assert len(ring.derive("a")) == 32


@pytest.mark.parametrize("given_keys", [[], ["short"], [NEW, "short"], [" " * 40]])
def test_a_short_secret_is_refused(given_keys: list[str]):
    with pytest.raises(KeyInvalidError):
        KeyRing.of(given_keys)


def test_the_key_file_is_made_once_and_is_private(tmp_path: Path):
    sealed = KeyRing.load(None, tmp_path / "new").seal(b"x", org_id=ACME, purpose="p")
    path = tmp_path / "new" / KEY_FILE

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeyRing.load(None, tmp_path / "new").open(sealed, org_id=ACME, purpose="p") == b"x"
    assert [entry.name for entry in path.parent.iterdir()] == [KEY_FILE]


def test_two_processes_that_start_together_agree_on_one_key(tmp_path: Path):
    with ThreadPoolExecutor(16) as pool:
        rings = list(pool.map(lambda _: KeyRing.load(None, tmp_path), range(16)))

    assert len({ring.derive("x") for ring in rings}) == 1


def test_a_key_moved_into_the_environment_still_opens_old_values(tmp_path: Path):
    sealed = KeyRing.load(None, tmp_path).seal(b"x", org_id=ACME, purpose="p")
    ring = KeyRing.load(NEW, tmp_path)

    assert ring.open(sealed, org_id=ACME, purpose="p") == b"x"
    assert ring.needs_rotation(sealed)


def test_a_key_file_open_to_others_is_refused(tmp_path: Path):
    KeyRing.load(None, tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)

    with pytest.raises(KeyInvalidError, match="chmod 600"):
        KeyRing.load(None, tmp_path)


def test_a_damaged_key_file_is_refused(tmp_path: Path):
    path = tmp_path / KEY_FILE
    for content in (b"", b"short", os.urandom(64)):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(KeyInvalidError):
            KeyRing.load(None, tmp_path)


def test_a_token_is_random_long_and_kept_as_its_digest():
    token = new_token()

    assert token.startswith("dp_")
    assert len(token) == 46
    assert token != new_token()
    assert new_token("dpr").startswith("dpr_")
    assert len(token_digest(token)) == 32
    assert same(token_digest(token), token_digest(token))
    assert same("ä", "ä")
    assert not same(token, new_token())
