"""Connectors: one folder per vendor, side by side on the sdk. See README.md."""
