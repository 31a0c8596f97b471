"""Programs that measure; they print figures with their ratio to a limit measured in the same run."""
