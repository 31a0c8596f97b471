"""Shared drafts, presence, and what everybody has read.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Presence lives for half a minute: it needs neither the write-ahead log nor foreign keys, which would lock the
# ticket's row. A draft's version grows even when it was deleted in between, so that an old one is never taken for it.
TABLES = """
create unlogged table ticket_presence (
    org_id uuid not null,
    ticket_id uuid not null,
    person_id uuid not null,
    doing text not null check (doing in ('viewing', 'idle', 'replying', 'noting')),
    since timestamptz not null,
    seen_at timestamptz not null,
    primary key (org_id, ticket_id, person_id)
) with (fillfactor = 70)
--
create index ticket_presence_person on ticket_presence (org_id, person_id)
--
create table ticket_drafts (
    org_id uuid not null,
    ticket_id uuid not null,
    author_id uuid not null,
    kind text not null check (kind in ('public', 'internal')),
    body text not null check (body <> ''),
    mentions jsonb not null default '[]' check (jsonb_typeof(mentions) = 'array'),
    is_shared boolean not null,
    version bigint not null,
    taken_by uuid,
    updated_at timestamptz not null,
    primary key (org_id, ticket_id, author_id, kind),
    constraint ticket_drafts_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id)
        on delete cascade,
    constraint ticket_drafts_author_id_fkey foreign key (org_id, author_id) references people (org_id, id)
        on delete cascade,
    constraint ticket_drafts_taken_by_fkey foreign key (org_id, taken_by) references people (org_id, id)
        on delete set null (taken_by)
)
--
create index ticket_drafts_author on ticket_drafts (org_id, author_id)
--
create index ticket_drafts_taken on ticket_drafts (org_id, taken_by) where taken_by is not null
--
create table ticket_reads (
    org_id uuid not null,
    person_id uuid not null,
    ticket_id uuid not null,
    read_at timestamptz not null,
    primary key (org_id, person_id, ticket_id),
    constraint ticket_reads_person_id_fkey foreign key (org_id, person_id) references people (org_id, id)
        on delete cascade,
    constraint ticket_reads_ticket_id_fkey foreign key (org_id, ticket_id) references tickets (org_id, id)
        on delete cascade
)
--
create index ticket_reads_ticket on ticket_reads (org_id, ticket_id)
"""
NAMES = ("ticket_presence", "ticket_drafts", "ticket_reads")


def upgrade() -> None:
    """Make the tables, bound to their organisation."""
    run(TABLES)
    for name in NAMES:
        protect(name)


def downgrade() -> None:
    """Drop them: what was not sent is gone."""
    for name in NAMES:
        op.execute(f"drop table {name}")
