"""Who is who: organisations, people, teams, roles, sessions and tokens."""
