"""A verification as a list of steps: what was proved, what was not, why, and how to mend it."""

from collections.abc import Awaitable, Mapping
from time import perf_counter

from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    NotThatVendorError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.normal import Options, Step, StepResult, Verification

HOST = "host"
VENDOR = "vendor"
LOGIN = "login"


class Checklist:
    """Steps in a fixed order, by key and title; those that were not reached are skipped."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._steps: dict[str, Step] = {}
        self._noted = perf_counter()

    def ok(self, key: str, detail: str = "") -> None:
        """This works."""
        self._note(key, StepResult.OK, detail=detail)

    def warn(self, key: str, cause: str, fix: str) -> None:
        """This works, but not as it should."""
        self._note(key, StepResult.WARNING, cause=cause, fix=fix)

    def fail(self, key: str, cause: str, fix: str) -> None:
        """This does not work."""
        self._note(key, StepResult.FAILED, cause=cause, fix=fix)

    async def contact(self, work: Awaitable[str]) -> bool:
        """The first call that needs a log-in proves host, vendor and log-in at once, or says which fails."""
        try:
            detail = await work
        except ConnectorError as error:
            self._blame(error)
            return False
        for key in (HOST, VENDOR):
            self.ok(key)
        self.ok(LOGIN, detail)
        return True

    async def probe(self, key: str, work: Awaitable[str], *, fix: str = "") -> bool:
        """One more call; its error is this step's failure."""
        try:
            self.ok(key, await work)
        except ConnectorError as error:
            self.fail(key, error.message, error.fix or fix)
            return False
        return True

    def done(self, *, account: str = "", options: Options | None = None) -> Verification:
        """All steps, in order."""
        steps = tuple(
            self._steps.get(key, Step(key=key, title=title, result=StepResult.SKIPPED))
            for key, title in self._titles.items()
        )
        return Verification(steps=steps, account=account, options=options)

    def _blame(self, error: ConnectorError) -> None:
        if isinstance(error, VendorUnavailableError):
            self.fail(HOST, error.message, error.fix or "Try again later, or check the address.")
            return
        if isinstance(error, NotThatVendorError):
            self.ok(HOST)
            self.fail(VENDOR, error.message, error.fix)
            return
        refused = isinstance(error, CredentialsRejectedError)
        for key in (HOST, VENDOR) if refused else ():
            self.ok(key)
        self.fail(
            LOGIN if refused else HOST, error.message, error.fix or "Check the address and the account."
        )

    def _note(
        self, key: str, result: StepResult, *, detail: str = "", cause: str = "", fix: str = ""
    ) -> None:
        now = perf_counter()
        self._steps[key] = Step(
            key=key,
            title=self._titles[key],
            result=result,
            detail=detail,
            cause=cause,
            fix=fix,
            milliseconds=round((now - self._noted) * 1000),
        )
        self._noted = now
