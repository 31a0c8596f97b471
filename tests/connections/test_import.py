"""Imports: everything inside the range once, stopped when told, taken up where they stood."""

import pytest

from tests.connections.outside import FORMS, C, Desks

ALL = pytest.mark.parametrize("type_", FORMS)


@ALL
async def test_an_import_takes_every_record_of_the_range_once(desks: Desks, type_: str):
    connection = await desks.verified(type_, tickets=230)

    run = await desks.imported(connection["id"], days=30)

    wanted = desks.inside(type_, 30)
    links = await desks.linked(connection["id"])
    assert run["state"] == "success", run
    assert set(links) == wanted
    assert 0 < len(wanted) < 230
    assert (run["created_count"], run["read_count"], run["failed_count"]) == (len(wanted), len(wanted), 0)
    assert len({row["ticket_id"] for row in links.values()}) == len(wanted)
