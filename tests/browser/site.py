"""A running desk with demo data, and what a test needs to prepare things on it."""

import socket
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import httpx2

from deskplane.app.demo import DEMO_PASSWORD
from scripts import places
from tests.journeys.commands import Installation, Served, installation
from tests.journeys.desks import TICKETS, free_port

TICKETS_OF_DEMO = 300
AGENT_SECRET = "what the desk and its agent sign with"
ADMIN = places.ADMIN
REQUESTER = places.REQUESTER
COLLEAGUE = "jonas.petersen@kestrelquay.example"
AGENT = "aylin.demir@kestrelquay.example"

_numbers = count(1)


def unique(words: str) -> str:
    """Words that nothing else on the desk is called."""
    return f"{words} ({next(_numbers)})"


def until(what: Callable[[], Any], seconds: float = 20) -> Any:
    """What the desk says once it says something: pages show a change before it is stored."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.1)
    return found


@dataclass(frozen=True)
class Site:
    """A desk in a process of its own."""

    place: Installation
    served: Served
    api: httpx2.Client
    #: Where it looks for an agent outside; who wants one starts it there.
    agent_port: int
    #: How people like the app, as it was when they were first met.
    liked: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.served.url

    @cached_property
    def people(self) -> dict[str, dict[str, Any]]:
        """Everybody of the desk, by address."""
        found = self.get("/api/v1/people", limit=200)["data"]
        return {person["email"]: person for person in found if person["email"]}

    def get(self, path: str, **query: Any) -> Any:
        """Ask as the administrator."""
        return _done(self.api.get(path, params=query))

    def ticket(self, words: str, **fields: Any) -> dict[str, Any]:
        """Create a ticket of the requester, with a title of its own."""
        requester = {"requester_id": self.people[REQUESTER]["id"]}
        return _done(self.api.post(TICKETS, json={"title": unique(words), **requester, **fields}))

    def change(self, ticket: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """Change a ticket as the administrator."""
        return _done(self.api.patch(f"{TICKETS}/{ticket['id']}", json=fields))

    def now(self, ticket: dict[str, Any]) -> dict[str, Any]:
        """What the desk knows about a ticket at the moment."""
        return self.get(f"{TICKETS}/{ticket['id']}")

    @contextmanager
    def client(self, email: str) -> Generator[httpx2.Client]:
        """A client with the rights of a person of the demo."""
        credentials = {"email": email, "password": DEMO_PASSWORD}
        token = _done(self.api.post("/api/v1/auth/token", json=credentials))["access_token"]
        with self.served.client(token) as made:
            self._meet(email, made)
            yield made

    def session(self, email: str) -> dict[str, str]:
        """The cookies of a browser in which this person has signed in."""
        with self.served.client() as client:
            _done(client.post("/api/v1/auth/login", json={"email": email, "password": DEMO_PASSWORD}))
            self._meet(email, client)
            return dict(client.cookies.items())

    def tidy(self, email: str, cookies: dict[str, str]) -> None:
        """Give a person the preferences back that they had at first; ask with cookies as long as these are good."""
        answer = httpx2.get(f"{self.url}/api/v1/me", cookies=cookies, trust_env=False)
        if answer.is_success and answer.json()["preferences"] == self.liked[email]:
            return
        with self.client(email) as client:
            _done(client.patch("/api/v1/me", json=self.liked[email]))

    def _meet(self, email: str, client: httpx2.Client) -> None:
        if email not in self.liked:
            self.liked[email] = _done(client.get("/api/v1/me"))["preferences"]


def _done(answer: httpx2.Response) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    return answer.json()


@contextmanager
def held_port() -> Generator[int]:
    """A port that nobody else gets meanwhile, and at which a server can still be started."""
    with closing(socket.socket()) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def environment_of(agent_port: int, broker: str = "") -> dict[str, str]:
    """Variables of the desk: no limit of requests, where it looks for an agent outside, and where it hears of it."""
    return {
        "DESKPLANE_RATE_PER_MINUTE": "0",
        "DESKPLANE_AGENT_URL": f"http://127.0.0.1:{agent_port}",
        "DESKPLANE_AGENT_SECRET": AGENT_SECRET,
        **({"DESKPLANE_BROKER_URL": broker} if broker else {}),
    }


@contextmanager
def running_site(folder: Path, *, broker: str = "") -> Generator[Site]:
    """A desk with demo data, in a process of its own."""
    with (
        held_port() as agent_port,
        installation(folder, environment=environment_of(agent_port, broker)) as place,
    ):
        place.ok("demo", "--tickets", str(TICKETS_OF_DEMO))
        with place.serving("--port", str(free_port())) as served:
            token = place.ok("token", "create", "--role", "admin").strip()
            with served.client(token) as api:
                yield Site(place, served, api, agent_port)
