"""One condition language: written as JSON or as text, checked against fields, run in Python or in SQL.

A check is true or false, never unknown: ``ne``, ``not_in`` and ``not_contains`` are the exact complement
of ``eq``, ``in`` and ``contains``, so a missing value satisfies them. Text compares without regard to case.
"""
