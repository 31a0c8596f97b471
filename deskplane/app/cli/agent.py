"""``deskplane agent``: the program outside that keeps credentials, so that the desk never does."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from deskplane.agent.serving import serve
from deskplane.agent.settings import AgentSettings
from deskplane.agent.working import Agent
from deskplane.kernel import logging


def agent(
    *,
    port: Annotated[int | None, Parameter(help="Port to listen on")] = None,
    host: Annotated[str | None, Parameter(help="Address to listen on")] = None,
    data_dir: Annotated[Path | None, Parameter(help="Folder of the sealed credentials")] = None,
    desk: Annotated[str | None, Parameter(help="Where the desk is; needed without a broker")] = None,
) -> None:
    """Run the agent that keeps credentials and asks other desks for this one."""
    given: dict[str, Any] = {
        "agent_port": port,
        "agent_host": host,
        "agent_data_dir": data_dir,
        "desk_url": desk,
    }
    settings = AgentSettings(**{name: value for name, value in given.items() if value is not None})
    logging.configure(level=settings.log_level)
    console = Console(highlight=False)

    def ready(made: Agent, url: str) -> None:
        way = "RabbitMQ" if settings.broker_url is not None else settings.desk_url
        console.print(f"The agent is ready at {url}", soft_wrap=True)
        console.print(f"It keeps credentials of {len(made.keeper)} connections in {settings.agent_data_dir}")
        console.print(f"It answers through {way}", soft_wrap=True)

    asyncio.run(serve(settings, ready))
