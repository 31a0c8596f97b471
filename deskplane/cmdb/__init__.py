"""A minimal CMDB: configuration items and how they relate."""
