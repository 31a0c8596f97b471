"""All tables of the house, for Alembic and the architecture tests."""

import deskplane.attachments.models
import deskplane.audit.models
import deskplane.boards.models
import deskplane.catalog.models
import deskplane.clustering.models
import deskplane.cmdb.models
import deskplane.collaboration.models
import deskplane.connections.models
import deskplane.dispatch.models
import deskplane.identity.models
import deskplane.inbound.models
import deskplane.macros.models
import deskplane.portal.models
import deskplane.projects.models
import deskplane.rca.models
import deskplane.search.models
import deskplane.setup.models
import deskplane.sync.models
import deskplane.tickets.models
import deskplane.views.models
from deskplane.kernel.tables import METADATA

SLICES = (
    deskplane.identity.models,
    deskplane.audit.models,
    deskplane.catalog.models,
    deskplane.attachments.models,
    deskplane.clustering.models,
    deskplane.cmdb.models,
    deskplane.tickets.models,
    deskplane.search.models,
    deskplane.collaboration.models,
    deskplane.portal.models,
    deskplane.projects.models,
    deskplane.macros.models,
    deskplane.boards.models,
    deskplane.views.models,
    deskplane.setup.models,
    deskplane.dispatch.models,
    deskplane.connections.models,
    deskplane.sync.models,
    deskplane.inbound.models,
    deskplane.rca.models,
)
__all__ = ["METADATA", "SLICES"]
