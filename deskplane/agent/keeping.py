"""The agent's credentials: one sealed record for each (tenant, connection, type), in a file of its own."""

import base64
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson

from deskplane.kernel.crypto import CryptoError, KeyRing

FILE: Final = "credentials.json"


class Key(NamedTuple):
    """What credentials are kept under."""

    tenant_id: UUID
    connection_id: UUID
    connection_type: str

    @property
    def name(self) -> str:
        """As the file calls it."""
        return f"{self.tenant_id}/{self.connection_id}/{self.connection_type}"

    @property
    def purpose(self) -> str:
        """What the record is sealed for: moved to another connection it does not open."""
        return f"agent/{self.connection_id}/{self.connection_type}"


@dataclass(frozen=True, slots=True)
class Kept:
    """Credentials, the addresses they are for, and the attempt that brought them."""

    attempt: int
    addresses: frozenset[str]
    credentials: dict[str, Any] = field(repr=False)


def addresses_of(settings: dict[str, Any]) -> frozenset[str]:
    """Where a form leads to."""
    return frozenset(value for value in settings.values() if isinstance(value, str) and "://" in value)


class Keeper:
    """The sealed file; it is written whole and then given its name, so a crash loses nothing."""

    def __init__(self, folder: Path, keys: KeyRing) -> None:
        """Keep in ``folder``, sealed with ``keys``."""
        self._path = folder / FILE
        self._keys = keys
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def find(self, key: Key) -> Kept | None:
        """What is kept for a connection.

        Raises:
            CryptoError: it was sealed with another key, or changed.
        """
        sealed = self._rows().get(key.name)
        if sealed is None:
            return None
        try:
            plain = self._keys.open(base64.b64decode(sealed), org_id=key.tenant_id, purpose=key.purpose)
        except ValueError as error:
            raise CryptoError(f"{self._path} is damaged.") from error
        found = orjson.loads(plain)
        return Kept(found["attempt"], frozenset(found["addresses"]), found["credentials"])

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep these credentials instead of earlier ones."""
        plain = orjson.dumps(
            {
                "attempt": kept.attempt,
                "addresses": sorted(kept.addresses),
                "credentials": kept.credentials,
            }
        )
        sealed = self._keys.seal(plain, org_id=key.tenant_id, purpose=key.purpose)
        self._write({**self._rows(), key.name: base64.b64encode(sealed).decode()})

    def forget(self, key: Key) -> bool:
        """Drop what is kept for a connection; tells whether there was anything."""
        rows = self._rows()
        if rows.pop(key.name, None) is None:
            return False
        self._write(rows)
        return True

    def __len__(self) -> int:
        """How many connections have credentials here."""
        return len(self._rows())

    def _rows(self) -> dict[str, str]:
        return orjson.loads(self._path.read_bytes()) if self._path.exists() else {}

    def _write(self, rows: dict[str, str]) -> None:
        handle, name = tempfile.mkstemp(prefix=f".{FILE}-", dir=self._path.parent)  # mode 0600
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        finally:
            draft.unlink(missing_ok=True)
