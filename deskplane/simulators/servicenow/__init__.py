"""A stand-in for the REST API of ServiceNow."""
