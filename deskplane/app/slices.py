"""The one list of slices: what is mounted, who listens. Static paths come before those with a parameter."""

from fastapi import APIRouter

from deskplane.analytics import api as analytics_api
from deskplane.attachments import api as attachments_api
from deskplane.audit import api as audit_api, subscribers as audit_subscribers
from deskplane.boards import api as boards_api
from deskplane.catalog import api as catalog_api
from deskplane.clustering import api as clustering_api, subscribers as clustering_subscribers
from deskplane.cmdb import api as cmdb_api
from deskplane.collaboration import api as collaboration_api, subscribers as collaboration_subscribers
from deskplane.connections import agent_api, api as connections_api, subscribers as connections_subscribers
from deskplane.dispatch import api as dispatch_api, subscribers as dispatch_subscribers
from deskplane.exports import api as exports_api
from deskplane.identity import api as identity_api
from deskplane.inbound import api as inbound_api, subscribers as inbound_subscribers
from deskplane.kernel.eventlog import EventLog, Subscriber
from deskplane.kernel.stream import teller
from deskplane.macros import api as macros_api
from deskplane.portal import api as portal_api
from deskplane.projects import api as projects_api, subscribers as projects_subscribers
from deskplane.rca import api as rca_api
from deskplane.search import api as search_api, subscribers as search_subscribers
from deskplane.setup import api as setup_api
from deskplane.sync import api as sync_api
from deskplane.tickets import (
    api as tickets_api,
    parts_api as ticket_parts_api,
    subscribers as ticket_subscribers,
)
from deskplane.tickets.audience import audience
from deskplane.views import api as views_api

ROUTERS: tuple[APIRouter, ...] = (
    *identity_api.ROUTERS,
    *audit_api.ROUTERS,
    *catalog_api.ROUTERS,
    *cmdb_api.ROUTERS,
    *attachments_api.ROUTERS,
    *search_api.ROUTERS,
    *analytics_api.ROUTERS,
    *exports_api.ROUTERS,
    *tickets_api.ROUTERS,
    *ticket_parts_api.ROUTERS,
    *collaboration_api.ROUTERS,
    *portal_api.ROUTERS,
    *projects_api.ROUTERS,
    *macros_api.ROUTERS,
    *boards_api.ROUTERS,
    *views_api.ROUTERS,
    *setup_api.ROUTERS,
    *dispatch_api.ROUTERS,
    *connections_api.ROUTERS,
    *agent_api.ROUTERS,
    *sync_api.ROUTERS,
    *inbound_api.ROUTERS,
    *rca_api.ROUTERS,
    *clustering_api.ROUTERS,
)


def subscribe_all(log: EventLog) -> None:
    """Register every subscriber of the house."""
    search_subscribers.subscribe(log)
    audit_subscribers.subscribe(log)
    ticket_subscribers.subscribe(log)
    projects_subscribers.subscribe(log)
    collaboration_subscribers.subscribe(log)
    dispatch_subscribers.subscribe(log)
    connections_subscribers.subscribe(log)
    inbound_subscribers.subscribe(log)
    clustering_subscribers.subscribe(log)
    log.batch(Subscriber("stream", teller(audience), history=True, ordered=True))
