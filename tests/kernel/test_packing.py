"""Long JSON is packed for who can unpack it; everything else goes as it is."""

import gzip

import orjson
import pytest

from deskplane.kernel.packing import WORTH
from tests.fixtures.desk import World

TICKETS = "/api/v1/desk/tickets"


async def raw(world: World, path: str, accept: str) -> tuple[dict[str, str], bytes]:
    """The headers and the bytes as they are sent."""
    async with world.client().stream("GET", path, headers={"accept-encoding": accept}) as answer:
        assert answer.status_code == 200
        return dict(answer.headers), b"".join([chunk async for chunk in answer.aiter_raw()])


async def test_a_long_answer_is_packed_and_says_the_same(world: World) -> None:
    for n in range(8):
        made = await world.client().post(TICKETS, json={"title": f"The gate {n} stays open"})
        assert made.status_code == 201, made.text
    _, plain = await raw(world, TICKETS, "identity")
    headers, packed = await raw(world, TICKETS, "gzip, deflate, br")
    assert len(plain) > WORTH
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert int(headers["content-length"]) == len(packed) < len(plain) / 3
    assert orjson.loads(gzip.decompress(packed))["data"] == orjson.loads(plain)["data"]


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/api/v1/me", "gzip"), ("/openapi.json", "identity"), (f"{TICKETS}/export?format=csv", "gzip")],
)
async def test_short_answers_streams_and_others_go_as_they_are(world: World, path: str, accept: str) -> None:
    headers, body = await raw(world, path, accept)
    assert "content-encoding" not in headers
    assert body
