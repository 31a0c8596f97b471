from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import httpx2
import pytest

from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.storage.s3 import S3Files, S3Settings, s3_client
from deskplane.kernel.storage.sigv4 import EMPTY_SHA256, Signer
from deskplane.outbound.policy import OutboundPolicy
from tests.kernel.storage.s3_server import ACCESS_KEY, BUCKET, REGION, SECRET_KEY, S3Server, running

ACME = UUID(int=1)
LOCAL = OutboundPolicy.of(["127.0.0.1"], allow_http=True)


async def stream(content: bytes) -> AsyncIterator[bytes]:
    yield content


def signature(
    signer: Signer, method: str, address: str, headers: dict[str, str], sha256: str = EMPTY_SHA256
) -> str:
    at = datetime(2013, 5, 24, tzinfo=UTC)
    signed = signer.signed(method, httpx2.URL(address), headers, payload_sha256=sha256, at=at)
    return signed["authorization"].rsplit("=", 1)[1]


def test_signatures_are_those_of_the_s3_reference():
    signer = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
    bucket = "https://examplebucket.s3.amazonaws.com"

    assert (
        signature(signer, "GET", f"{bucket}/test.txt", {"Range": "bytes=0-9"})
        == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    assert (
        signature(signer, "GET", f"{bucket}/?lifecycle", {})
        == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    )
    assert (
        signature(signer, "GET", f"{bucket}/?max-keys=2&prefix=J", {})
        == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    )
    assert (
        signature(
            signer,
            "PUT",
            f"{bucket}/test%24file.text",
            {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        )
        == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )


def test_the_secret_key_does_not_show():
    assert "hunter2" not in repr(Signer("a", "hunter2", "r"))
    assert "hunter2" not in repr(S3Settings("https://s3.example", "b", "r", "a", "hunter2"))


async def test_files_lie_below_bucket_and_prefix():
    server = S3Server()
    async with running(server) as endpoint, s3_client(LOCAL) as client:
        store = S3Files(
            client, S3Settings(f"{endpoint}/", BUCKET, REGION, ACCESS_KEY, SECRET_KEY, prefix="/desk/")
        )
        stored = await store.put(ACME, stream(b"x"), limit=10)

    assert server.objects == {f"/{BUCKET}/desk/{stored.key}": b"x"}


async def test_a_wrong_secret_is_told_as_a_store_that_refuses():
    async with running(S3Server()) as endpoint, s3_client(LOCAL) as client:
        store = S3Files(client, S3Settings(endpoint, BUCKET, REGION, ACCESS_KEY, "wrong"))
        with pytest.raises(UnavailableError, match="answered 403"):
            await store.put(ACME, stream(b"x"), limit=10)


async def test_a_store_that_is_busy_or_away_is_unavailable():
    server = S3Server()
    key = f"{ACME}/ab/{'ab' * 32}"
    async with s3_client(LOCAL) as client:
        async with running(server) as endpoint:
            store = S3Files(client, S3Settings(endpoint, BUCKET, REGION, ACCESS_KEY, SECRET_KEY))
            server.failing = True
            with pytest.raises(UnavailableError, match="answered 503"):
                await store.exists(key)
        with pytest.raises(UnavailableError, match="does not answer"):
            await store.exists(key)


async def test_a_store_at_a_private_address_must_be_allowed():
    async with running(S3Server()) as endpoint, s3_client(OutboundPolicy.of(allow_http=True)) as client:
        store = S3Files(client, S3Settings(endpoint, BUCKET, REGION, ACCESS_KEY, SECRET_KEY))
        with pytest.raises(UnavailableError, match="may not call"):
            await store.exists(f"{ACME}/ab/{'ab' * 32}")
