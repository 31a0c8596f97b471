"""The one way a connector calls its vendor: within the budget, errors told apart, secrets masked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

import httpx2
import orjson

from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    NotThatVendorError,
    NotThereError,
    OutcomeUnknownError,
    VendorRefusedError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.limits import DEFAULT_PAUSE, EVERYTHING, BudgetUse, Limits, retry_after
from deskplane.connectors.sdk.normal import OutgoingRequest
from deskplane.outbound.errors import AddressRefusedError, OutboundError
from deskplane.outbound.redaction import describe_error, redact

SOON: Final = 30.0
_NEVER_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class Effect(StrEnum):
    """What a lost answer means: nothing (read), the same again (write), maybe a second record (create)."""

    READ = "read"
    WRITE = "write"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is parsed JSON, None if there is none or it is none. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: Any
    is_json: bool


Explain: TypeAlias = Callable[[Answer], ConnectorError | None]
"""A vendor's own reading of an answer of 400 and above; None leaves it to the usual rules."""


class Wire:
    """A vendor's API at one address, as one account."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        limits: Limits,
        clock: Callable[[], datetime],
        *,
        vendor: str,
        explain: Explain,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self._client = client
        self._limits = limits
        self.clock = clock
        self._vendor = vendor
        self._explain = explain
        self._secrets = secrets

    async def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        effect: Effect = Effect.READ,
        scope: str = EVERYTHING,
    ) -> Answer:
        """Call the vendor; an answer below 400 comes back, everything else is raised.

        Raises:
            ConnectorError: one of ``sdk.errors``; only a lost create raises ``OutcomeUnknownError``.
        """
        request = self._build(method, path, params, json, headers)
        tries = 2 if effect is Effect.READ else 1
        for left in range(tries - 1, -1, -1):
            await self._limits.take(scope)
            try:
                answer = await self._once(request, effect)
                return self._judge(answer, effect, scope)
            except VendorUnavailableError as error:
                if not left or error.retry_after > 0:
                    raise _patient(error) from error.__cause__
        raise AssertionError("the last try returns or raises")

    def describe(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> OutgoingRequest:
        """The request that ``send`` would make, for people to read."""
        request = self._build(method, path, params, json, headers)
        shown = ("accept", "content-type", *(name.lower() for name in headers or {}))
        kept = {name: value for name, value in request.headers.items() if name in shown}
        return OutgoingRequest(method=method, url=self.masked(str(request.url)), headers=kept, body=json)

    def use(self) -> BudgetUse:
        """How much of the budget is left."""
        return self._limits.use()

    def masked(self, said: str) -> str:
        """Text of the vendor without our secrets, and not longer than people read."""
        return redact(said, self._secrets)[:2_000]

    def _build(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        json: Any,
        headers: Mapping[str, str] | None,
    ) -> httpx2.Request:
        sent = {"Accept": "application/json", **(headers or {})}
        content = None if json is None else orjson.dumps(json)
        if method in ("POST", "PUT", "PATCH"):
            sent["Content-Type"] = "application/json"
        return self._client.build_request(method, path, params=params or None, content=content, headers=sent)

    async def _once(self, request: httpx2.Request, effect: Effect) -> Answer:
        try:
            answer = await self._client.send(request)
        except OutboundError as error:
            said = self.masked(str(error))
            if effect is Effect.CREATE and not isinstance(error, AddressRefusedError):
                raise OutcomeUnknownError(
                    said, retry_after=0
                ) from error  # it was their answer that we refused
            raise ConnectorError(said) from error
        except _NEVER_SENT as error:
            said = describe_error(error, self._secrets)
            raise VendorUnavailableError(
                f"{self._vendor} cannot be reached: {said}",
                retry_after=SOON,
                fix="Check the address, DNS, and that this server may call it.",
            ) from error
        except httpx2.HTTPError as error:
            said = f"{self._vendor} gave no whole answer: {describe_error(error, self._secrets)}"
            if effect is Effect.CREATE:
                raise OutcomeUnknownError(said, retry_after=0) from error
            raise VendorUnavailableError(said, retry_after=0) from error
        return _parsed(answer)

    def _judge(self, answer: Answer, effect: Effect, scope: str) -> Answer:
        self._limits.learn(answer.headers)
        if answer.status < 300:
            if not answer.is_json and effect is Effect.CREATE:
                said = f"{self._vendor} took the request, but its answer cannot be read."
                raise OutcomeUnknownError(said, retry_after=0)
            if not answer.is_json:
                raise NotThatVendorError(
                    f"What answers at this address is not the API of {self._vendor}.",
                    fix="Check the base URL; a sleeping or single-sign-on page answers like this too.",
                )
            return answer
        if answer.status < 400:
            target = redact(answer.headers.get("location", ""))
            raise NotThatVendorError(
                f"{self._vendor} sends us elsewhere ({target}).", fix="Use the address it names as base URL."
            )
        if answer.status == 429:
            raise self._slow_down(answer, scope)
        if answer.status >= 500 or answer.status == 408:
            raise self._broken(answer, effect)
        raise self._masked_error(self._explain(answer) or _usual(answer, self._vendor))

    def _slow_down(self, answer: Answer, scope: str) -> VendorUnavailableError:
        wait = retry_after(answer.headers, self.clock())
        named = _scope(answer.headers, scope)
        self._limits.pause(named, wait)
        said = f"{self._vendor} asks us to wait {wait:.0f} s."
        return VendorUnavailableError(said, retry_after=max(wait, 1), scope=named)

    def _broken(self, answer: Answer, effect: Effect) -> VendorUnavailableError:
        said = f"{self._vendor} answers {answer.status}."
        wait = retry_after(answer.headers, self.clock(), default=0)
        if effect is Effect.CREATE:
            return OutcomeUnknownError(said, retry_after=wait)
        return VendorUnavailableError(said, retry_after=wait)

    def _masked_error(self, error: ConnectorError) -> ConnectorError:
        error.message = self.masked(error.message)
        error.args = (error.message,)
        if isinstance(error, VendorRefusedError):
            error.fields = {name: self.masked(said) for name, said in error.fields.items()}
        return error


def _patient(error: VendorUnavailableError) -> VendorUnavailableError:
    error.retry_after = error.retry_after or DEFAULT_PAUSE
    return error


def _parsed(answer: httpx2.Response) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if not answer.content:
        return Answer(answer.status_code, headers, None, is_json=True)
    try:
        return Answer(answer.status_code, headers, orjson.loads(answer.content), is_json=True)
    except orjson.JSONDecodeError:
        return Answer(answer.status_code, headers, None, is_json=False)


def _scope(headers: Mapping[str, str], asked: str) -> str:
    """A quota concerns the whole connection; a burst or a per-record limit only what was asked."""
    reason = headers.get("ratelimit-reason", "")
    return asked if "burst" in reason or "per-issue" in reason else EVERYTHING


def _usual(answer: Answer, vendor: str) -> ConnectorError:
    if answer.status == 401:
        return CredentialsRejectedError(
            f"{vendor} does not accept these credentials.", fix="Check the user and the secret."
        )
    if answer.status in (404, 410):
        return NotThereError(f"{vendor} has no such record, or does not show it to this account.")
    return VendorRefusedError(f"{vendor} refused with {answer.status}.", status=answer.status)
