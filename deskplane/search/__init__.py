"""Full-text search over tickets and their comments, with facets."""
