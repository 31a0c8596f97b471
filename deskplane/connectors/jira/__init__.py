"""Jira: issues of Cloud (REST v3) and of Data Center (REST v2)."""
