"""The pages: packed for who can unpack, and told at once what they need."""

import gzip
import re

import pytest

from deskplane.app.pages import DIST
from tests.fixtures.desk import World

pytestmark = pytest.mark.skipif(not (DIST / "index.html").is_file(), reason="the web UI is not built")
MODULE = re.compile(r'<link rel="modulepreload" crossorigin href="([^"]+)">')


async def page(world: World, address: str, accept: str = "identity") -> str:
    answer = await world.anonymous().get(address, headers={"accept-encoding": accept})
    assert answer.status_code == 200
    return answer.text


async def test_a_page_names_the_files_it_will_ask_for(world: World) -> None:
    login, tickets, ticket = [
        set(MODULE.findall(await page(world, address)))
        for address in ("/login", "/app/tickets", "/app/tickets/INC-1")
    ]
    assert login < tickets
    assert login < ticket
    assert tickets != ticket
    for file in tickets | ticket:
        assert (DIST / file.removeprefix("/")).is_file(), file


@pytest.mark.parametrize(
    ("accept", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0", None), ("", None)]
)
async def test_a_file_comes_packed_as_the_client_takes_it(
    world: World, accept: str, encoding: str | None
) -> None:
    scripts = MODULE.findall(await page(world, "/app/tickets"))
    script = max(scripts, key=lambda name: (DIST / name.removeprefix("/")).stat().st_size)
    async with world.anonymous().stream("GET", script, headers={"accept-encoding": accept}) as answer:
        body = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "Accept-Encoding" in answer.headers["vary"]
    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert body == (DIST / f"{script.removeprefix('/')}{ending}").read_bytes()


async def test_the_page_itself_is_packed_with_its_own_nonce(world: World) -> None:
    nonces: set[str] = set()
    for _ in range(2):
        async with world.anonymous().stream("GET", "/app", headers={"accept-encoding": "gzip"}) as answer:
            body = gzip.decompress(b"".join([chunk async for chunk in answer.aiter_raw()])).decode()
        nonce = re.search(r'name="csp-nonce" content="([^"]+)"', body)
        assert nonce
        assert f"'nonce-{nonce[1]}'" in answer.headers["content-security-policy"]
        nonces.add(nonce[1])
    assert len(nonces) == 2
