"""A simulator as the transport of an HTTP client: everything but the network, and no waiting."""

import asyncio

import httpx2

from deskplane.simulators.simulator import Simulator
from deskplane.simulators.web import Request


class SimulatorTransport(httpx2.AsyncBaseTransport):
    """Answers from the simulator at once; a delay beyond the read timeout is a timeout, a drop a lost connection."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Ask the simulator."""
        body = await request.aread()
        headers = {name.lower(): value for name, value in request.headers.items()}
        url = request.url
        answer = self._simulator.handle(Request(request.method, url.path, dict(url.params), headers, body))
        await asyncio.sleep(0)
        allowed = request.extensions.get("timeout", {}).get("read")
        if allowed is not None and answer.delay >= allowed:
            raise httpx2.ReadTimeout("the simulator takes longer than we wait")
        if answer.drop:
            raise httpx2.RemoteProtocolError("Server disconnected without sending a response.")
        return httpx2.Response(answer.status, headers=answer.head(), content=answer.payload())
