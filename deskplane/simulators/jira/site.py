"""What all parts of the simulated Jira share: its issues, its accounts, its errors, its webhooks."""

from dataclasses import dataclass
from typing import Any

from deskplane.simulators.clock import Clock
from deskplane.simulators.jira import world
from deskplane.simulators.jira.rendering import Rendering
from deskplane.simulators.jira.store import Comment, Issue, Store
from deskplane.simulators.simulator import Settings, Simulator
from deskplane.simulators.web import Request, Response

TOKEN = "token"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, how to show things to it, and who asks (None: nobody)."""

    request: Request
    show: Rendering
    account: world.Person | None


class Site(Simulator):
    """State of one site; ``cloud`` or Data Center."""

    cloud = True

    def __init__(self, settings: Settings | None = None, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self.store = Store(self.random, self.clock, self.settings.lag)
        self.store.fill(self.settings.tickets)
        self.token_count = 0

    def counts(self) -> dict[str, int]:
        """Issues, and those of each project."""
        issues = self.store.issues.values()
        return {"issues": len(issues), **{k: sum(i.project == k for i in issues) for k in world.PROJECTS}}

    def account(self, request: Request) -> world.Person | None:
        """Who asks."""
        user, secret = request.basic()
        if self.cloud:
            right = user == "admin@example.com" and secret == (self.settings.secret or TOKEN)
        else:
            right = (user == "admin" and secret == "admin") or request.bearer() == TOKEN
        return world.PEOPLE[0] if right else None

    def refused(self) -> Response:
        """401."""
        return failure(401, "Client must be authenticated to access this resource.")

    def tell(
        self,
        event: str,
        issue: Issue,
        by: world.Person | None,
        *,
        event_type: str = "",
        comment: Comment | None = None,
    ) -> None:
        """Queue a webhook; its body is in the words of v2 even on Cloud."""
        if not self.settings.webhook_url:
            return
        show = Rendering("https://localhost/rest/api/2", cloud=self.cloud, documents=False, zone="UTC")
        body: dict[str, Any] = {
            "timestamp": int(self.clock.now().timestamp() * 1000),
            "webhookEvent": event,
            "user": show.person(by),
            "issue": show.issue(issue, ["*all"]),
        }
        if event_type:
            body["issue_event_type_name"] = event_type
        if comment:
            body["comment"] = show.comment(issue, comment)
        ident = f"{self.random.getrandbits(64):016x}"
        headers = {"X-Atlassian-Webhook-Identifier": ident, "X-Atlassian-Webhook-Flow": "Primary"}
        self.announce(body, headers if self.cloud else {})


def failure(status: int, *messages: str) -> Response:
    """An error as this vendor words it."""
    return Response(status, {"errorMessages": list(messages), "errors": {}})


def gone() -> Response:
    """404."""
    return failure(404, "Issue does not exist or you do not have permission to see it.")
