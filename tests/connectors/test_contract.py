"""What every connector owes the house, whichever vendor it speaks to."""

import json
from pathlib import Path

import pytest

from deskplane.connectors.sdk.contract import PROTOCOLS, Capability, Use
from deskplane.connectors.sdk.mapping import Fit
from deskplane.connectors.sdk.quality import RULES, quality_of
from deskplane.connectors.sdk.registry import connection_types, manifests
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from tests.connectors.rigs import NAMES, rig

VENDORS = sorted(manifests())
HOME = Path(__file__).parents[2] / "deskplane" / "connectors"


def test_the_three_connectors_are_found_by_their_folders():
    assert VENDORS == ["freshdesk", "jira", "servicenow"]


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_declared_is_implemented_and_nothing_else(name):
    subject = rig(name, tickets=0)

    async with subject.open() as connector:
        does = {capability for capability, protocol in PROTOCOLS.items() if isinstance(connector, protocol)}

    assert does == subject.manifest.capabilities
    assert (Capability.WEBHOOK in does) is (subject.manifest.webhook is not None)
    assert set(PROTOCOLS) == set(Capability)


@pytest.mark.parametrize("vendor", VENDORS)
def test_forms_can_be_drawn_from_schemas_and_secrets_are_marked(vendor):
    forms = json.loads(json.dumps(manifests()[vendor].forms()))

    for form in (forms["config"], forms["credentials"]):
        assert all("title" in field for field in form["properties"].values())
    secrets = [
        field for field in forms["credentials"]["properties"].values() if field.get("format") == "password"
    ]
    assert secrets
    assert all(field["writeOnly"] for field in secrets)


@pytest.mark.parametrize("vendor", VENDORS)
def test_environment_variables_lead_to_fields_that_exist(vendor):
    manifest = manifests()[vendor]

    for place in manifest.env.values():
        form, field = place.split(".")
        assert field in getattr(manifest, form).model_fields


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_of_our_values_can_be_written(vendor):
    manifest = manifests()[vendor]

    for pairs, ours in ((manifest.statuses, Status), (manifest.priorities, Priority)):
        assert {pair.local for pair in pairs if pair.fit is not Fit.WIDENING} == set(ours)


def test_jira_is_a_target_and_jira_itsm_a_source():
    kinds = {key: kind for key, (_, kind) in connection_types().items()}

    assert list(kinds) == ["servicenow", "jira_itsm", "freshdesk", "jira"]
    assert [key for key, kind in kinds.items() if Use.TICKET_SOURCE in kind.uses] == [
        "servicenow",
        "jira_itsm",
        "freshdesk",
    ]
    assert [key for key, kind in kinds.items() if Use.KNOWLEDGE_SOURCE in kind.uses] == ["servicenow", "jira"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_connector_has_its_files_and_says_how_good_it_is(vendor):
    folder = HOME / vendor

    assert {path.name for path in folder.iterdir()} >= {
        *(
            "manifest.py",
            "config.py",
            "connector.py",
            "mapping.py",
            "webhooks.py",
            "README.md",
            "quality.yaml",
        )
    }
    assert set(quality_of(folder)) == set(RULES)
