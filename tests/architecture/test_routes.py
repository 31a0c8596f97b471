"""Every route says who may use it, and none hides another."""

import re
from itertools import combinations

import pytest

from deskplane.app.routes import Declared, route_table
from deskplane.app.web import described
from deskplane.kernel.access import ROLE_GRANTS, Permission, RoleName

TABLE = route_table(described())
API = [route for route in TABLE if route.in_schema]
# Who comes without a session: programs that watch the process, people who are about to sign in, and the pages.
PUBLIC_OPERATIONS = {
    "health",
    "ready",
    "metrics",
    "log_in",
    "create_token_pair",
    "refresh_token_pair",
    "forgot_password",
    "reset_password",
    "accept_invitation",
    # Other desks: each request brings the secret of a connection.
    "receive_webhook",
    "receive_vendor_webhook",
    "hear_agent",
}
PUBLIC_PAGES = {
    "/",
    "/app",
    "/app/{page:path}",
    "/assets/{name:path}",
    "/connections/{name:path}",
    "/docs",
    "/favicon.ico",
    "/favicon.svg",
    "/icon.svg",
    "/icons/{name:path}",
    "/invitation",
    "/locales/{name:path}",
    "/login",
    "/manifest.webmanifest",
    "/openapi.json",
    "/portal",
    "/portal/{page:path}",
    "/reset-password",
    "/robots.txt",
    "/settings/connections/itsm",
    "/settings/connections/itsm/{id}",
    "/sw.js",
}
# Addresses that clients of older documents know, and the ones they stand for.
OLDER = {"/api/enhanced-tickets": "/api/v1/desk/tickets", "/api/data-sources": "/api/v1/connections"}
PARAMETER = re.compile(r"\{[^}]+\}")


def sample(path: str) -> str:
    """An address of the route that no static route is meant for."""
    return PARAMETER.sub("00000000-0000-4000-8000-000000000000", path)


def test_there_are_routes():
    assert len(API) > 100


@pytest.mark.parametrize("route", TABLE, ids=str)
def test_a_route_declares_exactly_one_permission_or_is_public(route):
    assert (len(route.permissions), route.publics) in {(1, 0), (0, 1)}


def test_only_named_routes_are_public():
    public = [route for route in TABLE if route.is_public]

    assert {route.operation_id for route in public if route.in_schema} == PUBLIC_OPERATIONS
    assert {route.path for route in public if not route.in_schema} == PUBLIC_PAGES


def test_a_route_outside_of_the_document_is_a_public_page():
    assert [str(route) for route in TABLE if not route.in_schema and not route.is_public] == []


@pytest.mark.parametrize("route", TABLE, ids=str)
def test_no_earlier_route_hides_a_later_one(route):
    earlier = TABLE[: TABLE.index(route)]
    hiding = [
        str(other)
        for other in earlier
        if other.methods & route.methods and other.pattern.match(sample(route.path))
    ]

    assert hiding == []


def test_no_two_routes_have_one_shape():
    shapes: dict[tuple[str, str], Declared] = {}
    for route in TABLE:
        for method in route.methods:
            key = (method, PARAMETER.sub("{}", route.path))
            assert key not in shapes, f"{route} and {shapes[key]}"
            shapes[key] = route


def test_operations_are_named_once_by_hand():
    names = [route.operation_id for route in API]

    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", name)] == []
    assert sorted(names) == sorted(set(names))


def test_an_alias_needs_what_its_original_needs():
    known = {route.operation_id: route for route in API}
    aliases = [route for route in API if route.operation_id.endswith("_alias")]

    assert len(aliases) >= 15
    for alias in aliases:
        original = known[alias.operation_id.removesuffix("_alias")]
        assert (alias.permissions, alias.methods) == (original.permissions, original.methods)
        with_slash = original.path + "/"  # said by clients that write the collection like a folder
        elsewhere = {
            alias.path.replace(old, new, 1) for old, new in OLDER.items() if alias.path.startswith(old)
        }
        assert original.path in elsewhere or alias.path == with_slash


def test_reading_needs_no_right_to_write():
    writes = re.compile(r":(write|create|update|delete|restore|assign|transition|bulk|merge)$")
    lists_for_forms = {
        "list_resolution_codes",
        "list_tags",
        "list_canned_replies",
        "get_canned_reply",
        "draft_from_template",
        "list_macros",
        "get_macro",
    }
    asking = [r for r in API if "GET" in r.methods and any(writes.search(p) for p in r.permissions)]

    assert {route.operation_id for route in asking} <= lists_for_forms


def test_every_permission_of_a_route_is_granted_to_somebody():
    used = {permission for route in API for permission in route.permissions}

    assert used <= set().union(*ROLE_GRANTS.values()) == set(Permission)


def test_roles_stand_above_one_another():
    ranks = (RoleName.REQUESTER, RoleName.AGENT, RoleName.TEAM_LEAD, RoleName.ADMIN)
    grants = [ROLE_GRANTS[role] for role in ranks]

    assert all(lower < higher for lower, higher in combinations(grants, 2))
