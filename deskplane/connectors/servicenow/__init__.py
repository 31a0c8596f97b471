"""ServiceNow: incidents over the Table API."""
