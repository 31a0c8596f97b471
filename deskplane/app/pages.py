"""The built user interface, the API reference page, and the redirects between them."""

import mimetypes
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

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


@lru_cache(maxsize=1)
def _index(stamp: float) -> str:
    return (DIST / "index.html").read_text(encoding="utf-8") if stamp else MISSING


def _page() -> Response:
    file = DIST / "index.html"
    nonce = secrets.token_urlsafe(16)
    html = _index(file.stat().st_mtime if file.is_file() else 0.0).replace(NONCE, nonce)
    headers = {"Content-Security-Policy": POLICY.format(nonce=nonce), "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


def _file(folder: Path, name: str, cache: str) -> Response:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotFoundError(f"There is no file {name}.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": cache})


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
async def page() -> Response:
    """Serve the one page of the user interface, with a nonce of its own."""
    return _page()


@api.get("/assets/{name:path}", **HIDDEN)
async def asset(name: str) -> Response:
    """Serve a built file; its name holds its hash."""
    return _file(DIST / "assets", name, YEAR)


@api.get("/locales/{name:path}", **HIDDEN)
async def locale(name: str) -> Response:
    """Serve the words of a language."""
    return _file(DIST / "locales", name, HOUR)


@api.get("/icons/{name:path}", **HIDDEN)
async def icon(name: str) -> Response:
    """Serve a picture for the home screen of a phone."""
    return _file(DIST / "icons", name, HOUR)


@api.get("/sw.js", **HIDDEN)
async def worker() -> Response:
    """Serve the service worker; browsers must always ask whether it is a new one."""
    answer = _file(DIST, "sw.js", "no-cache")
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
    return _file(DIST, "favicon.svg" if name == "favicon.ico" else name, HOUR)


@api.get("/docs", **HIDDEN)
async def docs() -> Response:
    """Show the API reference with the bundled viewer."""
    return HTMLResponse(REFERENCE, headers={"Content-Security-Policy": DOCS_POLICY})


@api.get("/openapi.json", **HIDDEN)
async def openapi_document(request: Request) -> Response:
    """Return the OpenAPI document."""
    return json_response(request.app.openapi())
