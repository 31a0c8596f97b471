"""Freshdesk: tickets over the REST API, version 2."""
