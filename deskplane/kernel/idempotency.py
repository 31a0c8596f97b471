"""Idempotency keys: the same POST twice has one effect and one answer (kept for 24 hours).

The key is inserted and completed in the write's own transaction; a concurrent twin waits on the unique key and then
replays. Answers are sealed at rest, since some hold a token that is shown once.
"""

import hashlib
from typing import cast
from uuid import UUID

import orjson
from fastapi import Request, Response

from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import InvalidError

MAX_KEY = 200
PURPOSE = "idempotency"
CLAIM = """
insert into idempotency_keys (org_id, principal_id, key, route, body_sha256) values (app_org(), $1, $2, $3, $4)
on conflict do nothing returning true
"""
FIND = """
select route, body_sha256, status, response from idempotency_keys
where org_id = app_org() and principal_id = $1 and key = $2
"""
KEEP = """
update idempotency_keys set status = $3, response = $4 where org_id = app_org() and principal_id = $1 and key = $2
"""


class ReplayedError(Exception):
    """The request was made before; carries the first answer."""

    def __init__(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Keep the stored answer."""
        super().__init__("replayed")
        self.status, self.body, self.headers = status, body, headers

    def answer(self) -> Response:
        """Return the first answer, marked as a repeat."""
        return Response(
            self.body, status_code=self.status, headers={**self.headers, "Idempotency-Replayed": "true"}
        )


def _keys(request: Request) -> KeyRing:
    return cast("KeyRing", request.app.state.keys)


async def claim(request: Request, tx: Tx, principal_id: UUID) -> None:
    """Take the key of a POST in its transaction, or replay.

    Raises:
        ReplayedError: the same request was answered before.
        InvalidError: the key was used for another request.
    """
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return
    if not 1 <= len(key) <= MAX_KEY or not key.isprintable():
        raise InvalidError(
            errors=[{"loc": ["header", "Idempotency-Key"], "msg": f"1 to {MAX_KEY} printable characters"}]
        )
    route, body = request.url.path, await _digest(request)
    if await tx.fetchval(CLAIM, principal_id, key, route, body):
        request.state.idempotency = (tx, principal_id, key)
        return
    first = await tx.fetchrow(FIND, principal_id, key)
    if first is None or first["response"] is None:
        raise InvalidError("This Idempotency-Key is in use. Send the request again in a moment.")
    if (first["route"], first["body_sha256"]) != (route, body):
        raise InvalidError(
            "This Idempotency-Key was used for another request. Use a new key for each request."
        )
    kept = orjson.loads(_keys(request).open(first["response"], org_id=tx.tenant.org_id, purpose=PURPOSE))
    raise ReplayedError(first["status"], kept["body"].encode("latin-1"), kept["headers"])


async def _digest(request: Request) -> str:
    if request.headers.get("content-type", "").startswith("multipart/"):
        return f"length {request.headers.get('content-length', '')}"
    return hashlib.sha256(await request.body()).hexdigest()


async def remember(request: Request, answer: Response) -> None:
    """Store the answer under the key that this request claimed, if it claimed one."""
    claimed = getattr(request.state, "idempotency", None)
    if claimed is None:
        return
    tx, principal_id, key = cast("tuple[Tx, UUID, str]", claimed)
    headers = {k: v for k, v in answer.headers.items() if k in {"content-type", "location", "etag"}}
    kept = orjson.dumps({"body": bytes(answer.body).decode("latin-1"), "headers": headers})
    sealed = _keys(request).seal(kept, org_id=tx.tenant.org_id, purpose=PURPOSE)
    await tx.fetch(KEEP, principal_id, key, answer.status_code, sealed)
