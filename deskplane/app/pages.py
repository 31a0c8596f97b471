"""The built user interface, the API reference page, and the redirects between them."""

import gzip
import mimetypes
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final, TypedDict

import orjson
from fastapi import Request, Response
from fastapi.params import Depends
from fastapi.responses import HTMLResponse, RedirectResponse

import deskplane
from deskplane.kernel.access import PUBLIC
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.http import json_response, router

DIST = Path(deskplane.__file__).parent / "webdist"
NONCE = "__CSP_NONCE__"
YEAR = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
DOCS_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
)
# A worker is bound by the policy of its own script: it fetches from here, and nothing else.
WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
REFERENCE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Deskplane API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/assets/swagger/swagger-ui.css"><div id="reference"></div>
<script src="/assets/swagger/swagger-ui-bundle.js"></script><script src="/assets/swagger/start.js"></script></html>
"""
MISSING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Deskplane</title>
<h1>The user interface is not built</h1>
<p>The API runs. To build the pages, run <code>python3 dev.py build</code> in the checkout and load this page again.</p>
"""
api = router()


class _Hidden(TypedDict):
    include_in_schema: bool
    dependencies: list[Depends]


HIDDEN: _Hidden = {"include_in_schema": False, "dependencies": [PUBLIC]}


# The build lays a packed copy beside each text file; the shorter one first.
PACKED: Final = (("br", ".br"), ("gzip", ".gz"))


@lru_cache(maxsize=1)
def _index(stamp: float) -> str:
    return (DIST / "index.html").read_text(encoding="utf-8") if stamp else MISSING


@lru_cache(maxsize=1)
def _parts(stamp: float) -> dict[str, list[str]]:
    file = DIST / "parts.json"
    return orjson.loads(file.read_bytes()) if stamp and file.is_file() else {}


def _head_start(parts: dict[str, list[str]], address: str) -> str:
    """Name what this page will ask for, so that the browser fetches it together with the entry."""
    keys = [key for key in parts if key == address or (key.endswith("/") and address.startswith(key))]
    files = dict.fromkeys(file for key in keys for file in parts[key])
    return "".join(
        f'<link rel="stylesheet" crossorigin href="{file}">'
        if file.endswith(".css")
        else f'<link rel="modulepreload" crossorigin href="{file}">'
        for file in files
    )


def _page(request: Request) -> Response:
    file = DIST / "index.html"
    stamp = file.stat().st_mtime if file.is_file() else 0.0
    nonce = secrets.token_urlsafe(16)
    start = _head_start(_parts(stamp), request.url.path)
    html = _index(stamp).replace(NONCE, nonce).replace("</head>", f"{start}</head>", 1)
    headers = {"Content-Security-Policy": POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
    if "gzip" not in _accepted(request):
        return HTMLResponse(html, headers=headers)
    body = gzip.compress(html.encode(), 6)
    return HTMLResponse(body, headers={**headers, "Content-Encoding": "gzip"})


def _accepted(request: Request) -> set[str]:
    """Return the encodings the client takes; one with a weight of nothing is refused."""
    words = [word.strip().lower() for word in request.headers.get("accept-encoding", "").split(",")]
    return {name for name, _, weight in (word.partition(";") for word in words) if weight.strip() != "q=0"}


def _file(request: Request, folder: Path, name: str, cache: str) -> Response:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotFoundError(f"There is no file {name}.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    accepted = _accepted(request)
    for encoding, ending in PACKED:
        copy = path.with_name(path.name + ending)
        if encoding in accepted and copy.is_file():
            headers["Content-Encoding"] = encoding
            path = copy
            break
    return Response(path.read_bytes(), media_type=kind, headers=headers)


@api.get("/", **HIDDEN)
async def root() -> Response:
    """Go to the desk."""
    return RedirectResponse("/app")


@api.get("/login", **HIDDEN)
@api.get("/invitation", **HIDDEN)
@api.get("/reset-password", **HIDDEN)
@api.get("/app", **HIDDEN)
@api.get("/portal", **HIDDEN)
@api.get("/portal/{page:path}", **HIDDEN)
@api.get("/app/{page:path}", **HIDDEN)
async def page(request: Request) -> Response:
    """Serve the one page of the user interface, with a nonce of its own."""
    return _page(request)


@api.get("/assets/{name:path}", **HIDDEN)
async def asset(request: Request, name: str) -> Response:
    """Serve a built file; its name holds its hash."""
    return _file(request, DIST / "assets", name, YEAR)


@api.get("/locales/{name:path}", **HIDDEN)
async def locale(request: Request, name: str) -> Response:
    """Serve the words of a language."""
    return _file(request, DIST / "locales", name, HOUR)


@api.get("/settings/connections/itsm", **HIDDEN)
@api.get("/settings/connections/itsm/{id}", **HIDDEN)
async def connection_page(request: Request) -> Response:
    """Go to the page of that address below the base of the user interface."""
    return RedirectResponse(f"/app{request.url.path}")


@api.get("/connections/{name:path}", **HIDDEN)
async def connection_icon(request: Request, name: str) -> Response:
    """Serve the icon of a connection type."""
    return _file(request, DIST / "connections", name, HOUR)


@api.get("/icons/{name:path}", **HIDDEN)
async def icon(request: Request, name: str) -> Response:
    """Serve a picture for the home screen of a phone."""
    return _file(request, DIST / "icons", name, HOUR)


@api.get("/sw.js", **HIDDEN)
async def worker(request: Request) -> Response:
    """Serve the service worker; browsers must always ask whether it is a new one."""
    answer = _file(request, DIST, "sw.js", "no-cache")
    answer.headers["Content-Security-Policy"] = WORKER_POLICY
    return answer


@api.get("/favicon.ico", **HIDDEN)
@api.get("/favicon.svg", **HIDDEN)
@api.get("/icon.svg", **HIDDEN)
@api.get("/manifest.webmanifest", **HIDDEN)
@api.get("/robots.txt", **HIDDEN)
async def top_file(request: Request) -> Response:
    """Serve the few files that browsers look for at the top."""
    name = request.url.path.removeprefix("/")
    return _file(request, DIST, "favicon.svg" if name == "favicon.ico" else name, HOUR)


@api.get("/docs", **HIDDEN)
async def docs() -> Response:
    """Show the API reference with the bundled viewer."""
    return HTMLResponse(REFERENCE, headers={"Content-Security-Policy": DOCS_POLICY})


@api.get("/openapi.json", **HIDDEN)
async def openapi_document(request: Request) -> Response:
    """Return the OpenAPI document."""
    return json_response(request.app.openapi())
