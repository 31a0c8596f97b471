"""Clusters: tickets that say much the same, found by their words."""
