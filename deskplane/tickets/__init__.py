"""The desk's core: tickets, what is said and done on them, and how they relate."""
