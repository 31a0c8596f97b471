"""Attachments (what is known of each stored file) and a minimal CMDB: configuration items and their relations.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

from deskplane.migrations.tenancy import protect, run

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# `uses` counts the places an attachment hangs at; one with none is an orphan after a day.
# `dead_files` are contents that no row refers to: dead for an hour, then going while the file is removed, then gone for
# an hour more, so that an upload of the same content that was under way meanwhile looks again whether its file is there.
ATTACHMENTS = """
create table attachments (
    org_id uuid not null,
    id uuid not null,
    filename text not null constraint attachments_filename_length check (length(filename) between 1 and 255),
    mime text not null,
    size bigint not null check (size >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    storage_key text not null,
    scan_status text not null default 'not_scanned' check (scan_status in ('not_scanned', 'clean', 'infected')),
    width int,
    height int,
    preview_key text,
    preview_mime text,
    preview_size bigint,
    uses int not null default 0 check (uses >= 0),
    uploaded_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint attachments_uploaded_by_fkey foreign key (org_id, uploaded_by) references people (org_id, id)
)
--
create index attachments_storage_key on attachments (org_id, storage_key)
--
create index attachments_preview_key on attachments (org_id, preview_key) where preview_key is not null
--
create index attachments_orphans on attachments (org_id, created_at) where uses = 0
--
create table dead_files (
    org_id uuid not null,
    storage_key text not null,
    state text not null default 'dead' check (state in ('dead', 'going', 'gone')),
    since timestamptz not null default now(),
    primary key (org_id, storage_key)
)
--
create function orgs_with_orphan_files(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp
as $$ select org_id from attachments where uses = 0 and created_at < before
      union select org_id from dead_files $$
--
revoke execute on function orgs_with_orphan_files(timestamptz) from public
--
grant execute on function orgs_with_orphan_files(timestamptz) to deskplane_dispatcher
"""

CMDB = """
create table ci_items (
    org_id uuid not null,
    id uuid not null,
    key text not null check (length(key) between 1 and 120),
    name text not null check (length(name) between 1 and 200),
    class text not null check (class ~ '^[a-z][a-z0-9_]{0,59}$'),
    status text not null default 'operational' check (status in
        ('planned', 'in_stock', 'operational', 'maintenance', 'degraded', 'retired')),
    environment text not null default '',
    description text not null default '',
    owner_id uuid,
    team_id uuid,
    attributes jsonb not null default '{}',
    external_ref text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint ci_items_owner_id_fkey foreign key (org_id, owner_id) references people (org_id, id),
    constraint ci_items_team_id_fkey foreign key (org_id, team_id) references teams (org_id, id)
)
--
create unique index ci_items_key on ci_items (org_id, lower(key))
--
create unique index ci_items_external_ref on ci_items (org_id, external_ref) where external_ref is not null
--
create index ci_items_by_class on ci_items (org_id, class, lower(name), id)
--
create index ci_items_by_name on ci_items (org_id, lower(name), id)
--
create table ci_relations (
    org_id uuid not null,
    id uuid not null,
    from_id uuid not null,
    to_id uuid not null,
    relation text not null constraint ci_relations_known check (relation in
        ('depends_on', 'runs_on', 'connected_to', 'part_of', 'uses')),
    created_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    constraint ci_relations_once unique (org_id, from_id, to_id, relation),
    constraint ci_relations_two_ends check (from_id <> to_id),
    constraint ci_relations_from_id_fkey foreign key (org_id, from_id) references ci_items (org_id, id)
        on delete cascade,
    constraint ci_relations_to_id_fkey foreign key (org_id, to_id) references ci_items (org_id, id) on delete cascade
)
--
create index ci_relations_to on ci_relations (org_id, to_id, relation)
"""

TABLES = ("attachments", "dead_files", "ci_items", "ci_relations")


def upgrade() -> None:
    """Create the tables, bound to their organisation."""
    run(ATTACHMENTS)
    run(CMDB)
    for table in TABLES:
        protect(table)


def downgrade() -> None:
    """Drop the tables."""
    op.execute("drop function orgs_with_orphan_files(timestamptz)")
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
