"""The agent's process: its folder, its key, its line to the desk, its door."""

import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import uvicorn

from deskplane.agent.door import door
from deskplane.agent.keeping import Keeper
from deskplane.agent.publishing import publisher_of
from deskplane.agent.settings import AgentSettings
from deskplane.agent.working import Agent
from deskplane.kernel.crypto import KeyRing
from deskplane.outbound.policy import OutboundPolicy

LOOPBACK = ("127.0.0.0/8", "::1/128")
SHUTDOWN_SECONDS = 5


@asynccontextmanager
async def opened(settings: AgentSettings) -> AsyncGenerator[Agent]:
    """An agent that is ready to take errands."""
    folder = settings.agent_data_dir.expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = settings.agent_key.get_secret_value() if settings.agent_key else None
    allow = (*settings.outbound_allow, *(LOOPBACK if settings.is_dev else ()))
    agent = Agent(
        Keeper(folder, KeyRing.load(key, folder)),
        publisher_of(settings),
        OutboundPolicy.of(allow, allow_http=settings.is_dev),
    )
    try:
        yield agent
    finally:
        await agent.close()


async def serve(settings: AgentSettings, ready: Callable[[Agent, str], None]) -> None:
    """Serve until told to stop; ``ready`` is told where."""
    async with opened(settings) as agent:
        tls = settings.agent_tls_cert is not None
        config = uvicorn.Config(
            door(agent, settings.agent_secret.get_secret_value()),
            host=settings.agent_host,
            port=settings.agent_port,
            ssl_certfile=settings.agent_tls_cert,
            ssl_keyfile=settings.agent_tls_key,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        bound = config.bind_socket()
        url = f"{'https' if tls else 'http'}://{settings.agent_host}:{bound.getsockname()[1]}"
        await _Server(config, lambda: ready(agent, url)).serve(sockets=[bound])


class _Server(uvicorn.Server):
    """Says so once it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()
