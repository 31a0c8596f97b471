"""The ServiceNow audit log: one row for each update of an incident."""
