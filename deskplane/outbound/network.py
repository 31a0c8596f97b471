"""Connections that are checked after the name was resolved: what was checked is what is connected to."""

import asyncio
import socket
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Generator, Iterable
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any, Final, TypeAlias, cast

import httpcore2
import httpx2

from deskplane.outbound.errors import AddressRefusedError
from deskplane.outbound.policy import OutboundPolicy

Resolver: TypeAlias = Callable[[str, int], Awaitable[list[str]]]

MAX_ADDRESSES: Final = 4

# Each of our errors goes by the same name on both floors of the library; the most specific ones first.
_ERRORS: Final[tuple[tuple[type[Exception], type[httpx2.HTTPError]], ...]] = (
    (httpcore2.ConnectTimeout, httpx2.ConnectTimeout),
    (httpcore2.ReadTimeout, httpx2.ReadTimeout),
    (httpcore2.WriteTimeout, httpx2.WriteTimeout),
    (httpcore2.PoolTimeout, httpx2.PoolTimeout),
    (httpcore2.TimeoutException, httpx2.TimeoutException),
    (httpcore2.ConnectError, httpx2.ConnectError),
    (httpcore2.ReadError, httpx2.ReadError),
    (httpcore2.WriteError, httpx2.WriteError),
    (httpcore2.NetworkError, httpx2.NetworkError),
    (httpcore2.UnsupportedProtocol, httpx2.UnsupportedProtocol),
    (httpcore2.LocalProtocolError, httpx2.LocalProtocolError),
    (httpcore2.RemoteProtocolError, httpx2.RemoteProtocolError),
    (httpcore2.ProtocolError, httpx2.ProtocolError),
)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order the system prefers."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens TCP connections to addresses the policy permits, and to nothing else."""

    def __init__(self, policy: OutboundPolicy, resolver: Resolver = resolve) -> None:
        self._policy = policy
        self._resolve = resolver
        self._inner = cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Resolve once, check each address, connect to the first that answers.

        Raises:
            AddressRefusedError: the name leads to no address that may be called.
        """
        last: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in (await self._permitted(host, port, timeout))[:MAX_ADDRESSES]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
        raise last

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Refuse: a socket file is a service of this machine."""
        del timeout, socket_options
        raise AddressRefusedError(f"Deskplane does not call the socket {path}.")

    async def sleep(self, seconds: float) -> None:
        """Wait between attempts."""
        await self._inner.sleep(seconds)

    async def _permitted(self, host: str, port: int, timeout: float | None) -> list[str]:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise httpcore2.ConnectTimeout(f"the name {host} was not resolved in time") from None
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the name {host} cannot be resolved") from error
        permitted = [address for address in addresses if self._policy.permits(host, address, port)]
        if addresses and not permitted:
            raise AddressRefusedError(
                f"{host} leads to an address that Deskplane may not call. "
                "An administrator can allow it with DESKPLANE_OUTBOUND_ALLOW."
            )
        return permitted


class GuardedTransport(httpx2.AsyncBaseTransport):
    """A connection pool over the guarded backend. Proxies of the environment are not used."""

    def __init__(
        self, policy: OutboundPolicy, tls: SSLContext, *, connections: int = 50, resolver: Resolver = resolve
    ) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=connections,
            max_keepalive_connections=connections // 2,
            keepalive_expiry=30,
            network_backend=GuardedBackend(policy, resolver),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request."""
        url = request.url
        outgoing = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with translated():
            answer = await self._pool.handle_async_request(outgoing)
        return httpx2.Response(
            answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=cast("dict[str, Any]", answer.extensions),
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Stream(httpx2.AsyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with translated():
            # Typed as sync or async in the library; a pool of the async kind gives the async one.
            if isinstance(self._answer.stream, AsyncIterable):
                async for part in self._answer.stream:
                    yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


@contextmanager
def translated() -> Generator[None]:
    """Errors of the connection pool as errors of the client."""
    try:
        yield
    except Exception as error:
        for theirs, ours in _ERRORS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise
