"""The two forms of a ServiceNow connection."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, model_validator


class Config(BaseModel):
    """Where the instance is, and what a create gets when it says nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    instance_url: HttpUrl = Field(title="Instance URL", examples=["https://acme.service-now.com"])
    token_url: str = Field(
        "", title="Token URL", description="Only if it is not /oauth_token.do of the instance."
    )
    default_assignment_group: str = Field("IT Support", title="Assignment group", max_length=80)
    default_category: str = Field("Software", title="Category", max_length=80)
    default_subcategory: str = Field("Application Error", title="Subcategory", max_length=80)
    default_priority: str = Field(
        "3", title="Priority", pattern="^[1-5]$", description="1 Critical to 5 Planning."
    )
    default_state: str = Field("1", title="State", pattern=r"^\d{1,3}$", description="1 New, 2 In Progress.")
    close_code: str = Field(
        "Solution provided",
        title="Resolution code",
        description="Written when a ticket is resolved or closed.",
    )


class Credentials(BaseModel):
    """OAuth is the better way; a user name and password alone are the fallback."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_id: str = Field("", title="OAuth client id")
    client_secret: SecretStr = Field(SecretStr(""), title="OAuth client secret")
    username: str = Field("", title="User name", description="Needs the role itil or incident_manager.")
    password: SecretStr = Field(SecretStr(""), title="Password")
    api_key: SecretStr = Field(SecretStr(""), title="API key", description="Instead of the others.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        oauth = self.client_id and self.client_secret
        basic = self.username and self.password
        if not (oauth or basic or self.api_key):
            raise ValueError("Give an OAuth client, a user name and password, or an API key.")
        return self
