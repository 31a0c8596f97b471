"""Finding an account by what we know of somebody."""

from typing import Any

from deskplane.connectors.jira.mapping import person
from deskplane.connectors.sdk.http import Wire
from deskplane.connectors.sdk.shapes import objects


async def find_person(wire: Wire, root: str, word: str, *, cloud: bool) -> dict[str, Any] | None:
    """The account with exactly this e-mail address or name, as a field's value; None if none or several.

    Cloud hides addresses: where the search by address finds one account that shows none, that is the one.
    """
    parameter = "query" if cloud else "username"
    rows = objects((await wire.send("GET", f"{root}/user/search", params={parameter: word})).body)
    low = word.lower()
    found = [(row, person(row)) for row in rows]
    exact = [row for row, who in found if low in (who.email.lower(), who.name.lower(), who.id.lower())]
    hidden = [row for row, who in found if cloud and "@" in word and not who.email]
    single = exact or hidden
    if len(single) != 1:
        return None
    return {"accountId": single[0].get("accountId")} if cloud else {"name": single[0].get("name")}
