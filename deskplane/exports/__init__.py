"""Taking tickets out: streamed, filtered, with the fields one chooses."""
