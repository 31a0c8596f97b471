"""What holds for every file store."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from deskplane.kernel.errors import TooLargeError
from deskplane.kernel.storage.files import FileMissingError, FileStore, key_of
from deskplane.kernel.storage.local import LocalFiles
from deskplane.kernel.storage.s3 import S3Files, S3Settings, s3_client
from deskplane.outbound.policy import OutboundPolicy
from tests.kernel.storage.s3_server import ACCESS_KEY, BUCKET, REGION, SECRET_KEY, S3Server, running

ACME, OTHER = UUID(int=1), UUID(int=2)
LOCAL = OutboundPolicy.of(["127.0.0.1"], allow_http=True)


@pytest.fixture(params=["local", "s3"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FileStore]:
    if request.param == "local":
        yield LocalFiles(tmp_path / "files")
        return
    async with running(S3Server()) as endpoint, s3_client(LOCAL) as client:
        yield S3Files(client, S3Settings(endpoint, BUCKET, REGION, ACCESS_KEY, SECRET_KEY, prefix="a b/ü"))


async def stream(content: bytes, piece: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), piece):
        yield content[start : start + piece]


async def content_of(store: FileStore, key: str, *, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in store.open(key, start=start, end=end)])


@pytest.mark.parametrize("size", [0, 1, 999, 1_000_001])
async def test_what_is_stored_is_read_again(store: FileStore, size: int):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    stored = await store.put(ACME, stream(content), limit=2_000_000)

    assert stored.size == size
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert await content_of(store, stored.key) == content
    assert await store.exists(stored.key)


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        (0, 4, b"0123"),
        (3, 7, b"3456"),
        (8, None, b"89"),
        (4, 4, b""),
        (0, 99, b"0123456789"),
        (50, None, b""),
    ],
)
async def test_a_part_is_read_alone(store: FileStore, start: int, end: int | None, part: bytes):
    stored = await store.put(ACME, stream(b"0123456789"), limit=100)

    assert await content_of(store, stored.key, start=start, end=end) == part


async def test_the_same_content_has_one_key_per_organisation(store: FileStore):
    first = await store.put(ACME, stream(b"same"), limit=100)

    assert await store.put(ACME, stream(b"same", piece=1), limit=100) == first
    assert (await store.put(OTHER, stream(b"same"), limit=100)).key != first.key
    assert first.key == key_of(ACME, first.sha256)


async def test_what_is_too_large_is_refused_while_it_streams(store: FileStore):
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1000
            yield b"x" * 1000

    with pytest.raises(TooLargeError, match="5000 bytes"):
        await store.put(ACME, endless(), limit=5000)
    assert read == 6000


async def test_an_upload_that_breaks_off_leaves_nothing(store: FileStore):
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await store.put(ACME, broken(), limit=100)
    assert not await store.exists(key_of(ACME, hashlib.sha256(b"half").hexdigest()))


async def test_deleted_content_is_missing_and_may_be_deleted_again(store: FileStore):
    stored = await store.put(ACME, stream(b"x"), limit=100)
    await store.delete(stored.key)
    await store.delete(stored.key)

    assert not await store.exists(stored.key)
    with pytest.raises(FileMissingError):
        await content_of(store, stored.key)


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", f"{ACME}/../x", "", "/etc/passwd", f"{ACME}/ab/{'a' * 64}\n"]
)
async def test_a_key_of_foreign_make_is_refused(store: FileStore, key: str):
    for act in (store.exists, store.delete, lambda key: content_of(store, key)):
        with pytest.raises(FileMissingError):
            await act(key)
