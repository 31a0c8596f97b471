"""The real job queue: an analysis that was asked for is made, with nobody to help."""

import asyncio
from contextlib import suppress

from tests.fixtures.desk import World

RCA = "/api/v1/rca/jobs"


async def test_an_analysis_is_made_by_the_worker(world: World) -> None:
    client = world.client()
    ticket = (await client.post("/api/v1/desk/tickets", json={"title": "Odd noise"})).json()
    made = await client.post(RCA, json={"title": "Noise", "scope": {"tickets": [ticket["number"]]}})
    worker = asyncio.create_task(world.runtime.jobs.run())
    try:
        async with asyncio.timeout(30):
            while (job := (await client.get(f"{RCA}/{made.json()['id']}")).json())["state"] != "completed":
                assert job["state"] in {"queued", "running"}, job
                assert not worker.done()
                await asyncio.sleep(0.05)
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
    assert "Nothing stands out" in job["summary"]
