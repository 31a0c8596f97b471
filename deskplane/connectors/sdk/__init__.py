"""What every connector stands on: contract, errors, HTTP, limits, paging, mapping, creating once, webhooks."""
