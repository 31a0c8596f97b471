"""What a platform's states mean here: the connector's table, and the organisation's own rows before it."""

import re
from collections.abc import Mapping
from typing import Final

from deskplane.connectors.sdk.normal import RemoteValue

_REFINED: Final = re.compile(r"[:+].*")


def meaning(status: RemoteValue, own: Mapping[str, str]) -> str | None:
    """Our status for theirs, by its id, its id without what refines it, or its name. None: nothing maps to it."""
    for word in (status.id, _REFINED.sub("", status.id), status.name):
        if word and word in own:
            return own[word]
    return status.value
