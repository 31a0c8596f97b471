"""Taking files in, letting them hang somewhere, giving them up."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from deskplane.attachments import queries
from deskplane.attachments.filenames import safe_filename
from deskplane.attachments.previews import MAX_SOURCE, MIME, Preview, preview_of
from deskplane.attachments.types import HEAD, RASTER, check_type, sniff
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import FieldError, InvalidError, NotFoundError, UnavailableError
from deskplane.kernel.ids import uuid7
from deskplane.kernel.storage.files import FileStore, StoredFile

ALLOW_PROGRAMS: Final = "attachments_allow_programs"
"""Setting of the organisation: programs may be attached."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file whose content is in the store, and which no row knows of yet."""

    filename: str
    mime: str
    content: StoredFile
    preview: Preview | None = None
    preview_file: StoredFile | None = None

    @property
    def keys(self) -> list[str]:
        """Where its contents are."""
        return [self.content.key, *([self.preview_file.key] if self.preview_file else [])]


async def take(
    files: FileStore,
    org_id: UUID,
    filename: str,
    chunks: AsyncIterator[bytes],
    *,
    limit: int,
    programs: bool = False,
) -> Taken:
    """Store a stream of bytes, typed by its content; no transaction may be open.

    Raises:
        TooLargeError: it is larger than ``limit`` bytes.
        UnsupportedMediaError: it is a program and these are not allowed, or it pretends to be something else.
    """
    name = safe_filename(filename)
    head = await _head(chunks)
    mime = sniff(head[:HEAD], name)
    check_type(mime, name, executables=programs)
    content = await files.put(org_id, _whole(head, chunks), limit=limit)
    if mime not in RASTER or content.size > MAX_SOURCE:
        return Taken(name, mime, content)
    preview = await preview_of(b"".join([chunk async for chunk in files.open(content.key)]))
    if preview is None:
        return Taken(name, mime, content)
    small = await files.put(org_id, _whole(preview.data), limit=MAX_SOURCE)
    return Taken(name, mime, content, preview, small)


async def _head(chunks: AsyncIterator[bytes]) -> bytes:
    held = bytearray()
    while len(held) < HEAD and (chunk := await anext(chunks, None)) is not None:
        held += chunk
    return bytes(held)


async def _whole(head: bytes, rest: AsyncIterator[bytes] | None = None) -> AsyncIterator[bytes]:
    yield head
    if rest is not None:
        async for chunk in rest:
            yield chunk


class ContentGoneError(Exception):
    """The same content was removed while this upload was under way; look whether the file is there."""


async def record(tx: Tx, taken: Taken, *, person_id: UUID | None, seen: bool = False) -> dict[str, Any]:
    """Remember a stored file; it hangs nowhere yet.

    Raises:
        UnavailableError: the same content is being removed right now.
        ContentGoneError: it was removed a moment ago; look for it without a transaction, then come again with ``seen``.
    """
    values = (
        uuid7(),
        taken.filename,
        taken.mime,
        taken.content.size,
        taken.content.sha256,
        taken.content.key,
        taken.preview.width if taken.preview else None,
        taken.preview.height if taken.preview else None,
        taken.preview_file.key if taken.preview_file else None,
        MIME if taken.preview_file else None,
        taken.preview_file.size if taken.preview_file else None,
        person_id,
    )
    row = await queries.insert(tx, values)
    left = await queries.revive(tx, taken.keys, seen=seen)
    if "going" in left:
        raise UnavailableError("The file could not be stored just now. Send it again in a moment.")
    if "gone" in left:
        raise ContentGoneError
    return dict(row)


async def confirm(files: FileStore, taken: Sequence[Taken]) -> bool:
    """Say whether the contents are in the store; no transaction may be open."""
    keys = [key for file in taken for key in file.keys]
    return all([await files.exists(key) for key in keys])


async def claim(tx: Tx, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Let uploads of the caller hang somewhere; return them.

    Raises:
        InvalidError: one of them is not there, is somebody else's, or hangs somewhere already.
    """
    wanted = list(dict.fromkeys(ids))
    found = await queries.pending(tx, wanted)
    there = {row["id"] for row in found}
    errors: list[FieldError] = [
        {
            "loc": ["body", "attachment_ids", n],
            "msg": "there is no upload of yours with this id that is still free",
        }
        for n, one in enumerate(wanted)
        if one not in there
    ]
    if errors:
        raise InvalidError(errors=errors)
    await queries.use(tx, wanted, 1)
    return [dict(row) for row in found]


async def release(tx: Tx, ids: Sequence[UUID]) -> None:
    """Count that attachments hang at one place less; one that hangs nowhere is removed by and by."""
    await queries.use(tx, ids, -1)


async def discard(tx: Tx, id: UUID) -> None:
    """Delete an upload of the caller that hangs nowhere.

    Raises:
        NotFoundError: there is no such upload.
    """
    gone = await queries.drop_pending(tx, id)
    if gone is None:
        raise NotFoundError("There is no upload of yours with this id that hangs nowhere.")
    await queries.bury(tx, [key for key in gone.values() if key])
