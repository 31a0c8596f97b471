"""What every slice stands on: settings, database, events, errors, paging, access."""
