"""Attachments as the API shows them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from deskplane.kernel.shape import Shape


class AttachmentRead(Shape):
    """What is known of an attached file."""

    id: UUID
    filename: str
    mime: str = Field(description="By content, not by what the sender claims")
    size: int
    sha256: str
    scan_status: str
    width: int | None
    height: int | None
    has_preview: bool
    uploaded_by: UUID | None
    created_at: datetime


class AttachmentList(Shape):
    """Attached files."""

    data: list[AttachmentRead]
