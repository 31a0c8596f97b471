"""Figures over tickets: the stats object and what the overview shows."""
