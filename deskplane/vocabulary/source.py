"""Where a ticket came from, as the ticket itself keeps it."""

from enum import StrEnum


class SourceType(StrEnum):
    """The door a ticket was created through; the first six are an older public enum, kept literally."""

    WEB = "WEB"
    MOBILE = "MOBILE"
    EMAIL = "EMAIL"
    GLPI = "GLPI"
    SOLMAN = "SOLMAN"
    CHATBOT = "CHATBOT"
    API = "API"
    PORTAL = "PORTAL"
    SERVICENOW = "SERVICENOW"
    JIRA = "JIRA"
    FRESHDESK = "FRESHDESK"
    GATEWAY = "GATEWAY"
    JOB = "JOB"
    ALERT = "ALERT"
    WEBHOOK = "WEBHOOK"
    IMPORT = "IMPORT"
    PHONE = "PHONE"
    WORKFLOW = "WORKFLOW"
