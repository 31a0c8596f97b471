"""Saved views of the ticket list: filters, columns and order under a name, for one, a team or all."""
