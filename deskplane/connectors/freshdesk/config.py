"""The two forms of a Freshdesk connection."""

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class Config(BaseModel):
    """Where the account is, and what a create gets when it says nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: HttpUrl = Field(title="Address", examples=["https://acme.freshdesk.com"])
    default_requester: str = Field(
        "deskplane@example.com",
        title="Requester",
        description="E-mail address under which tickets are created that name nobody; each ticket needs one.",
        max_length=254,
    )
    default_priority: int = Field(
        2, title="Priority", ge=1, le=4, description="1 Low, 2 Medium, 3 High, 4 Urgent."
    )
    reference_field: str = Field(
        "", title="Reference field", description="A custom text field for our id, such as cf_deskplane_ref."
    )
    cancelled_field: str = Field(
        "", title="Cancelled field", description="A custom text field that marks closed tickets as cancelled."
    )


class Credentials(BaseModel):
    """The API key of an agent, from the profile settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api_key: SecretStr = Field(title="API key", min_length=1)
