"""Project and issue type of a create, looked at before it is sent: what does not exist is refused with what does."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import quote

from deskplane.connectors.jira.config import Config
from deskplane.connectors.jira.verifying import projects
from deskplane.connectors.sdk.errors import NotThereError, VendorRefusedError, VendorUnavailableError
from deskplane.connectors.sdk.http import Wire
from deskplane.connectors.sdk.shapes import at, objects, text

_NEAR: Final = 0.4
_SHOWN: Final = 5


async def fit(wire: Wire, root: str, config: Config, fields: Mapping[str, Any]) -> None:
    """Ask which types this account may create in the project; one call unless something is wrong.

    Raises:
        VendorRefusedError: the project or the type does not exist there; ``fields`` names the nearest.
    """
    key, wanted = text(at(fields, "project", "key")), text(at(fields, "issuetype", "name"))
    try:
        body = (await wire.send("GET", f"{root}/issue/createmeta/{quote(key, safe='')}/issuetypes")).body
    except VendorUnavailableError:
        return  # a look is good to have, not needed
    except (NotThereError, VendorRefusedError):
        known = [choice.id for choice in await projects(wire, root, config)]
        if known and key not in known:
            said = f"There is no project '{key}'."
            raise _refused(said, "project", key.upper(), known, "Keys are case-sensitive.") from None
        return  # it is there but this account may not ask, or it sees nothing at all: Jira itself answers the create
    rows = objects(at(body, "issueTypes")) or objects(at(body, "values"))
    names = [text(row.get("name")) for row in rows]
    accepted = {name.lower() for name in [*names, *(text(row.get("untranslatedName")) for row in rows)]}
    if rows and wanted.lower() not in accepted:
        said = f"Project {key} has no issue type '{wanted}'."
        raise _refused(said, "issuetype", wanted, names, "")


def _refused(said: str, field: str, word: str, known: Sequence[str], more: str) -> VendorRefusedError:
    near = get_close_matches(word, known, 1, _NEAR)
    hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known[:_SHOWN]) or 'none'}."
    words = f"{said} {hint}"
    return VendorRefusedError(words, status=404, fields={field: words}, fix=more)
