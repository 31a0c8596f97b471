"""The agent outside: it keeps credentials of other desks and asks them for the desk, which never stores any.

Desk and agent share ``messages``, ``signing``, ``calling`` and ``rabbit``; all else belongs to the agent's process,
which knows no database.
"""
