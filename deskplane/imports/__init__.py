"""Bringing tickets in from elsewhere: a ServiceNow audit log with its history, or any CSV or JSON file."""
