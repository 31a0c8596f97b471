"""Envelope encryption of secrets at rest, and tokens that are kept only as digests.

Every sealed value has a data key of its own, wrapped by the key-encryption key. The key-encryption key comes from
the environment or from a file in the data folder and is never in the database.
"""

import base64
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_FILE: Final = "secret.key"
MIN_SECRET: Final = 32
TOKEN_PREFIX: Final = "dp"

_VERSION: Final = b"\x01"
_ID: Final = 8
_NONCE: Final = 12
_WRAPPED: Final = 32 + 16
_HEAD: Final = 1 + _ID + _NONCE + _WRAPPED + _NONCE


class CryptoError(Exception):
    """A key or a sealed value cannot be used."""


class KeyInvalidError(CryptoError):
    """The key-encryption key is too short, unreadable or open to others."""


class KeyUnknownError(CryptoError):
    """The value was sealed with a key that is not configured."""


class SealBrokenError(CryptoError):
    """The value was changed, or belongs to another organisation or purpose."""


class KeyEncryptionKey:
    """One key and its public id; neither shows the secret."""

    __slots__ = ("_cipher", "_material", "id")

    def __init__(self, secret: str) -> None:
        """Derive the key.

        Raises:
            KeyInvalidError: the secret is too short to be one.
        """
        if len(secret.strip()) < MIN_SECRET:
            raise KeyInvalidError(
                f"The secret key is too short: it needs at least {MIN_SECRET} random characters. "
                "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
        self._material = secret.strip().encode()
        self._cipher = AESGCM(self.derive("key encryption"))
        self.id = self.derive("key id", _ID)

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """Derive a key for one purpose that tells nothing about the others."""
        hkdf = HKDF(SHA256(), length, salt=None, info=b"deskplane/1/" + purpose.encode())
        return hkdf.derive(self._material)

    def wrap(self, data_key: bytes, context: bytes) -> bytes:
        """Encrypt a data key."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data_key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Decrypt a data key."""
        return _decrypted(self._cipher, wrapped[:_NONCE], wrapped[_NONCE:], context)


class KeyRing:
    """The current key-encryption key, and earlier ones that can still open what they sealed."""

    def __init__(self, current: KeyEncryptionKey, previous: Iterable[KeyEncryptionKey] = ()) -> None:
        """Seal with ``current``; open with any."""
        self._current = current
        self._keys = (current, *previous)
        self._by_id = {key.id: key for key in reversed(self._keys)}

    @classmethod
    def of(cls, given: Sequence[str]) -> "KeyRing":
        """Make a ring of secrets, the current one first.

        Raises:
            KeyInvalidError: a secret is too short, or there is none.
        """
        if not given:
            raise KeyInvalidError("There is no secret key.")
        current, *previous = (KeyEncryptionKey(secret) for secret in given)
        return cls(current, previous)

    @classmethod
    def load(cls, secret: str | None, data_dir: Path, previous: Sequence[str] = ()) -> "KeyRing":
        """Use the given secret, else the one in the data folder, which is made if there is none.

        A key file beside a given secret counts as an earlier key, so that moving the key into the environment
        loses nothing.

        Raises:
            KeyInvalidError: a secret is too short, or the key file cannot be used.
        """
        path = data_dir / KEY_FILE
        if not secret:
            return cls.of([_read_or_create(path), *previous])
        kept = [_read(path)] if path.exists() else []
        return cls.of([secret, *previous, *kept])

    def seal(self, plain: bytes, *, org_id: UUID, purpose: str) -> bytes:
        """Encrypt a value so that it opens only for this organisation and purpose."""
        context = _context(org_id, purpose)
        data_key, nonce = AESGCM.generate_key(256), os.urandom(_NONCE)
        wrapped = self._current.wrap(data_key, context)
        return _VERSION + self._current.id + wrapped + nonce + AESGCM(data_key).encrypt(nonce, plain, context)

    def open(self, sealed: bytes, *, org_id: UUID, purpose: str) -> bytes:
        """Decrypt a value.

        Raises:
            KeyUnknownError: the key it was sealed with is not configured.
            SealBrokenError: it was changed, or sealed for another organisation or purpose.
        """
        context = _context(org_id, purpose)
        data_key = self._data_key(sealed, context)
        return _decrypted(AESGCM(data_key), sealed[_HEAD - _NONCE : _HEAD], sealed[_HEAD:], context)

    def seal_text(self, plain: str, *, org_id: UUID, purpose: str) -> bytes:
        """Encrypt text."""
        return self.seal(plain.encode(), org_id=org_id, purpose=purpose)

    def open_text(self, sealed: bytes, *, org_id: UUID, purpose: str) -> str:
        """Decrypt text; raises as ``open``."""
        return self.open(sealed, org_id=org_id, purpose=purpose).decode()

    def needs_rotation(self, sealed: bytes) -> bool:
        """Tell whether an earlier key sealed it."""
        return sealed[1 : 1 + _ID] != self._current.id

    def reseal(self, sealed: bytes, *, org_id: UUID, purpose: str) -> bytes:
        """Wrap the data key with the current key; the value itself is not touched. Raises as ``open``."""
        context = _context(org_id, purpose)
        wrapped = self._current.wrap(self._data_key(sealed, context), context)
        return _VERSION + self._current.id + wrapped + sealed[_HEAD - _NONCE :]

    def derive(self, purpose: str) -> bytes:
        """Derive 32 bytes for one purpose, such as signing access tokens."""
        return self._current.derive(purpose)

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """Derive them from every key, the current one first: what an earlier key signed can still be verified."""
        return tuple(key.derive(purpose) for key in self._keys)

    def _data_key(self, sealed: bytes, context: bytes) -> bytes:
        if len(sealed) < _HEAD or not sealed.startswith(_VERSION):
            raise SealBrokenError("This is no sealed value.")
        key = self._by_id.get(sealed[1 : 1 + _ID])
        if key is None:
            raise KeyUnknownError(
                "A stored secret was sealed with a key that is not configured. "
                "Set DESKPLANE_SECRET_KEY_PREVIOUS to the key used before, or enter the secret again."
            )
        return key.unwrap(sealed[1 + _ID : _HEAD - _NONCE], context)


def new_token(prefix: str = TOKEN_PREFIX) -> str:
    """Make a token of 256 random bits, shown once and kept only as its digest."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_digest(token: str) -> bytes:
    """SHA-256 of a token: what the database keeps. A random token needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def same(left: str | bytes, right: str | bytes) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(_bytes(left), _bytes(right))


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _context(org_id: UUID, purpose: str) -> bytes:
    return b"deskplane/1/" + org_id.bytes + purpose.encode()


def _decrypted(cipher: AESGCM, nonce: bytes, data: bytes, context: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, data, context)
    except InvalidTag:
        raise SealBrokenError(
            "A stored secret cannot be opened: it was changed, or sealed for another organisation or purpose."
        ) from None


def _read_or_create(path: Path) -> str:
    if not path.exists():
        _create(path)
    return _read(path)


def _create(path: Path) -> None:
    """Write a new key completely, then give it its name; whoever comes second keeps the first one's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{KEY_FILE}-", dir=path.parent)  # mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(base64.urlsafe_b64encode(os.urandom(32)).decode())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _read(path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        secret = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyInvalidError(f"The key file {path} cannot be read: {error}.") from error
    if os.name == "posix" and mode & 0o077:
        raise KeyInvalidError(f"The key file {path} is open to other users. Close it with: chmod 600 {path}")
    return secret
