"""Requests made from the OpenAPI document, good and bad: no failure of ours, nothing that is not documented.

Half of the requests name things that exist, so that they get further than a 404. Removals are rehearsed, so that what
later requests name is still there.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, reject, settings, strategies as st
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deskplane.kernel.access import RoleName
from tests.fixtures.desk import BASE, World
from tests.fixtures.effort import FULL, effort
from tests.security.holdings import Holdings, holdings_of
from tests.security.operations import DOCUMENT, FIELDS, OPERATIONS, STREAMS, Operation
from tests.security.test_matrix import TAKEN, RehearsedError, rehearse

SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
LOOKED_AT = [o for o in OPERATIONS if o.id not in STREAMS and (FULL or not o.id.endswith("_alias"))]
# After these, the things that other requests name are not what they were.
REHEARSED = {"merge_ticket", "log_out", "set_role", "reset_role", "deactivate_person", "update_organization"}
LONGEST = 60_000  # characters of an address that the client sends
CAREFUL = settings(
    max_examples=effort(6, 40),
    phases=(Phase.explicit, Phase.generate, Phase.shrink) if FULL else (Phase.generate,),
    deadline=None,
    database=None,
    derandomize=not FULL,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)


@dataclass
class Fuzz:
    """The application, something that exists for each name, and a way to ask from another thread."""

    world: World
    held: Holdings
    loop: asyncio.AbstractEventLoop

    def ask(self, client: httpx2.AsyncClient, case: Case, operation: Operation) -> httpx2.Response:
        """Send a case and wait for its answer."""
        sent = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
        if len(sent.url or "") > LONGEST:
            reject()
        content: Any = sent.body
        headers: Any = {
            name: value for name, value in sent.headers.items() if name.lower() != "authorization"
        }
        wanted = client.request(str(sent.method), str(sent.url), content=content, headers=headers)
        return asyncio.run_coroutine_threadsafe(self._rehearsed(wanted, operation), self.loop).result(60)

    async def _rehearsed(self, wanted: Any, operation: Operation) -> httpx2.Response:
        RehearsedError.wanted = operation.method == "DELETE" or operation.name in REHEARSED
        try:
            return await wanted
        finally:
            RehearsedError.wanted = False


@pytest.fixture(scope="module")
async def fuzz(module_world: World) -> AsyncGenerator[Fuzz]:
    held = await holdings_of(module_world, module_world.org, "fuzz")
    module_world.db.before_commit.append(rehearse)
    yield Fuzz(module_world, held, asyncio.get_running_loop())
    module_world.db.before_commit.remove(rehearse)


def cases(operation: Operation) -> SearchStrategy[Case]:
    """Good and bad requests of an operation."""
    described = SCHEMA[operation.path][operation.method]
    modes = [described.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    if operation.body_schema or operation.described.get("parameters"):
        modes.append(described.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    return st.one_of(modes)


def name_what_exists(case: Case, operation: Operation, held: Holdings) -> None:
    """Put things that exist wherever a valid request names something."""
    ids = operation.address(held.ids)
    case.path_parameters.update(named(operation.path, ids))
    if isinstance(case.body, dict):
        for name in set(case.body) & set(operation.fields) & set(FIELDS):
            value = held.ids[FIELDS[name]]
            case.body[name] = [value] if isinstance(case.body[name], list) else value


def named(template: str, path: str) -> dict[str, str]:
    """The parameters that make ``path`` of ``template``."""
    pairs = zip(template.split("/"), path.split("/"), strict=True)
    return {word[1:-1]: value for word, value in pairs if word.startswith("{")}


async def run(fuzz: Fuzz, role: RoleName, operation: Operation) -> None:
    """Send the cases from a thread of their own, since Hypothesis knows no coroutines."""
    client = fuzz.world.client(role)

    @CAREFUL
    @given(case=cases(operation), existing=st.booleans())
    def every_case(case: Case, existing: bool) -> None:
        if existing:
            name_what_exists(case, operation, fuzz.held)
        answer = fuzz.ask(client, case, operation)
        if answer.status_code != TAKEN:
            case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            assert answer.headers["content-type"] == "application/problem+json"

    await asyncio.to_thread(every_case)


@pytest.mark.parametrize("operation", LOOKED_AT, ids=str)
async def test_an_administrator_gets_only_what_is_documented(fuzz, operation):
    await run(fuzz, RoleName.ADMIN, operation)


@pytest.mark.parametrize(
    "operation",
    [
        o
        for o in LOOKED_AT
        if FULL or o.permission in {"ticket:read", "ticket:create", "ticket:comment", "self"}
    ],
    ids=str,
)
async def test_a_requester_gets_only_what_is_documented(fuzz, operation):
    await run(fuzz, RoleName.REQUESTER, operation)
