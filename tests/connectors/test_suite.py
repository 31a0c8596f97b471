"""The contract suite that connectors of others inherit holds for ours, and finds what breaks it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deskplane import connectors
from deskplane.connectors.sdk.contract import Capability
from deskplane.connectors.sdk.normal import Arrival
from deskplane.connectors.sdk.registry import manifests
from deskplane.connectors.sdk.testing import SECRET, START, ContractSuite, Subject
from deskplane.connectors.sdk.webhooks import OWN_SIGNATURE, signature
from deskplane.simulators.clock import Clock
from deskplane.simulators.making import make
from deskplane.simulators.simulator import Settings
from deskplane.simulators.transport import SimulatorTransport
from tests.connectors.rigs import FORMS, NAMES, Rig

WRONG: dict[str, dict[str, Any]] = {
    "servicenow": {"username": "admin", "password": "wrong-password"},
    "jira-cloud": {"api_token": "wrong-token"},
    "jira-dc": {"username": "admin", "password": "wrong-password"},
    "freshdesk": {"api_key": "wrong-key"},
}
POSTED: dict[str, dict[str, Any]] = {
    "servicenow": {"incident_id": "INC0010001", "state": "2"},
    "jira-cloud": {"webhookEvent": "jira:issue_updated", "issue": {"id": "10001", "key": "OPS-1"}},
    "jira-dc": {"webhookEvent": "jira:issue_updated", "issue": {"id": "10001", "key": "OPS-1"}},
    "freshdesk": {"ticket_id": "11"},
}
RULES = sorted(name for name in dir(ContractSuite) if name.startswith("test_"))


def subject(name: str) -> Subject:
    site = make(name, Settings(tickets=5), Clock(lambda: START))
    vendor, config, credentials = FORMS[name]
    body = json.dumps(POSTED[name]).encode()
    return Subject(
        manifest=manifests()[vendor],
        folder=Path(connectors.__file__).parent / vendor,
        config=config,
        credentials=credentials,
        wrong_credentials=WRONG[name],
        transport=lambda: SimulatorTransport(site),
        records=lambda: sorted(Rig(name, site).remote_ids()),
        webhook=lambda: Arrival(headers={OWN_SIGNATURE: signature(body, SECRET)}, body=body),
    )


class Suite(ContractSuite):
    def __init__(self, made: Subject) -> None:
        self._made = made

    def subject(self) -> Subject:
        return self._made


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", NAMES)
def test_our_own_connectors_keep_each_rule(name: str, rule: str):
    getattr(Suite(subject(name)), rule)()


def test_a_promise_that_is_not_kept_is_found():
    good = subject("freshdesk")
    less = replace(good.manifest, capabilities=good.manifest.capabilities - {Capability.GET})
    bare = replace(good.manifest, statuses=good.manifest.statuses[:3])
    hears = good.manifest.webhook
    assert hears is not None
    deaf = replace(good.manifest, webhook=lambda arrival, _: hears(arrival, SECRET))
    broken = {
        "test_what_is_declared_is_implemented_and_nothing_else": replace(good, manifest=less),
        "test_each_of_our_values_can_be_written_and_is_read_back": replace(good, manifest=bare),
        "test_a_webhook_is_taken_only_from_who_knows_the_secret": replace(good, manifest=deaf),
        "test_a_pull_brings_every_record_once_and_can_be_taken_up_anywhere": replace(
            good, records=lambda: ["1", "2", "3", "4"]
        ),
        "test_verification_names_the_step_that_fails": replace(good, wrong_credentials=good.credentials),
        "test_it_has_its_files_and_says_how_good_it_is": replace(good, folder=Path(__file__).parent),
    }
    for rule, made in broken.items():
        with pytest.raises(AssertionError):
            getattr(Suite(made), rule)()
