"""Boards: tickets in columns, with limits, for the desk and for its teams."""
