"""What the agent does with an errand: keep credentials, prove a connection, read its tickets, and tell the desk."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from traceback import extract_tb
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import BaseModel, ValidationError

from deskplane.agent.calling import CallFailedError
from deskplane.agent.keeping import Keeper, Kept, Key, addresses_of
from deskplane.agent.messages import (
    CancelSync,
    Errand,
    Event,
    Said,
    Status,
    SyncTickets,
    VerificationStatus,
    VerifyCredentials,
)
from deskplane.agent.publishing import Publisher
from deskplane.connectors.sdk.contract import Manifest, secrets_of
from deskplane.connectors.sdk.limits import Limits
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import Options
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.proving import SETUP, Verdict, broke, proved, refused
from deskplane.connectors.sdk.registry import connection_types
from deskplane.kernel import clock
from deskplane.kernel.crypto import CryptoError
from deskplane.kernel.ids import uuid7
from deskplane.outbound.policy import OutboundPolicy

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
GIVE_UP: Final = 40
"""Times that a status is offered; that is a quarter of an hour."""

log = structlog.get_logger(__name__)


class NotReadyError(Exception):
    """The errand cannot be done with what is kept here; the words go to the desk."""

    def __init__(self, message: str, *, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Filled:
    """The forms of a connection, filled for the length of one errand."""

    manifest: Manifest
    config: BaseModel
    credentials: BaseModel
    overrides: Overrides
    known: Options = field(default_factory=Options)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret values."""
        return secrets_of(self.credentials)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sync that is under way."""

    run_id: UUID
    attempt: int
    task: "asyncio.Task[None]"


def key_of(said: Said) -> Key:
    """What the credentials of a connection are kept under."""
    return Key(said.tenant_id, said.connection_id, said.connection_type)


@dataclass
class Agent:
    """Takes errands and works on them in the background."""

    keeper: Keeper
    publisher: Publisher
    policy: OutboundPolicy
    pause: float = FIRST_PAUSE
    tasks: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])
    readings: dict[Key, Reading] = field(default_factory=dict[Key, Reading])
    attempts: dict[Key, int] = field(default_factory=dict[Key, int])
    limits: dict[Key, Limits] = field(default_factory=dict[Key, Limits])

    def verify(self, errand: VerifyCredentials) -> None:
        """Keep what was given, and begin to prove it; an errand that was overtaken does nothing.

        Raises:
            NotReadyError: what is kept cannot be opened.
        """
        key = key_of(errand)
        kept = self._kept(key)
        newest = max(self.attempts.get(key, 0), kept.attempt if kept else 0)
        if errand.attempt <= newest:
            log.info("agent.errand_overtaken", connection=str(key.connection_id))
            return
        self.attempts[key] = errand.attempt
        if errand.credentials:
            given = Kept(errand.attempt, addresses_of(errand.settings), errand.credentials)
            self.keeper.keep(key, given)
        self._begin(self._prove(errand))

    def forget(self, key: Key) -> None:
        """Drop the credentials of a connection, and stop what uses them."""
        self.stop(key)
        if self.keeper.forget(key):
            log.info("agent.forgotten", connection=str(key.connection_id))

    def stop(self, key: Key, run_id: UUID | None = None) -> None:
        """Stop reading, for one run or for any."""
        reading = self.readings.get(key)
        if reading is not None and run_id in (None, reading.run_id):
            reading.task.cancel()

    def cancel(self, errand: CancelSync) -> None:
        """Stop reading for a run."""
        self.stop(key_of(errand), errand.run_id)

    def overtaken(self, errand: SyncTickets) -> bool:
        """Tell whether this run is being read already, by this errand or a later one."""
        reading = self.readings.get(key_of(errand))
        same = reading is not None and reading.run_id == errand.run_id and not reading.task.done()
        return same and reading is not None and reading.attempt >= errand.attempt

    def read(self, errand: SyncTickets, work: Coroutine[Any, Any, None]) -> None:
        """Read in the background, instead of whatever was read for this connection before."""
        key = key_of(errand)
        self.stop(key)
        self.readings[key] = Reading(errand.run_id, errand.attempt, self._begin(work))

    def filled(self, errand: VerifyCredentials | SyncTickets) -> Filled:
        """The forms of a connection with the credentials that are kept for it.

        Raises:
            NotReadyError: there are none, or they are for another address.
        """
        key = key_of(errand)
        kept = self._kept(key)
        if kept is None:
            raise NotReadyError(
                "The agent keeps no credentials for this connection.", fix="Enter them and verify."
            )
        if not addresses_of(errand.settings) <= kept.addresses:
            raise NotReadyError(
                "The address changed since the agent was given the credentials.",
                fix="Enter the credentials again and verify: they do not go elsewhere unasked.",
            )
        found = connection_types().get(key.connection_type)
        if found is None:
            raise NotReadyError(
                f"The agent has no connector for '{key.connection_type}'.",
                fix="Install the connector where the agent runs.",
            )
        known = errand.options if errand.event is Event.SYNC else Options()
        try:
            return Filled(
                found[0],
                found[0].config.model_validate(errand.settings),
                found[0].credentials.model_validate(kept.credentials),
                Overrides.model_validate(errand.overrides),
                known,
            )
        except ValidationError:
            raise NotReadyError(
                "The form does not fit the agent's connector.",
                fix="Run the same version of Deskplane at desk and agent, and fill in the form again.",
            ) from None

    @asynccontextmanager
    async def opened(self, key: Key, filled: Filled) -> AsyncGenerator[Any]:
        """The connector of a connection."""
        limits = self.limits.setdefault(key, Limits(filled.manifest.rate, clock.now))
        async with open_connector(
            filled.manifest,
            filled.config,
            filled.credentials,
            policy=self.policy,
            clock=clock.now,
            overrides=filled.overrides,
            known=filled.known,
            limits=limits,
        ) as connector:
            yield connector

    async def tell(self, status: Status) -> None:
        """Publish, again and again until it is kept.

        Raises:
            CallFailedError: it is not wanted, or nobody took it for a quarter of an hour.
        """
        pause = self.pause
        for turn in range(1, GIVE_UP + 1):
            try:
                return await self.publisher.publish(status)
            except CallFailedError as error:
                if not error.again or turn == GIVE_UP:
                    raise
                log.info("agent.status_waits", reason=error.message)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        return None

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop everything."""
        for task in list(self.tasks):
            task.cancel()
        await self.settled()
        await self.publisher.close()

    def _kept(self, key: Key) -> Kept | None:
        try:
            return self.keeper.find(key)
        except CryptoError as error:
            raise NotReadyError(
                f"The agent cannot open what it keeps: {error}", fix="Give the agent its former key again."
            ) from error

    def _begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def _prove(self, errand: VerifyCredentials) -> None:
        verdict = await self._verdict(errand)
        status = VerificationStatus(
            message_id=uuid7(),
            tenant_id=errand.tenant_id,
            connection_id=errand.connection_id,
            connection_type=errand.connection_type,
            sent_at=clock.now(),
            attempt=errand.attempt,
            steps=tuple(verdict.steps),
            account=verdict.account,
            options=verdict.options,
            milliseconds=verdict.milliseconds,
        )
        try:
            await self.tell(status)
        except CallFailedError as error:
            log.warning("agent.status_lost", connection=str(errand.connection_id), reason=error.message)

    async def _verdict(self, errand: VerifyCredentials) -> Verdict:
        started = perf_counter()
        try:
            filled = self.filled(errand)
            async with self.opened(key_of(errand), filled) as connector:
                verdict = await proved(
                    connector,
                    filled.manifest.base_url(filled.config),
                    policy=self.policy,
                    now=clock.now(),
                    secrets=filled.secrets,
                    line=True,
                )
        except NotReadyError as error:
            verdict = refused(SETUP, error.message, error.fix)
        except Exception as error:
            # A plug-in connector may raise anything; its words may hold a secret, its name does not.
            log.warning("agent.verification_broke", type=errand.connection_type, **place_of(error))
            verdict = broke(error)
        return verdict.masked(round((perf_counter() - started) * 1000))


def place_of(error: Exception) -> dict[str, str]:
    """What to write into the log of an error whose words may hold a secret: its kind, and where it arose."""
    last = extract_tb(error.__traceback__)[-1]
    return {"kind": type(error).__name__, "place": f"{last.filename}:{last.lineno}"}


def taken(agent: Agent, errand: Errand) -> None:
    """Take an errand that is none of reading.

    Raises:
        NotReadyError: it cannot be done with what is kept.
    """
    if errand.event is Event.VERIFY:
        agent.verify(errand)
    elif errand.event is Event.CANCEL:
        agent.cancel(errand)
    elif errand.event is Event.FORGET:
        agent.forget(key_of(errand))
