"""Connections to other desks: settings, credentials, and the proof that they work."""
