"""How two tickets can relate; each link is stored once and read from both ends."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class LinkType(StrEnum):
    """A relation read from one end: ``A blocking B`` says that A blocks B."""

    RELATED = "related"
    BLOCKING = "blocking"
    DEPENDS_ON = "depends_on"
    DUPLICATE_OF = "duplicate_of"
    PARENT_OF = "parent_of"
    CAUSED_BY = "caused_by"
    MIRRORS = "mirrors"
    DUAL_TRACKED_WITH = "dual_tracked_with"
    BLOCKED_BY = "blocked_by"
    REQUIRED_BY = "required_by"
    DUPLICATED_BY = "duplicated_by"
    CHILD_OF = "child_of"
    CAUSES = "causes"

    @property
    def inverse(self) -> "LinkType":
        """The same relation read from the other end."""
        return _INVERSES[self]

    @property
    def is_stored(self) -> bool:
        """False for a relation that is only the other end of a stored one."""
        return self in STORED_LINKS

    @property
    def is_symmetric(self) -> bool:
        """Both ends read the same, so the direction says nothing."""
        return _INVERSES[self] is self


_PAIRS: Final = (
    (LinkType.RELATED, LinkType.RELATED),
    (LinkType.BLOCKING, LinkType.BLOCKED_BY),
    (LinkType.DEPENDS_ON, LinkType.REQUIRED_BY),
    (LinkType.DUPLICATE_OF, LinkType.DUPLICATED_BY),
    (LinkType.PARENT_OF, LinkType.CHILD_OF),
    (LinkType.CAUSED_BY, LinkType.CAUSES),
    (LinkType.MIRRORS, LinkType.MIRRORS),
    (LinkType.DUAL_TRACKED_WITH, LinkType.DUAL_TRACKED_WITH),
)

_INVERSES: Final[Mapping[LinkType, LinkType]] = MappingProxyType(
    {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
)

STORED_LINKS: Final[frozenset[LinkType]] = frozenset(stored for stored, _ in _PAIRS)
"""What the database may hold; the others are asked for, turned round and stored."""
