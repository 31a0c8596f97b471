"""Settings of the agent's process, read from the environment; secret and broker are named as at the desk."""

from pathlib import Path
from typing import Final, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from deskplane.agent.calling import is_private_line
from deskplane.kernel.settings import Profile

LEAST_SECRET: Final = 32


class AgentSettings(BaseSettings):
    """All that an agent needs to know."""

    model_config = SettingsConfigDict(
        env_prefix="DESKPLANE_", env_file=None, extra="ignore", populate_by_name=True
    )

    profile: Profile = Profile.DEV
    agent_host: str = Field(default="127.0.0.1", description="Address to listen on")
    agent_port: int = Field(default=8400, ge=0, le=65535, description="Port to listen on")
    agent_data_dir: Path = Field(default=Path(".agent"), description="Folder of the sealed credentials")
    agent_key: SecretStr | None = Field(
        default=None, description="Key that seals the credentials; empty = secret.key in the folder"
    )
    agent_secret: SecretStr = Field(
        default=SecretStr(""), description="What desk and agent sign with, 32 or more random characters"
    )
    agent_tls_cert: Path | None = Field(default=None, description="Certificate, to speak TLS itself")
    agent_tls_key: Path | None = Field(default=None, description="Key of the certificate")
    broker_url: SecretStr | None = Field(default=None, description="RabbitMQ, as amqp(s)://…; empty = none")
    desk_url: str = Field(default="", description="Where the desk is; needed without a broker")
    outbound_allow: list[str] = Field(default_factory=list, description="Private networks that may be called")
    log_level: str = Field(default="INFO", description="Log level")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(self.agent_secret.get_secret_value()) < LEAST_SECRET:
            raise ValueError(
                f"set DESKPLANE_AGENT_SECRET to {LEAST_SECRET} or more random characters, the same as at the desk"
            )
        if self.broker_url is None and not self.desk_url:
            raise ValueError("set DESKPLANE_BROKER_URL, or without a broker DESKPLANE_DESK_URL")
        if self.desk_url and not is_private_line(self.desk_url, dev=self.is_dev):
            raise ValueError("DESKPLANE_DESK_URL must begin with https")
        return self

    @property
    def is_dev(self) -> bool:
        """In the profile dev a simulator on this machine may be called, without TLS too."""
        return self.profile is Profile.DEV
