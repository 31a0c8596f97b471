"""Tickets of other desks here: imports that can be stopped, resumed and repeated without a second ticket."""
