"""What a platform would not take: refused by field, before the call where it can be known."""

from typing import Any

import pytest

from tests.dispatch.sites import Sites, sites_of
from tests.fixtures.desk import World


async def test_a_refusal_is_told_by_field_and_the_corrected_payload_is_taken(sites: Sites):
    await sites.switch()

    refused = await sites.create("fix", "jira", summary="Fix", project_key="NOPE")
    made = await sites.create("fix", "jira", summary="Fix", project_key="OPS")

    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["loc"] == ["body", "payload", "project_key"]
    assert made.json()["ticket_id"].startswith("OPS-")


@pytest.mark.parametrize(
    ("payload", "field", "words"),
    [
        ({"project_key": "ops"}, "project_key", "Did you mean 'OPS'?"),
        ({"project_key": "OPX"}, "project_key", "Did you mean 'OPS'?"),
        ({"project_key": "../OPS"}, "project_key", "no project"),
        ({"project_key": "OPS", "issue_type": "Incidnt"}, "issue_type", "Did you mean 'Incident'?"),
        ({"project_key": "OPS", "issue_type": "Zebra"}, "issue_type", "There are: "),
    ],
)
@pytest.mark.parametrize("jira", ["jira-cloud", "jira-dc"])
async def test_a_project_or_type_that_is_not_there_is_refused_before_the_call(
    world: World, environment: pytest.MonkeyPatch, jira: str, payload: dict[str, Any], field: str, words: str
):
    sites = sites_of(world, jira=jira)
    if jira == "jira-dc":
        for name in ("JIRA_EMAIL", "JIRA_API_TOKEN"):
            environment.delenv(name)
        environment.setenv("JIRA_USERNAME", "admin")
        environment.setenv("JIRA_PASSWORD", "admin")
    await sites.switch(servicenow=False)

    refused = await sites.create("near", "jira", summary="Near", **payload)

    assert refused.status_code == 422, refused.text
    [error] = refused.json()["errors"]
    assert error["loc"] == ["body", "payload", field]
    assert words in error["msg"]
    assert sites.jira.requests("POST", "/issue") == []


async def test_a_refusal_after_a_lost_answer_can_be_corrected(sites: Sites):
    await sites.switch()
    sites.fault("jira", "drop")
    await sites.create("lost", "jira", summary="Lost", project_key="OPS", issue_type="Change")
    sites.advance(4000)
    await sites.work()
    [failed] = await sites.tickets("lost")

    made = await sites.create("lost", "jira", summary="Lost", project_key="OPS")

    assert (failed["state"], failed["error"]["kind"]) == ("failed", "refused")
    assert made.json()["state"] == "created", made.text
