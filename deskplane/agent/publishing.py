"""How the agent's statuses reach the desk: through the broker, or without one by a signed call."""

from typing import Final, Protocol

import httpx2

from deskplane.agent.calling import CallFailedError, post_signed
from deskplane.agent.messages import STATUS, Status
from deskplane.agent.rabbit import BrokerAwayError, Outgoing
from deskplane.agent.settings import AgentSettings
from deskplane.agent.signing import signed
from deskplane.kernel import clock

DOOR: Final = "/api/v1/agent/status"


class Publisher(Protocol):
    """Gives a status away for good."""

    async def publish(self, status: Status) -> None:
        """Return when it is kept by the other side.

        Raises:
            CallFailedError: it is not.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class ByBroker:
    """Into the durable queue of RabbitMQ, confirmed."""

    def __init__(self, url: str, secret: str) -> None:
        """Publish at ``url``, signed with ``secret``."""
        self._out = Outgoing(url)
        self._secret = secret

    async def publish(self, status: Status) -> None:
        """Publish and wait for the confirmation."""
        body = STATUS.dump_json(status)
        try:
            await self._out.put(str(status.message_id), body, signed(self._secret, body, clock.now()))
        except BrokerAwayError as error:
            raise CallFailedError(str(error), again=True) from None

    async def close(self) -> None:
        """Close the connection."""
        await self._out.close()


class ByCall:
    """To the desk's own door, which keeps it in its database."""

    def __init__(self, url: str, secret: str, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """Call the desk at ``url``, signed with ``secret``."""
        self._url = url.rstrip("/") + DOOR
        self._secret = secret
        self._transport = transport

    async def publish(self, status: Status) -> None:
        """Call and wait for the answer."""
        await post_signed(self._url, self._secret, STATUS.dump_json(status), transport=self._transport)

    async def close(self) -> None:
        """Nothing is open between calls."""


def publisher_of(settings: AgentSettings) -> Publisher:
    """The broker if there is one, else the desk itself."""
    secret = settings.agent_secret.get_secret_value()
    if settings.broker_url is not None:
        return ByBroker(settings.broker_url.get_secret_value(), secret)
    return ByCall(settings.desk_url, secret)
