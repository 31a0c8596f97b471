"""What PostgreSQL knows of the size of its tables while much comes in."""

import asyncio

import pytest

from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.statistics import Growth
from tests.fixtures.desk import World

FEW = "select reltuples::int from pg_class where oid = 'tags'::regclass"
FILL = """
insert into tags (org_id, id, name) select app_org(), gen_random_uuid(), 'tag ' || n from generate_series(1, 3000) as n
"""


async def test_a_look_beside_the_work_sees_what_came_in(world: World):
    growth = Growth(world.db)
    async with world.db.transaction(world.org.tenant) as tx:
        before = await tx.fetchval(FEW)
        await tx.execute(FILL)
    await growth.look()
    await growth.end()

    async with world.db.transaction() as tx:
        assert await tx.fetchval(FEW) > max(before, 0)


async def test_looks_follow_each_other_and_a_failure_comes_with_the_next(world: World):
    growth = Growth(world.db)
    await asyncio.gather(*(growth.look() for _ in range(5)))
    await growth.end()
    await growth.end()

    await world.db.close()
    await growth.look()
    await asyncio.sleep(0.2)
    with pytest.raises(UnavailableError):
        await growth.look()
