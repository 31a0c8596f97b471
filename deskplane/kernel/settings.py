"""Settings, read once from the environment (prefix ``DESKPLANE_``)."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_SECRETS = frozenset({"", "changeme", "change-me", "secret", "password", "deskplane", "development"})
MIN_SECRET_LENGTH = 32


class Profile(StrEnum):
    """How strict the process is about unsafe settings."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


class Settings(BaseSettings):
    """All that can be configured from outside; everything else lives in the database."""

    model_config = SettingsConfigDict(
        env_prefix="DESKPLANE_", env_file=None, extra="ignore", populate_by_name=True
    )

    profile: Profile = Field(
        default=Profile.DEV, description="dev, staging or prod; prod refuses unsafe settings"
    )
    debug: bool = Field(default=False, description="Show tracebacks in the log of expected errors")
    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port to listen on; the next free one is taken if busy"
    )
    data_dir: Path = Field(
        default=Path(".data"), description="Folder of the embedded database, attachments and keys"
    )
    database_url: SecretStr | None = Field(
        default=None, description="External PostgreSQL (owner login); empty = embedded"
    )
    database_login_role: str = Field(
        default="deskplane_login",
        pattern="^[a-z_][a-z0-9_]{0,40}$",
        description="Role the web and worker log in as",
    )
    database_pool: int = Field(default=12, ge=2, le=90, description="Connections of one process")
    secret_key: SecretStr | None = Field(
        default=None, description="Key-encryption key; empty = <data-dir>/secret.key"
    )
    secret_key_previous: SecretStr | None = Field(
        default=None, description="The key before, while values are re-sealed"
    )
    public_url: str = Field(default="", description="Address people use, for links in invitations and mails")
    outbound_allow: list[str] = Field(default_factory=list, description="Private networks that may be called")
    log_level: str = Field(
        default="INFO",
        validation_alias=AliasChoices("DESKPLANE_LOG_LEVEL", "LOG_LEVEL", "log_level"),
        description="Log level",
    )
    log_file: Path | None = Field(default=None, description="Also write the log here")
    log_json: bool = Field(default=False, description="Log as JSON lines")
    body_limit: int = Field(default=2_000_000, ge=1_000, description="Largest JSON body, bytes")
    upload_limit: int = Field(default=50_000_000, ge=1_000, description="Largest attachment, bytes")
    rate_per_minute: int = Field(
        default=6_000, ge=0, description="Requests a minute per caller; 0 = no limit"
    )
    dispatch_per_minute: int = Field(
        default=60, ge=0, description="Outside tickets a minute that an organisation may create; 0 = no limit"
    )
    env_credentials_org: list[str] = Field(
        default_factory=list,
        description="Organisations (short name or id) that may use the environment's vendor credentials; "
        "empty = the first one, * = all",
    )
    session_hours: int = Field(default=24 * 14, ge=1, description="How long a session lives without use")
    agent_url: str = Field(default="", description="Agent that keeps credentials outside; empty = none")
    agent_secret: SecretStr | None = Field(
        default=None, description="What desk and agent sign with, 32 or more random characters"
    )
    broker_url: SecretStr | None = Field(
        default=None, description="RabbitMQ that brings the agent's answers; empty = it calls this desk"
    )
    s3_endpoint: str = Field(default="", description="S3-compatible file storage; empty = files in data-dir")
    s3_bucket: str = Field(default="", description="Bucket of the file storage")
    s3_region: str = Field(default="us-east-1", description="Region of the file storage")
    s3_access_key: str = Field(default="", description="Access key of the file storage")
    s3_secret_key: SecretStr | None = Field(default=None, description="Secret key of the file storage")

    @model_validator(mode="after")
    def _agent_is_whole(self) -> Self:
        secret = self.agent_secret.get_secret_value() if self.agent_secret else ""
        if self.agent_url and len(secret) < MIN_SECRET_LENGTH:
            raise ValueError(
                f"DESKPLANE_AGENT_URL needs DESKPLANE_AGENT_SECRET: {MIN_SECRET_LENGTH} or more random characters"
            )
        return self

    @model_validator(mode="after")
    def _prod_is_strict(self) -> Self:
        if self.profile is not Profile.PROD:
            return self
        if self.debug:
            raise ValueError("profile prod refuses debug; unset DESKPLANE_DEBUG")
        if self.secret_key is not None:
            secret = self.secret_key.get_secret_value()
            if secret.lower() in DEFAULT_SECRETS or len(secret) < MIN_SECRET_LENGTH:
                raise ValueError(
                    "profile prod refuses a default or short secret; "
                    f"DESKPLANE_SECRET_KEY needs {MIN_SECRET_LENGTH} or more random characters"
                )
        return self
