"""Programs around the repository: checks and house lints."""
