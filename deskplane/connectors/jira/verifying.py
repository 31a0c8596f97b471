"""Proving a connection, and what a site offers."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from deskplane.connectors.jira.config import Config, Deployment
from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    NotThatVendorError,
    NotThereError,
    VendorRefusedError,
)
from deskplane.connectors.sdk.http import Answer, Wire
from deskplane.connectors.sdk.normal import Choice, Options, Verification
from deskplane.connectors.sdk.shapes import at, mapping, objects, text
from deskplane.connectors.sdk.verifying import HOST, LOGIN, VENDOR, Checklist

_STEPS: Final = {
    HOST: "The address can be reached",
    VENDOR: "It is Jira, of the product chosen",
    LOGIN: "The log-in is accepted",
    "project": "The project exists",
    "type": "The issue type exists in it",
    "create": "Issues can be created, moved and commented",
    "fields": "No other field is required",
}
_PERMISSIONS: Final = ("BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES", "EDIT_ISSUES")
_KIND_FIX: Final = (
    "Cloud needs e-mail + API token; Data Center a user name + password or a personal access token."
)
_GIVEN: Final = frozenset(
    {"summary", "project", "issuetype", "description", "reporter", "priority", "labels"}
)


async def verify(wire: Wire, root: str, config: Config) -> Verification:
    """Prove step by step; nothing is written. Only ``myself`` proves a log-in: lists answer nobody with nothing."""
    checks = Checklist(_STEPS)
    me: dict[str, str] = {}
    if not await checks.contact(_log_in(wire, root, config, me)):
        return checks.done()
    try:
        found = await options(wire, root, config)
    except ConnectorError as error:
        checks.fail("project", error.message, error.fix)
        return checks.done(account=me["name"])
    if _project(checks, config, found.projects):
        await _inside(wire, root, config, checks)
    return checks.done(account=me["name"], options=found)


async def _log_in(wire: Wire, root: str, config: Config, me: dict[str, str]) -> str:
    server = mapping((await wire.send("GET", "rest/api/2/serverInfo")).body)
    cloud = text(server.get("deploymentType")) == "Cloud"
    if not server.get("versionNumbers"):
        raise NotThatVendorError("What answers at this address is not Jira.", fix="Check the base URL.")
    if cloud is not (config.deployment is Deployment.CLOUD):
        what = "Jira Cloud" if cloud else "Jira Data Center"
        raise NotThatVendorError(f"This is {what}.", fix=f"Choose {what} as product. {_KIND_FIX}")
    said = mapping((await wire.send("GET", f"{root}/myself")).body)
    me["name"] = text(said.get("displayName"))
    address = text(said.get("emailAddress"))
    if cloud and address and config.email and address.lower() != config.email.lower():
        raise CredentialsRejectedError(
            f"The token belongs to {address}.", fix="Use the e-mail of its account."
        )
    return me["name"]


def _project(checks: Checklist, config: Config, projects: tuple[Choice, ...]) -> bool:
    key = config.default_project_key
    keys = [choice.id for choice in projects]
    if key in keys:
        checks.ok("project", key)
        return True
    near = get_close_matches(key.upper(), keys, 3, 0.4) or keys[:3]
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    # A key that nobody chose is needed for creating only: imports work without it.
    note = checks.fail if "default_project_key" in config.model_fields_set else checks.warn
    note(
        "project",
        f"Project '{key}' does not exist or this account may not see it.{hint}",
        "Check upper and lower case, and give the account the permission Browse projects.",
    )
    return False


async def _inside(wire: Wire, root: str, config: Config, checks: Checklist) -> None:
    key, wanted = config.default_project_key, config.default_issue_type
    kinds = await kinds_of(wire, root, key)
    kind = next((choice for choice in kinds if choice.name == wanted), None)
    names = ", ".join(choice.name for choice in kinds)
    if kind is None:
        checks.fail("type", f"Project {key} has no issue type '{wanted}'.", f"Choose one of {names}.")
    else:
        checks.ok("type", wanted)
    await checks.probe("create", _permissions(wire, root, key))
    if kind:
        await checks.probe("fields", _required(wire, root, key, kind))


async def _permissions(wire: Wire, root: str, key: str) -> str:
    params = {"permissions": ",".join(_PERMISSIONS), "projectKey": key}
    body = (await wire.send("GET", f"{root}/mypermissions", params=params)).body
    have = {name for name in _PERMISSIONS if at(body, "permissions", name, "havePermission") is True}
    missing = [name for name in _PERMISSIONS if name not in have]
    if missing:
        said = f"The account lacks {', '.join(missing)} in {key}."
        raise VendorRefusedError(
            said, status=403, fix="Ask the project's administrator for these permissions."
        )
    return ", ".join(_PERMISSIONS)


async def _required(wire: Wire, root: str, key: str, kind: Choice) -> str:
    body = (await wire.send("GET", f"{root}/issue/createmeta/{key}/issuetypes/{kind.id}")).body
    rows = objects(at(body, "fields")) or objects(at(body, "values"))
    needed = {
        text(row.get("fieldId")): text(row.get("name"))
        for row in rows
        if row.get("required") is True and not row.get("hasDefaultValue")
    }
    others = [f"{name} ({ident})" for ident, name in needed.items() if ident not in _GIVEN]
    if others:
        said = f"{kind.name} in {key} also requires {', '.join(others)}."
        raise VendorRefusedError(said, status=400, fix="Map a field of ours to each of them.")
    return ""


async def options(wire: Wire, root: str, config: Config) -> Options:
    """What forms and maps need, in the site's own words."""
    kinds = objects((await wire.send("GET", f"{root}/issuetype")).body)
    fields = objects((await wire.send("GET", f"{root}/field")).body)
    priorities = objects((await wire.send("GET", f"{root}/priority")).body)
    resolutions = objects((await wire.send("GET", f"{root}/resolution")).body)
    custom = (row for row in fields if row.get("custom") is True)
    return Options(
        projects=await projects(wire, root, config),
        issue_types=_choices(kinds),
        statuses=await states(wire, root),
        priorities=_choices(priorities),
        resolutions=_choices(resolutions),
        fields=tuple(
            Choice(text(row.get("id")), text(row.get("name")), group=text(at(row, "schema", "type")))
            for row in custom
        ),
    )


async def states(wire: Wire, root: str) -> tuple[Choice, ...]:
    """The site's states with their categories."""
    rows = objects((await wire.send("GET", f"{root}/status")).body)
    return tuple(
        Choice(text(row.get("id")), text(row.get("name")), group=text(at(row, "statusCategory", "key")))
        for row in rows
    )


async def kinds_of(wire: Wire, root: str, key: str) -> list[Choice]:
    """The issue types of a project."""
    try:
        body = (await wire.send("GET", f"{root}/issue/createmeta/{key}/issuetypes")).body
    except NotThereError:
        body = (await wire.send("GET", f"{root}/project/{key}")).body
    rows = objects(at(body, "issueTypes")) or objects(at(body, "values"))
    return list(_choices(rows))


async def projects(wire: Wire, root: str, config: Config) -> tuple[Choice, ...]:
    """The projects that this account may see, by key."""
    if config.deployment is Deployment.DATA_CENTER:
        rows = objects((await wire.send("GET", f"{root}/project")).body)
        return _projects_of(rows)
    rows, last = list[Mapping[str, Any]](), False
    while not last:
        params = {"startAt": str(len(rows)), "maxResults": "50"}
        body = (await wire.send("GET", f"{root}/project/search", params=params)).body
        page = objects(at(body, "values"))
        rows += page
        last = at(body, "isLast") is not False or not page
    return _projects_of(rows)


def _projects_of(rows: list[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(text(row.get("key")), text(row.get("name"))) for row in rows)


def _choices(rows: list[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(text(row.get("id")), text(row.get("name"))) for row in rows)


def explain(answer: Answer) -> ConnectorError | None:
    """Jira's own words for a refusal."""
    reason = answer.headers.get("x-authentication-denied-reason", "")
    if "CAPTCHA" in reason:
        said = "Jira wants a CAPTCHA after too many wrong attempts; each further one prolongs it."
        return CredentialsRejectedError(
            said, fix="Log in once in the browser, then verify again.", locked=True
        )
    if answer.status == 401:
        return CredentialsRejectedError("Jira does not accept these credentials.", fix=_KIND_FIX)
    if answer.status in (404, 410):
        return None
    messages = [text(one) for one in at(answer.body, "errorMessages") or ()]
    fields = {name: text(said) for name, said in mapping(at(answer.body, "errors")).items()}
    said = "; ".join([*messages, *(f"{name}: {words}" for name, words in fields.items())])
    return VendorRefusedError(f"Jira refused: {said or answer.status}", status=answer.status, fields=fields)
