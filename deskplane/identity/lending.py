"""A token made with a token is no way around the limits of the first: what it may do, from where, until when."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from deskplane.identity import roles
from deskplane.identity.principals import Principal
from deskplane.identity.tokens import TokenDraft
from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import ForbiddenError, InvalidError

PARENT: Final = "select ip_allow, expires_at from api_tokens where org_id = app_org() and id = $1"


async def limited(tx: Tx, draft: TokenDraft, caller: Caller, principal: Principal | None) -> TokenDraft:
    """Return the draft with the limits of the caller's own token, where it says nothing itself.

    Raises:
        InvalidError: a scope is not among the caller's permissions.
        ForbiddenError: it would be usable from more places, or for longer.
    """
    if draft.scopes is not None:
        _require_own(draft.scopes, caller)
    if principal is None or not principal.is_token:
        return draft
    if draft.scopes is None and draft.person_id == caller.person_id:
        draft = replace(draft, scopes=await _scopes(tx, caller))
    parent = await tx.fetchrow(PARENT, principal.credential_id)
    if parent is None:
        raise ForbiddenError("The token of this request was deleted.")
    networks = _networks(draft.ip_allow, parent["ip_allow"])
    until = parent["expires_at"]
    if until is not None and draft.expires_at is not None and draft.expires_at > until:
        raise ForbiddenError(
            f"The token cannot live longer than the one it is made with ({until.isoformat()})."
        )
    return replace(draft, ip_allow=networks, expires_at=draft.expires_at or until)


def _require_own(scopes: Sequence[Permission], caller: Caller) -> None:
    if foreign := [scope for scope in roles.ordered(scopes) if scope not in caller.permissions]:
        raise InvalidError.field("scopes", f"you do not have {', '.join(foreign)} yourself", missing=foreign)


async def _scopes(tx: Tx, caller: Caller) -> list[Permission] | None:
    """None as long as the caller's token has no scopes of its own, so that the new one follows the role."""
    whole = (await roles.granted(tx))[caller.role]
    return None if caller.permissions >= whole else roles.ordered(caller.permissions)


def _networks(wanted: Sequence[str], allowed: Sequence[str]) -> list[str]:
    if not wanted or not allowed:
        return list(wanted or allowed)
    for text in wanted:
        if not any(_lies_in(ip_network(text), ip_network(outer)) for outer in allowed):
            raise ForbiddenError(
                f"The token of this request may not be used from {text}; neither may a new one."
            )
    return list(wanted)


def _lies_in(inner: IPv4Network | IPv6Network, outer: IPv4Network | IPv6Network) -> bool:
    return inner.version == outer.version and inner[0] in outer and inner[-1] in outer
