"""The two forms of a Jira connection."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, model_validator


class Deployment(StrEnum):
    """Which product answers."""

    CLOUD = "cloud"
    DATA_CENTER = "data_center"


class Config(BaseModel):
    """Where the site is, and what a create gets when it says nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: HttpUrl = Field(title="Base URL", examples=["https://acme.atlassian.net"])
    deployment: Deployment = Field(Deployment.CLOUD, title="Product")
    email: str = Field(
        "", title="E-mail", description="Of the account; Cloud only.", examples=["me@acme.com"]
    )
    api_base: str = Field(
        "",
        title="API base",
        description="Only for scoped tokens: https://api.atlassian.com/ex/jira/{cloudId}",
    )
    default_project_key: str = Field("PROJ", title="Project key", description="Case matters.", max_length=80)
    default_issue_type: str = Field("Incident", title="Issue type", max_length=80)
    default_priority: str = Field("Medium", title="Priority", max_length=80)
    cancel_resolutions: tuple[str, ...] = Field(
        ("Won't Do", "Declined", "Canceled", "Cancelled", "Won't Fix"),
        title="Resolutions that mean cancelled",
    )


class Credentials(BaseModel):
    """Cloud: an API token with the e-mail of its account. Data Center: a personal access token, or a password."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api_token: SecretStr = Field(
        SecretStr(""), title="API token", description="From id.atlassian.com, Security, API tokens."
    )
    personal_access_token: SecretStr = Field(SecretStr(""), title="Personal access token")
    username: str = Field("", title="User name")
    password: SecretStr = Field(SecretStr(""), title="Password")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not (self.api_token or self.personal_access_token or (self.username and self.password)):
            raise ValueError(
                "Cloud needs e-mail + API token; Data Center a personal access token or a password."
            )
        return self
