"""Projects and their tasks, and which tickets belong to them."""
