"""The first pass over a file: every record is read and judged, nothing is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from deskplane.imports.drafting import Draft, Drafter, Refused
from deskplane.imports.progress import Progress
from deskplane.imports.records import BadRecord, Form, Record, opened_records

ERRORS_SHOWN: Final = 50
TICK: Final = 1_000


@dataclass(slots=True)
class Survey:
    """What a file holds. ``digests`` maps each key to what its record says, in the order of the file."""

    records: int = 0
    refused: int = 0
    duplicates: int = 0
    comments: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    digests: dict[str, str] = field(default_factory=dict[str, str])
    columns: dict[str, None] = field(default_factory=dict[str, None])
    emails: dict[str, None] = field(default_factory=dict[str, None])
    teams: dict[str, None] = field(default_factory=dict[str, None])
    categories: dict[tuple[str, ...], None] = field(default_factory=dict[tuple[str, ...], None])

    @property
    def sha256(self) -> str:
        """The hash over all records, in the order of the file."""
        return digest_of(self.digests)

    def refuse(self, line: int, *reasons: str) -> None:
        """Count a record that cannot become a ticket; the first ones are told."""
        self.refused += 1
        if len(self.errors) < ERRORS_SHOWN:
            self.errors.append({"line": line, "reasons": list(reasons)})

    def accept(self, draft: Draft) -> None:
        """Count a draft and what it names; a key that stood in an earlier record is no second ticket."""
        before = self.digests.get(draft.key)
        if before == draft.digest:
            self.duplicates += 1
        elif before is not None:
            self.refuse(
                draft.line, f"the key '{draft.key[:80]}' stands in an earlier record with other values"
            )
        else:
            self.digests[draft.key] = draft.digest
            self.comments += len(draft.comments)
            self._names(draft)

    def _names(self, draft: Draft) -> None:
        for email in (draft.requester, draft.assignee, *(comment.author for comment in draft.comments)):
            if "@" in email:
                self.emails[email.lower()] = None
        if draft.team:
            self.teams[draft.team] = None
        if draft.category:
            self.categories[draft.category] = None


def digest_of(digests: Mapping[str, str]) -> str:
    """Return one hash over keys and what their records say."""
    whole = sha256()
    for key, digest in digests.items():
        whole.update(f"{key}\x1f{digest}\n".encode())
    return whole.hexdigest()


def survey(path: Path, form: Form, drafter: Drafter, progress: Progress) -> Survey:
    """Read a whole file and judge each record.

    Raises:
        InvalidError: the file as a whole cannot be read, or lacks a column that the mapping reads.
    """
    found = Survey()
    with opened_records(path, form) as (columns, records):
        if columns is not None:
            drafter.mapping.check(columns)
            found.columns = dict.fromkeys(columns)
        for record in records:
            found.records += 1
            _judge(record, drafter, found)
            if found.records % TICK == 0:
                progress("Checking records", found.records, 0)
    if columns is None and found.records:
        drafter.mapping.check([*found.columns, *_nested(drafter, found)])
    return found


def _judge(record: Record | BadRecord, drafter: Drafter, found: Survey) -> None:
    if isinstance(record, BadRecord):
        found.refuse(record.line, record.reason)
        return
    found.columns.update(dict.fromkeys(record.values))
    draft = drafter.draft(record)
    if isinstance(draft, Refused):
        found.refuse(draft.line, *draft.reasons)
    else:
        found.accept(draft)


def _nested(drafter: Drafter, found: Survey) -> Iterator[str]:
    """Columns such as ``fields.status`` reach into an object that is there."""
    yield from (name for name in drafter.mapping.columns if name.partition(".")[0] in found.columns)


def drafts(path: Path, form: Form, drafter: Drafter) -> Iterator[Draft]:
    """Yield the drafts of a file that was surveyed, each key once."""
    seen: set[str] = set()
    with opened_records(path, form) as (_, records):
        for record in records:
            draft = drafter.draft(record) if isinstance(record, Record) else None
            if isinstance(draft, Draft) and draft.key not in seen:
                seen.add(draft.key)
                yield draft
