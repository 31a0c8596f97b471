"""Requests, answers and routes of a simulator; no web framework."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Request:
    """What came in. Header names are lower case; the last of equal parameters counts."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    scheme: str = "https"

    @property
    def site(self) -> str:
        """Scheme and host, as links in answers begin."""
        return f"{self.scheme}://{self.headers.get('host', 'localhost')}"

    def json(self) -> dict[str, Any]:
        """The body as an object; an empty one if it is something else."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return mapping(found)

    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def parts(self) -> dict[str, tuple[str, str, bytes]]:
        """The parts of a multipart body: name → (file name, type, content)."""
        head = f"Content-Type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.body)
        found: dict[str, tuple[str, str, bytes]] = {}
        for part in message.iter_parts() if message.is_multipart() else ():
            name = str(part.get_param("name", header="content-disposition") or "")
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            found[name] = (part.get_filename() or "", part.get_content_type(), content)
        return found

    def basic(self) -> tuple[str, str]:
        """User and password of basic authentication, or two empty words."""
        scheme, _, given = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return "", ""
        try:
            user, _, password = base64.b64decode(given).decode("utf-8", "replace").partition(":")
        except ValueError:
            return "", ""
        return user, password

    def bearer(self) -> str:
        """The bearer token, or an empty word."""
        scheme, _, given = self.headers.get("authorization", "").partition(" ")
        return given.strip() if scheme.lower() == "bearer" else ""


@dataclass(slots=True)
class Response:
    """What goes out. ``drop`` cuts the connection instead; ``delay`` are seconds before the first byte."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    drop: bool = False

    def payload(self) -> bytes:
        """The body as bytes; anything but bytes is written as JSON."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()

    def head(self) -> dict[str, str]:
        """All headers, the type of the body among them."""
        kind = "text/html;charset=utf-8" if isinstance(self.body, bytes) else "application/json;charset=UTF-8"
        return {"Content-Type": kind, **self.headers}


Handler: TypeAlias = Callable[..., Response]
Route: TypeAlias = tuple[str, str, Handler]


class Router:
    """Finds the handler of a path; ``{name}`` stands for one part of it."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = [
            (method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "/?"), handler)
            for method, path, handler in routes
        ]

    def answer(self, request: Request) -> Response | None:
        """The handler's answer; None if there is no such path, 405 if it has no such verb."""
        known = False
        for method, pattern, handler in self._routes:
            found = pattern.fullmatch(request.path)
            if found and method == request.method:
                return handler(request, **found.groupdict())
            known = known or bool(found)
        return Response(405) if known else None


def mapping(value: object) -> dict[str, Any]:
    """The object, or an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """The list, or an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def number(value: object, default: int) -> int:
    """A whole number, or the default."""
    written = str(value).strip()
    return int(written) if written.removeprefix("-").isdigit() else default
