"""What an organisation has: one of everything, made through the API, with a word in all texts that no other has."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import httpx2
from PIL import Image

from deskplane.clustering.jobs import work as group
from deskplane.connections.jobs import verify_due
from deskplane.inbound.jobs import work_due as read_due
from deskplane.kernel.access import RoleName
from deskplane.simulators.making import make
from deskplane.simulators.simulator import Settings
from deskplane.simulators.transport import SimulatorTransport
from deskplane.sync.jobs import work_due
from tests.fixtures.desk import Org, World

TICKETS = "/api/v1/desk/tickets"
PASSWORD = "a long password for tests 4711"


@dataclass
class Holdings:
    """One organisation and what it has."""

    org: Org
    word: str
    inside: str = ""
    ids: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Maker:
    """Makes things as the administrator of an organisation, and what needs two people with an agent."""

    client: httpx2.AsyncClient
    agent: httpx2.AsyncClient
    holdings: Holdings

    @property
    def word(self) -> str:
        """The word of the organisation."""
        return self.holdings.word

    async def make(self, kind: str, path: str, body: Any, *, key: str = "id") -> str:
        """Create something and remember its id."""
        answer = await self.client.post(path, json=body)
        assert answer.status_code in {200, 201}, f"{path}: {answer.text}"
        self.holdings.ids[kind] = str(answer.json()[key])
        return self.holdings.ids[kind]

    async def everything(self) -> Holdings:
        """Make one of everything."""
        await self.people()
        await self.credentials()
        await self.catalog()
        await self.items()
        await self.tickets()
        await self.portal()
        await self.work()
        await self.dispatch()
        await self.analyses()
        return self.holdings

    async def people(self) -> None:
        """People, teams and skills."""
        word, ids = self.word, self.holdings.ids
        ann = {
            "name": f"Ann {word}",
            "email": f"ann@{word}.test",
            "role": "agent",
            "phone": word,
            "title": word,
        }
        person = await self.make("people", "/api/v1/people", ann)
        ids["members"] = person
        team = await self.make("teams", "/api/v1/teams", {"name": f"Team {word}", "description": word})
        answer = await self.client.post(f"/api/v1/teams/{team}/members", json={"person_ids": [person]})
        assert answer.status_code < 300, answer.text
        await self.make("departments", "/api/v1/teams", {"name": f"Dept {word}", "kind": "department"})
        await self.make("skills", "/api/v1/skills", {"name": f"Skill {word}", "description": word})

    async def credentials(self) -> None:
        """Somebody with a password, a session and tokens; links for those who have none."""
        word, ids = self.word, self.holdings.ids
        ids |= {"email": f"sig@{word}.test", "password": PASSWORD, "slug": self.holdings.org.slug}
        signer = {"name": f"Sig {word}", "email": ids["email"], "role": "agent", "password": PASSWORD}
        person = await self.make("signers", "/api/v1/people", signer)
        login = {"email": ids["email"], "password": PASSWORD, "organization": ids["slug"]}
        signed_in = await self.client.post("/api/v1/auth/login", json=login)
        assert signed_in.status_code == 200, signed_in.text
        ids["csrf"] = signed_in.json()["csrf_token"]
        ids["cookie"] = str(self.client.cookies["deskplane_session"])
        self.client.cookies.clear()
        sessions = await self.client.get("/api/v1/sessions", params={"person_id": person})
        ids["sessions"] = sessions.json()["data"][0]["id"]
        pair = await self.client.post("/api/v1/auth/token", json=login)
        ids["refresh"] = pair.json()["refresh_token"]
        token = await self.client.post(
            "/api/v1/tokens", json={"name": f"Token {word}", "service_role": "agent"}
        )
        assert token.status_code == 201, token.text
        ids["tokens"] = first_id(token.json())
        for kind, path in (("reset", f"{person}/reset-link"), ("invitation", f"{ids['people']}/invite")):
            link = await self.client.post(f"/api/v1/people/{path}")
            assert link.status_code < 300, link.text
            ids[kind] = link.json()["url"].partition("token=")[2]

    async def catalog(self) -> None:
        """Categories, fields, templates, replies and codes."""
        word = self.word
        await self.make("categories", "/api/v1/categories", {"name": f"Category {word}", "description": word})
        field_body = {"key": "internal_note", "label": f"Field {word}", "kind": "text"}
        await self.make("custom-fields", "/api/v1/custom-fields", field_body)
        await self.make("spare", "/api/v1/custom-fields", {**field_body, "key": "spare"})
        template = {"name": f"Template {word}", "fields": {"title": f"Titled {word}"}}
        await self.make("ticket-templates", "/api/v1/ticket-templates", template)
        status = {"key": "parts_are_late", "label": f"Parts {word}", "status": "pending"}
        await self.make("sub-statuses", "/api/v1/sub-statuses", status)
        await self.make(
            "resolution-codes", "/api/v1/resolution-codes", {"code": "by_magic", "label": f"Magic {word}"}
        )
        await self.make("tags", "/api/v1/tags", {"name": f"tag-{word}", "description": word})
        reply = {"title": f"Reply {word}", "body_html": f"<p>Thanks {word}</p>"}
        await self.make("canned-replies", "/api/v1/canned-replies", reply)

    async def items(self) -> None:
        """Configuration items and how they relate."""
        word = self.word
        body = {"class": "server", "description": word}
        first = await self.make(
            "items", "/api/v1/cmdb/items", {**body, "key": f"a-{word}", "name": f"A {word}"}
        )
        await self.make("cis", "/api/v1/cmdb/items", {**body, "key": f"b-{word}", "name": f"B {word}"})
        relation = {"relation": "depends_on", "to_id": self.holdings.ids["cis"]}
        await self.make("relations", f"/api/v1/cmdb/items/{first}/relations", relation)

    async def tickets(self) -> None:
        """Tickets of the requester with all that hangs on them; what is internal says so with a word of its own."""
        word, inside, ids = self.word, self.holdings.inside, self.holdings.ids
        requester = str(self.holdings.org.people[RoleName.REQUESTER])
        main = {
            "title": f"Main {word}",
            "description": f"Described {word}",
            "requester_id": requester,
            "tags": [f"tag-{inside}"],
            "job_id": f"job-{inside}",
            "source_reference": {"remote": inside},
            "integration_metadata": {"remote": inside},
            "custom_fields": {"internal_note": f"field {inside}"},
            "type": "change",
        }
        ticket = await self.make("tickets", TICKETS, main)
        await self.make("targets", TICKETS, {"title": f"Target {word} {inside}"})
        path = f"{TICKETS}/{ticket}"
        await self.make("comments", f"{path}/comments", {"body": f"Open words {word}"})
        note = {"body": f"Among us {word} {inside}", "visibility": "internal"}
        await self.make("notes", f"{path}/comments", note)
        await self.make(
            "time-tracking", f"{path}/time-tracking", {"minutes": 5, "note": f"Time {word} {inside}"}
        )
        await self.make("links", f"{path}/links", {"type": "related", "target": ids["targets"]})
        approver = str(self.holdings.org.people[RoleName.ADMIN])
        await self.make(
            "approvals", f"{path}/approvals", {"approver_id": approver, "note": f"{word} {inside}"}
        )
        added = await self.client.post(f"{path}/cis", json={"ci_id": ids["cis"]})
        assert added.status_code < 300, added.text
        for kind, place in (("attachments", f"{path}/attachments"), ("uploads", "/api/v1/attachments")):
            sent = await self.client.post(place, files={"file": (f"{word}.png", picture(), "image/png")})
            assert sent.status_code == 201, sent.text
            ids[kind] = first_id(sent.json())
        for watcher in ({"person_id": ids["people"]}, {}):
            assert (await self.client.post(f"{path}/watchers", json=watcher)).status_code < 300
        undo = {"ids": [ids["targets"]], "set": {"department": f"Dept {word}"}}
        await self.make("undo", f"{TICKETS}/bulk-update", undo, key="undo_token")

    async def portal(self) -> None:
        """A card of the portal, somebody who follows a request, and a request that is solved."""
        word, ids = self.word, self.holdings.ids
        ids["followers"] = ids["people"]
        card = {"name": f"Card {word}", "description": word}
        await self.make("request-types", "/api/v1/portal/request-types", card)
        solved = await self.make("solved", TICKETS, {"title": f"Solved {word}"})
        moved = await self.client.post(f"{TICKETS}/{solved}/transition", json={"to": "resolved"})
        assert moved.status_code == 200, moved.text

    async def work(self) -> None:
        """Projects, tasks, macros and boards; a draft and a timer of the one who makes them."""
        word, inside, ids = self.word, self.holdings.inside, self.holdings.ids
        project = {"key": f"P{word[-4:]}".upper(), "name": f"Project {word}", "description": inside}
        await self.make("projects", "/api/v1/projects", project)
        task = {"title": f"Task {word}", "description": inside, "project_id": ids["projects"]}
        await self.make("assignments", "/api/v1/assignments", task)
        empty = {"key": f"E{word[-4:]}".upper(), "name": f"Empty {word}"}
        await self.make("empty-project", "/api/v1/projects", empty)
        await self.make("unlinked-task", "/api/v1/assignments", {"title": f"Unlinked {word}"})
        ticket = {"ticket_id": ids["tickets"]}
        for kind, other in (("project", "projects"), ("assignment", "assignments")):
            path = f"/api/v1/ticket-{kind}-links"
            await self.make(f"ticket-{kind}-links", path, {**ticket, f"{kind}_id": ids[other]})
        actions = [{"do": "note", "html": f"Said {word} {inside}"}]
        await self.make("macros", "/api/v1/macros", {"name": f"Macro {word}", "actions": actions})
        await self.make("boards", "/api/v1/boards", {"name": f"Board {word}"})
        await self.make("views", "/api/v1/views", {"name": f"View {word}", "scope": "all"})
        path = f"{TICKETS}/{ids['tickets']}"
        ids["author"] = str(self.holdings.org.people[RoleName.AGENT])
        for writer in (self.client, self.agent):
            for visibility in ("public", "internal"):
                kept = await writer.put(f"{path}/drafts/{visibility}", json={"body": f"{word} {inside}"})
                assert kept.status_code < 300, kept.text
        assert (await self.client.post(f"{path}/timer")).status_code < 300

    async def dispatch(self) -> None:
        """Platforms that are switched on, and what would be sent for a job."""
        path, word = "/api/v1/tickets", self.word
        on = {"servicenow_enabled": True, "jira_enabled": True, "dual_mode": False}
        assert (await self.client.put(f"{path}/settings/state", json=on)).status_code == 200
        payload = {"summary": f"Asked {word} {self.holdings.inside}"}
        job = f"job-{uuid4().hex}"  # a refusal repeats the address, so it must not hold the word
        body = {"job_id": job, "platform": "jira", "payload": payload, "dry_run": True}
        await self.make("dispatched", path, body, key="job_id")

    async def analyses(self) -> None:
        """A root-cause analysis that is done, with a finding, and one that goes on."""
        path, word = "/api/v1/rca/jobs", self.word
        finding = {
            "title": f"Found {word}",
            "summary": self.holdings.inside,
            "evidence": [{"text": f"Seen {word}", "tickets": ["INC-1"]}],
            "affected": [word],
        }
        await self.make("jobs", path, {"title": f"Done {word}", "summary": word, "findings": [finding]})
        await self.make("findings", f"{path}/{self.holdings.ids['jobs']}/findings", finding)
        await self.make("running-job", path, {"title": f"Running {word}"})

    async def clusters(self, world: World) -> None:
        """A search for clusters that is done, with two clusters of which one is named, and one that waits."""
        path, word = "/api/v1/clusters", self.word
        for number in range(12):
            title = (
                f"Scanner {word} jammed {number}" if number % 2 else f"Forklift battery empty {word} {number}"
            )
            body = {"title": title, "description": self.holdings.inside}
            assert (await self.client.post(TICKETS, json=body)).status_code == 201
        run = await self.make("cluster-runs", f"{path}/runs", {"title": f"Search {word}"})
        await group(world.db, self.holdings.org.tenant, UUID(run))
        [found] = (await self.client.get(path, params={"limit": 1})).json()["data"]
        self.holdings.ids["clusters"] = found["id"]
        named = await self.client.patch(f"{path}/{found['id']}", json={"name": f"Cluster {word}"})
        assert named.status_code == 200, named.text
        await self.make("waiting-cluster-run", f"{path}/runs", {"title": f"Waiting {word}"})

    async def connections(self, world: World) -> None:
        """A connection to a desk outside that works, and an import through it."""
        path, word = "/api/v1/connections", self.word
        reach = world.runtime.reach
        site: Any = make("servicenow", Settings(tickets=8))
        for row in list(site.store.tables["incident"].values())[:6]:
            row["sys_created_on"] = row["opened_at"] = "unreadable"
        reach.transports["servicenow"] = SimulatorTransport(site)
        body = {
            "type": "servicenow",
            "name": f"Connection {word}",
            "description": self.holdings.inside,
            "settings": {"instance_url": "https://acme.service-now.com"},
            "credentials": {"username": "admin", "password": "admin"},
        }
        connection = await self.make("connections", path, body)
        assert (await self.client.post(f"{path}/{connection}/verify")).status_code == 202
        await verify_due(world.db, reach)
        for _ in range(5):
            asked = await self.client.post(f"{path}/{connection}/sync-tickets", json={"days": 90})
            assert asked.status_code == 202, asked.text
            self.holdings.ids["runs"] = asked.json()["id"]
            await work_due(world.db, reach)
        secret = (await self.client.post(f"{path}/{connection}/webhook/secret")).json()["secret"]
        self.holdings.ids["webhook"] = secret
        told = {"incident_id": f"INC{word}", "state": "2"}
        hook = f"/api/v1/webhooks/in/{connection}"
        for _ in range(5):
            answer = await self.client.post(hook, json=told, headers={"x-deskplane-secret": secret})
            assert answer.status_code == 202, answer.text
            self.holdings.ids["deliveries"] = answer.json()["id"]
        await read_due(world.db, reach, world.runtime.outside)


def picture() -> bytes:
    """A small picture."""
    kept = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "PNG")
    return kept.getvalue()


def first_id(told: Any) -> str:
    """The id of the only thing in an answer that is a list, an envelope or the thing itself."""
    while not isinstance(told, dict) or "id" not in told:
        told = told[0] if isinstance(told, list) else next(iter(told.values()))
    return str(told["id"])


async def holdings_of(world: World, org: Org, word: str) -> Holdings:
    """Make an organisation's things."""
    holdings = Holdings(org, f"{word}{org.id.hex[:8]}", f"internal{word}{org.id.hex[:8]}")
    admin, agent = (world.client(role, org=org) for role in (RoleName.ADMIN, RoleName.AGENT))
    maker = Maker(admin, agent, holdings)
    await maker.everything()
    await maker.clusters(world)
    await maker.connections(world)
    return holdings
