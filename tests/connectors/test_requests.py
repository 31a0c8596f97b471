"""What leaves for Jira is what Atlassian's own documents demand."""

import json
import warnings
from typing import Any, cast

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft4Validator
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from deskplane.connectors.jira.adf import document, plain
from deskplane.connectors.sdk.normal import Changes, NewComment, Related, Window
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility
from tests.connectors.recorded import folder
from tests.connectors.rigs import draft, rig

TWIN = Related(platform="servicenow", remote_id="1" * 32, key="INC1", url="https://acme.service-now.com/x")
SPECS = {
    "jira-cloud": ("jira-cloud-platform-v3-2025-12.json", "https://your-domain.atlassian.net"),
    "jira-dc": ("jira-software-dc-10.3-openapi.json", "https://jira.example.com"),
}


class Sent:
    """A request of the log in the shape the validator asks for."""

    def __init__(self, entry, host):
        self.host_url = host
        self.path = entry.path
        self.path_pattern = None
        self.method = entry.method.lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(entry.query), header=Headers(entry.headers), cookie=ImmutableMultiDict()
        )
        self.content_type = entry.headers.get("content-type", "application/json")
        self.body = json.dumps(entry.body).encode() if entry.body != "" else None


async def everything(subject):
    subject.config = {"default_project_key": "OPS"}
    async with subject.open() as connector:
        await connector.verify()
        made = await connector.create(
            draft(
                priority=Priority.HIGH, assignee="emma@example.com", related=(TWIN,), description="a\n\nb\n"
            )
        )
        ident = made.ticket.remote_id
        await connector.update(ident, Changes(title="x", description="", tags=("b",)))
        await connector.comment(ident, NewComment(body="one\ntwo"))
        await connector.comment(ident, NewComment(body="inside", visibility=Visibility.INTERNAL))
        await connector.assign(ident, assignee="")
        await connector.transition(ident, Status.RESOLVED)
        await connector.link(ident, TWIN)
        await connector.get_many([ident])
        await connector.pull_comments(ident)
        await connector.stats(Window(projects=("OPS",)))
        _ = [page async for page in connector.pull(Window(projects=("OPS",)))]


async def test_each_request_to_cloud_is_valid_by_atlassians_description():
    name, host = SPECS["jira-cloud"]
    spec = folder("jira/openapi") / name
    subject = rig("jira-cloud", tickets=130)
    await everything(subject)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the judge, about itself
        judge = OpenAPI.from_file_path(
            str(spec), config=cast("Any", Config)(spec_validator_cls=None, server_base_url=host)
        )
        for entry in subject.simulator.log:
            if entry.path.startswith("/rest/api/3"):
                judge.validate_request(Sent(entry, host))
    assert len(subject.simulator.log) > 15


async def test_each_path_and_verb_for_data_center_is_in_atlassians_description():
    name, _ = SPECS["jira-dc"]
    paths = json.loads((folder("jira/openapi") / name).read_text())["paths"]
    subject = rig("jira-dc", tickets=130)
    await everything(subject)

    known = {(verb.upper(), _shape(path)) for path, verbs in paths.items() for verb in verbs}
    for entry in subject.simulator.log:
        bare = entry.path.partition("/rest")[2]
        assert any(entry.method == verb and _fits(f"/rest{bare}", shape) for verb, shape in known), entry.path


def _shape(path):
    return path if path.startswith("/rest") else f"/rest{path}"


def _fits(path, shape):
    parts, wanted = path.strip("/").split("/"), shape.strip("/").split("/")
    return len(parts) == len(wanted) and all(
        w.startswith("{") or w == p for p, w in zip(parts, wanted, strict=True)
    )


@pytest.fixture(scope="module")
def judge():
    schema = json.loads((folder("jira/adf-schema") / "adf-full-v1.json").read_text())
    return Draft4Validator(schema)


async def test_documents_that_leave_are_valid(judge):
    subject = rig("jira-cloud", tickets=1)
    await everything(subject)

    found = [
        value
        for entry in subject.simulator.log
        if isinstance(entry.body, dict)
        for value in (
            entry.body.get("body"),
            entry.body.get("fields", {}) and _described(entry.body["fields"]),
        )
        if value
    ]
    assert len(found) == 4
    for one in found:
        judge.validate(one)


def _described(fields):
    return fields.get("description") if isinstance(fields, dict) else None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_becomes_a_valid_document_and_text_again(judge, words):
    made = document(words)

    judge.validate(made)
    assert plain(made) == words
