"""Ways to show who we are: basic, bearer, a header, OAuth 2 with one refresh."""

from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import httpx2
import orjson

from deskplane.connectors.sdk.errors import CredentialsRejectedError, VendorUnavailableError
from deskplane.connectors.sdk.shapes import mapping, text

EARLY: Final = 60.0
"""Seconds before its end at which a token is renewed."""


class HeaderAuth(httpx2.Auth):
    """One header, such as ``Authorization: Bearer …`` or an API key."""

    def __init__(self, name: str, value: str) -> None:
        self._name = name
        self._value = value

    async def async_auth_flow(
        self, request: httpx2.Request
    ) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Add the header."""
        request.headers[self._name] = self._value
        yield request


def bearer(token: str) -> HeaderAuth:
    """A personal access token."""
    return HeaderAuth("Authorization", f"Bearer {token}")


class OAuth2(httpx2.Auth):
    """A token from ``token_url``; renewed a minute early, and once when the vendor answers 401.

    ``grant`` holds the form fields of the first request; all parameters travel in the body.
    """

    def __init__(self, token_url: str, grant: Mapping[str, str], clock: Callable[[], datetime]) -> None:
        self._url = token_url
        self._grant = dict(grant)
        self._clock = clock
        self._token = ""
        self._refresh = ""
        self._until: datetime | None = None

    async def async_auth_flow(
        self, request: httpx2.Request
    ) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Get a token if there is none that lives on, send, renew once if refused."""
        if not self._alive():
            async for question in self._ask():
                answer = yield question
                await answer.aread()
                self._take(answer)
        request.headers["Authorization"] = f"Bearer {self._token}"
        answer = yield request
        if answer.status_code != 401:
            return
        async for question in self._ask():
            renewed = yield question
            await renewed.aread()
            self._take(renewed)
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request

    def _alive(self) -> bool:
        return bool(self._token) and (self._until is None or self._clock() < self._until)

    async def _ask(self) -> AsyncGenerator[httpx2.Request]:
        """By the refresh token if there is one; if that is refused, from the start."""
        self._token = ""
        if self._refresh:
            names = ("client_id", "client_secret")
            client = {name: self._grant[name] for name in names if name in self._grant}
            form = {"grant_type": "refresh_token", "refresh_token": self._refresh, **client}
            self._refresh = ""
            yield self._question(form)
        if not self._token:
            yield self._question(self._grant)
        if not self._token:
            raise CredentialsRejectedError(
                "The vendor gave no access token.",
                fix="Check the client id, the client secret, the token URL and that the OAuth application is active.",
            )

    def _question(self, form: Mapping[str, str]) -> httpx2.Request:
        return httpx2.Request("POST", self._url, data=dict(form), headers={"Accept": "application/json"})

    def _take(self, answer: httpx2.Response) -> None:
        if answer.status_code == 429 or answer.status_code >= 500:
            raise VendorUnavailableError("The vendor gives no tokens now.", retry_after=60)
        try:
            said = mapping(orjson.loads(answer.content))
        except orjson.JSONDecodeError:
            return
        self._token = text(said.get("access_token")) if answer.status_code == 200 else ""
        self._refresh = text(said.get("refresh_token"))
        lives = text(said.get("expires_in"))
        seconds = float(lives) if lives.isdigit() else 0.0
        self._until = self._clock() + timedelta(seconds=max(seconds - EARLY, 1)) if seconds else None
