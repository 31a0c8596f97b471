"""The OpenAPI document is the contract: committed, complete, and what the application says."""

import json
import re
from http import HTTPStatus

import pytest

from deskplane.app.web import described
from deskplane.kernel.errors import ERRORS
from scripts import reference

DOCUMENT = described().openapi()
OPERATIONS = {
    operation["operationId"]: (verb, path, operation)
    for path, item in DOCUMENT["paths"].items()
    for verb, operation in item.items()
}
EMPTY = {str(int(status)) for status in (HTTPStatus.NO_CONTENT, HTTPStatus.ACCEPTED)}
# Answers that are no JSON: files, streams, figures.
RAW = {
    "metrics",
    "stream_events",
    "download_attachment",
    "preview_attachment",
    "download_ticket_attachment",
    "export_audit",
    "export_time",
    "export_tickets",
    "export_tickets_alias",
}
CASES = pytest.mark.parametrize("operation_id", OPERATIONS)


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_reference_says_what_the_code_says(name):
    committed = (reference.FOLDER / name).read_text(encoding="utf-8").splitlines()

    assert committed == reference.PAGES[name]().splitlines(), f"run: {reference.COMMAND}"


def references(part: object) -> set[str]:
    """Everything that ``part`` refers to, also indirectly."""
    text = json.dumps(part)
    return set(re.findall(r'"#/components/schemas/([^"]+)"', text))


def test_every_reference_leads_somewhere():
    assert references(DOCUMENT) <= set(DOCUMENT["components"]["schemas"])


def test_operation_ids_are_unique():
    names = [o["operationId"] for item in DOCUMENT["paths"].values() for o in item.values()]

    assert sorted(names) == sorted(set(names))


@CASES
def test_an_operation_documents_the_shared_problems(operation_id):
    answers = OPERATIONS[operation_id][2]["responses"]

    for error in ERRORS:
        documented = answers[str(int(error.status))]["content"]
        assert documented == {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        }


@CASES
def test_an_operation_says_what_it_does_and_answers(operation_id):
    _, path, operation = OPERATIONS[operation_id]
    good = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}

    assert operation["description"]
    assert operation["tags"]
    assert len(good) >= 1, path
    for status, answer in good.items():
        if status in EMPTY:
            assert "content" not in answer
        elif operation_id not in RAW:
            assert answer["content"]["application/json"]["schema"] != {}, "declare response_model"


@CASES
def test_an_operation_says_what_it_takes(operation_id):
    verb, path, operation = OPERATIONS[operation_id]
    named = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}

    assert named == set(re.findall(r"\{(\w+)\}", path))
    if verb == "get":
        assert "requestBody" not in operation
    if verb == "post" and operation.get("security"):
        assert "Idempotency-Key" in {p["name"] for p in operation["parameters"]}


@CASES
def test_bodies_refuse_unknown_fields(operation_id):
    body = OPERATIONS[operation_id][2].get("requestBody", {}).get("content", {}).get("application/json")
    if body is None:
        return
    for name in references(body):
        schema = DOCUMENT["components"]["schemas"][name]
        if schema.get("type") == "object":
            assert schema.get("additionalProperties") is False, name


@CASES
def test_whoever_must_sign_in_is_told_how_and_what_for(operation_id):
    operation = OPERATIONS[operation_id][2]

    assert ("security" in operation) == ("x-permission" in operation)
    for scheme in operation.get("security", []):
        assert set(scheme) <= set(DOCUMENT["components"]["securitySchemes"])
