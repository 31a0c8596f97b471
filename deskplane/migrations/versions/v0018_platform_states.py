"""What a platform's states mean to an organisation, and what each outside ticket's state means.

Revision ID: 0018
Revises: 0017
"""

from deskplane.migrations.tenancy import run

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ADD = """
alter table dispatch_settings add servicenow_states jsonb not null default '{}',
    add jira_states jsonb not null default '{}'
--
alter table outside_tickets add desk_status text constraint outside_tickets_desk_status check (desk_status in
    ('new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved', 'closed', 'cancelled'))
"""
DROP = """
alter table outside_tickets drop desk_status
--
alter table dispatch_settings drop servicenow_states, drop jira_states
"""


def upgrade() -> None:
    """Add the columns."""
    run(ADD)


def downgrade() -> None:
    """Drop the columns."""
    run(DROP)
