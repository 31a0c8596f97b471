"""The queue of the broker: durable, with publisher confirms; a message is gone only when it was stored."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum, auto
from typing import Final, TypeAlias

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError

from deskplane.agent.messages import QUEUE

SECONDS: Final = 10.0
GOODBYE: Final = 3.0
AHEAD: Final = 20
log = structlog.get_logger(__name__)


class BrokerAwayError(Exception):
    """The broker does not answer, or did not confirm."""


class Taken(Enum):
    """What became of a message: stored, or nothing that could ever be."""

    STORED = auto()
    REFUSED = auto()


Take: TypeAlias = Callable[[bytes, Mapping[str, str]], Awaitable[Taken]]
AWAY: Final = (AMQPError, OSError, TimeoutError, RuntimeError)


class Outgoing:
    """Puts messages into the queue, over one connection that is made anew when it breaks."""

    def __init__(self, url: str) -> None:
        """Publish at ``url``; nothing is opened yet."""
        self._url = url
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._turn = asyncio.Lock()

    async def put(self, message_id: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Publish one message and wait until the broker has it on disk.

        Raises:
            BrokerAwayError: it has not.
        """
        message = aio_pika.Message(
            body,
            headers=dict(headers),
            message_id=message_id,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        async with self._turn:
            try:
                with _told("The broker does not take it"):
                    channel = await self._opened()
                    await channel.default_exchange.publish(
                        message, routing_key=QUEUE, mandatory=True, timeout=SECONDS
                    )
            except BrokerAwayError:
                await self.close()
                raise

    async def close(self) -> None:
        """Close the connection; the next message opens another."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            await _closed(connection)

    async def _opened(self) -> AbstractChannel:
        if self._channel is None or self._channel.is_closed:
            await self.close()
            self._connection = await aio_pika.connect(self._url, timeout=SECONDS)
            self._channel = await self._connection.channel(publisher_confirms=True)
            await self._channel.declare_queue(QUEUE, durable=True)
        return self._channel


async def listen(url: str, take: Take) -> None:
    """Hand over what comes, in order, until the connection ends; what could not be stored comes again.

    Raises:
        BrokerAwayError: the broker is away, or went away.
    """
    with _told("The broker does not answer"):
        connection = await aio_pika.connect(url, timeout=SECONDS)
    try:
        with _told("The broker went away"):
            channel = await connection.channel()
            await channel.set_qos(prefetch_count=AHEAD)
            queue = await channel.declare_queue(QUEUE, durable=True)
            incoming: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
            gone = asyncio.Event()

            def ended(*_: object) -> None:
                gone.set()

            for end in (connection, channel):
                end.close_callbacks.add(ended)
            await queue.consume(incoming.put)
            while (message := await _next(incoming, gone)) is not None:
                await _handed_over(message, take)
    finally:
        await _closed(connection)
    raise BrokerAwayError("The broker closed the connection.")


@contextmanager
def _told(words: str) -> Generator[None]:
    """Say in one word that the broker is away; its library cancels who waits on a line that breaks."""
    try:
        yield
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise BrokerAwayError(f"{words}: the line broke.") from None
    except AWAY as error:
        raise BrokerAwayError(f"{words}: {type(error).__name__}.") from error


async def _next(
    incoming: "asyncio.Queue[AbstractIncomingMessage]", gone: asyncio.Event
) -> AbstractIncomingMessage | None:
    """The next message, or None once the connection is closed or broken."""
    waiting, ended = asyncio.ensure_future(incoming.get()), asyncio.ensure_future(gone.wait())
    try:
        await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() and not ended.done() else None
    finally:
        waiting.cancel()
        ended.cancel()


async def _closed(connection: AbstractConnection) -> None:
    """Close in good order, but not for ever: a broker that is gone does not say goodbye."""
    with suppress(BrokerAwayError), _told("It does not say goodbye"):
        async with asyncio.timeout(GOODBYE):
            await connection.close()


async def _handed_over(message: AbstractIncomingMessage, take: Take) -> None:
    headers = {name.lower(): str(value) for name, value in message.headers.items()}
    if await take(message.body, headers) is Taken.STORED:
        await message.ack()
        return
    log.warning("agent.message_refused", message_id=message.message_id)
    await message.reject(requeue=False)
