"""What the API of connections takes and gives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue, StringConstraints

from deskplane.connections.vocabulary import ConnectionStatus, CredentialMode, Health, SourceKind
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import StepResult
from deskplane.kernel.http import Body

TypeName = Annotated[str, StringConstraints(max_length=40)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Description = Annotated[str, StringConstraints(max_length=2000)]
Form = Annotated[dict[str, JsonValue], Field(max_length=60)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]


Every = Annotated[
    int | None,
    Field(
        ge=5,
        le=43_200,
        description="Minutes from the end of an import to the next by itself; null: never",
    ),
]


class ConnectionConfig(Body):
    """What an import takes when it is not told; empty means everything."""

    projects: list[Word] = Field(default_factory=list, max_length=200)
    scope: Annotated[str, StringConstraints(max_length=4000)] = Field(
        "", description="Query in the vendor's own language, such as JQL"
    )
    lookback_days: int | None = Field(None, ge=1, le=3650)


class ConnectionCreate(Body):
    """A new connection; settings and credentials may follow later."""

    type: TypeName
    name: Name | None = None
    description: Description | None = None
    credential_mode: CredentialMode = CredentialMode.VAULT_DB
    settings: Form = Field(default_factory=dict)
    credentials: Form | None = Field(None, description="Never shown again")
    config: ConnectionConfig = ConnectionConfig(projects=[], scope="", lookback_days=None)
    overrides: Overrides = Overrides()


class ConnectionPatch(Body):
    """Changes to a connection; what is not sent stays. ``settings`` are replaced as a whole."""

    name: Name = ""
    description: Description = ""
    credential_mode: CredentialMode = CredentialMode.VAULT_DB
    settings: Form = Field(default_factory=dict)
    credentials: Form | None = Field(None, description="Never shown again; needed again for another address")
    config: ConnectionConfig = ConnectionConfig(projects=[], scope="", lookback_days=None)
    overrides: Overrides = Overrides()
    sync_every_minutes: Every = None
    version: Annotated[int | None, Field(ge=1, le=2_000_000_000)] = None


class VerifyAsked(Body):
    """What to set before the verification; nothing leaves everything as it is."""

    credential_mode: CredentialMode | None = None
    settings: Form | None = None
    credentials: Form | None = Field(None, description="Never shown again")


class VerificationStep(BaseModel):
    """One thing that was proved, or not."""

    key: str
    title: str
    result: StepResult
    detail: str
    cause: str
    fix: str
    milliseconds: int


class LastVerification(BaseModel):
    """How the last verification went."""

    steps: list[VerificationStep]
    account: str
    milliseconds: int


class ConnectionRead(BaseModel):
    """A connection; its credentials are never part of it."""

    id: UUID
    type: str
    name: str
    description: str
    status: ConnectionStatus
    health: Health
    credential_mode: CredentialMode
    settings: dict[str, JsonValue]
    config: dict[str, JsonValue] = Field(description="Empty, or what an import takes when it is not told")
    overrides: dict[str, JsonValue]
    has_secret: bool = Field(description="Credentials are sealed here, or the agent outside was given some")
    credentials_set_at: datetime | None
    latest_options: dict[str, list[dict[str, str]]] = Field(
        description="What was offered at the last verification: projects by key and name, all else by id and name"
    )
    last_verification_at: datetime | None
    last_verification_status: str = Field(description="ok, warning, failed, or empty if never verified")
    last_verification_error: str
    last_verification: LastVerification | None
    last_sync_at: datetime | None
    last_sync_status: str = Field(description="success, partial, failed, cancelled, or empty if never")
    last_sync_error: str
    last_sync_tickets: int
    last_successful_sync_at: datetime | None
    sync_every_minutes: int | None = Field(
        description="Imports begin by themselves so long after the last one"
    )
    next_sync_at: datetime | None = Field(description="When the next import begins by itself")
    version: int
    created_at: datetime
    updated_at: datetime


class ConnectionList(BaseModel):
    """All connections of an organisation."""

    data: list[ConnectionRead]


class SignInRead(BaseModel):
    """One way to sign in."""

    key: str
    title: str
    hint: str
    fields: list[str] = Field(description="Fields of the forms that it takes, such as credentials.password")
    implied: dict[str, str] = Field(description="Settings that follow from it, such as config.deployment")
    help_url: str
    fallback: bool = Field(description="Only where no better way works")


class ConnectionTypeRead(BaseModel):
    """A connection type and the forms it is set up by, as JSON schemas."""

    type: str
    name: str
    description: str
    vendor: str
    vendor_name: str
    kinds: list[SourceKind]
    uses: list[str]
    order: int
    visible: bool = Field(description="Whether it is offered; connections of a hidden type go on working")
    available: bool = Field(description="Whether a connector for it is here")
    by_environment: bool = Field(description="Credentials may be those of the environment")
    by_agent: bool = Field(description="An agent outside is set up that may keep the credentials")
    settings_schema: dict[str, Any]
    credentials_schema: dict[str, Any]
    main_fields: list[str] = Field(description="Fields of the forms that most people fill in")
    sign_ins: list[SignInRead] = Field(
        description="Ways to sign in, the best first; empty: there is only one"
    )
    needs: str = Field(description="What the account must be allowed to do")
    narrowed_by: list[str] = Field(description="What an import can be narrowed by: projects, scope")
    help_url: str


class ConnectionTypeList(BaseModel):
    """All allowed connection types."""

    data: list[ConnectionTypeRead]
