"""Demo data: an organisation of our own invention, so that a new desk is not empty."""

from deskplane.app.demo.company import PASSWORD as DEMO_PASSWORD, SLUG as DEMO_SLUG
from deskplane.app.demo.making import PEOPLE as DEMO_PEOPLE, make_demo

__all__ = ["DEMO_PASSWORD", "DEMO_PEOPLE", "DEMO_SLUG", "make_demo"]
