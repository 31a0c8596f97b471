"""Working on the same ticket at the same time: who is there, unsent texts, what one has read."""
