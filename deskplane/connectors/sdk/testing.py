"""The contract suite: what every connector owes the house, as a class that a connector's tests inherit.

It needs no test framework and no network: a ``Subject`` says how to open the connector on a stand-in of its vendor.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx2

from deskplane.connectors.sdk.contract import PROTOCOLS, Capability, Manifest, secrets_of
from deskplane.connectors.sdk.errors import CredentialsRejectedError, NotThereError
from deskplane.connectors.sdk.limits import Limits, Rate
from deskplane.connectors.sdk.mapping import Fit, Pair, Remote, ValueMap
from deskplane.connectors.sdk.normal import Arrival, Cursor, RemoteTicket, StepResult, Window
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.quality import RULES, quality_of
from deskplane.connectors.sdk.verifying import LOGIN
from deskplane.outbound.policy import OutboundPolicy
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

FILES: Final = frozenset(
    {"manifest.py", "config.py", "connector.py", "mapping.py", "README.md", "quality.yaml"}
)
SECRET: Final = "a secret that both sides know"
TELLING: Final = 8
"""A shorter secret of a stand-in may be a word that is said anyway."""

START: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A connector, how to fill its forms, and a stand-in for its vendor.

    ``records`` are the ids that the account may see; ``webhook`` is what the vendor would post, signed with ``SECRET``.
    """

    manifest: Manifest
    folder: Path
    config: Mapping[str, Any]
    credentials: Mapping[str, Any]
    wrong_credentials: Mapping[str, Any]
    transport: Callable[[], httpx2.AsyncBaseTransport]
    records: Callable[[], Sequence[str]]
    webhook: Callable[[], Arrival] | None = None
    now: datetime = START

    @asynccontextmanager
    async def open(self, *, wrong: bool = False) -> AsyncGenerator[Any]:
        """The connector, with credentials that work or with others."""

        def clock() -> datetime:
            return self.now

        async with open_connector(
            self.manifest,
            self.manifest.config.model_validate(self.config),
            self.manifest.credentials.model_validate(self.wrong_credentials if wrong else self.credentials),
            policy=OutboundPolicy.of(),
            clock=clock,
            limits=Limits(Rate(1_000_000, 1), clock),
            transport=self.transport(),
        ) as connector:
            yield connector


class ContractSuite:
    """Inherit it in a class whose name begins with Test and answer ``subject``: each method is one rule."""

    def subject(self) -> Subject:
        """The connector to look at; a new stand-in each time."""
        raise NotImplementedError

    def test_what_is_declared_is_implemented_and_nothing_else(self) -> None:
        """A capability is a promise; so is its absence."""
        asyncio.run(self._declared())

    def test_forms_can_be_drawn_and_secrets_are_marked(self) -> None:
        """Every field has a title; credentials hold at least one secret, and no setting is one."""
        forms = json.loads(json.dumps(self.subject().manifest.forms()))
        for form in ("config", "credentials"):
            bare = [name for name, field in forms[form]["properties"].items() if "title" not in field]
            _require(not bare, f"{form} fields without a title: {bare}")
        marked = [f for f in forms["credentials"]["properties"].values() if f.get("format") == "password"]
        _require(marked, "no field of the credentials is a SecretStr")
        open_ = [n for n, f in forms["config"]["properties"].items() if f.get("format") == "password"]
        _require(not open_, f"secrets belong into the credentials, not into the settings: {open_}")

    def test_environment_variables_lead_to_fields_that_exist(self) -> None:
        """Each variable fills one field of one form."""
        manifest = self.subject().manifest
        for variable, place in manifest.env.items():
            form, _, field = place.partition(".")
            known = getattr(manifest, form).model_fields
            _require(field in known, f"{variable} leads to {place}, which is no field")
        unknown = {name for way in manifest.env_ways for name in way} - set(manifest.env)
        _require(not unknown, f"env_ways name unknown variables: {unknown}")

    def test_each_of_our_values_can_be_written_and_is_read_back(self) -> None:
        """Whatever we mean and whatever stands over there: what is written is read as what was meant."""
        manifest = self.subject().manifest
        _round_trip("status", manifest.statuses, list(Status))
        _round_trip("priority", manifest.priorities, list(Priority))

    def test_verification_names_the_step_that_fails(self) -> None:
        """With good credentials all is well; with others the log-in fails, and says what helps."""
        asyncio.run(self._verified())

    def test_a_pull_brings_every_record_once_and_can_be_taken_up_anywhere(self) -> None:
        """From the beginning, and again from each page's cursor, nothing is missing."""
        asyncio.run(self._pulled())

    def test_one_record_is_read_as_a_pull_reads_it_and_a_missing_one_is_named(self) -> None:
        """Webhooks and imports must not see two different records."""
        asyncio.run(self._got())

    def test_a_webhook_is_taken_only_from_who_knows_the_secret(self) -> None:
        """A good one names its record and has a key for copies; another secret is refused."""
        subject = self.subject()
        _require(
            (Capability.WEBHOOK in subject.manifest.capabilities) is (subject.manifest.webhook is not None),
            "WEBHOOK is declared if and only if the manifest has a webhook",
        )
        if subject.manifest.webhook is None:
            return
        _require(subject.webhook is not None, "the subject has no webhook to try")
        arrival = subject.webhook() if subject.webhook else Arrival(headers={}, body=b"")
        hint = subject.manifest.webhook(arrival, SECRET)
        _require(hint.remote_id or hint.key, "the webhook names no record")
        _require(hint.dedupe_key == subject.manifest.webhook(arrival, SECRET).dedupe_key, "copies differ")
        for secret in ("another secret", ""):
            try:
                subject.manifest.webhook(arrival, secret)
            except CredentialsRejectedError:
                continue
            raise AssertionError("a webhook with another secret is taken")

    def test_secrets_are_in_no_answer(self) -> None:
        """What a verification says may be shown to anybody."""
        asyncio.run(self._silent())

    def test_it_has_its_files_and_says_how_good_it_is(self) -> None:
        """Who comes next finds what is where."""
        folder = self.subject().folder
        lacking = FILES - {path.name for path in folder.iterdir()}
        _require(not lacking, f"files are missing: {sorted(lacking)}")
        _require(set(quality_of(folder)) == set(RULES), "quality.yaml names each rule once")

    async def _declared(self) -> None:
        subject = self.subject()
        async with subject.open() as connector:
            does = {one for one, protocol in PROTOCOLS.items() if isinstance(connector, protocol)}
        declared = subject.manifest.capabilities
        _require(does >= declared, f"declared, not implemented: {sorted(declared - does)}")
        _require(does <= declared, f"implemented, not declared: {sorted(does - declared)}")
        _require(Capability.VERIFY in declared, "every connector verifies")

    async def _verified(self) -> None:
        subject = self.subject()
        async with subject.open() as connector:
            good = await connector.verify()
        bad = [step for step in good.steps if step.result is StepResult.FAILED]
        _require(good.steps and not bad, f"a good connection fails: {bad}")
        async with subject.open(wrong=True) as connector:
            refused = await connector.verify()
        login = next((step for step in refused.steps if step.key == LOGIN), None)
        if login is None or login.result is not StepResult.FAILED:
            raise AssertionError("wrong credentials pass the step 'login'")
        _require(login.cause and login.fix, "the failed log-in says neither cause nor fix")

    async def _pulled(self) -> None:
        subject = self.subject()
        if Capability.PULL not in subject.manifest.capabilities:
            return
        wanted = set(subject.records())
        _require(len(wanted) > 2, "the stand-in needs three records or more")
        seen: set[str] = set()
        cursors: list[Cursor] = []
        async with subject.open() as connector:
            async for page in connector.pull(Window()):
                _require(not page.failures, f"records that cannot be read: {page.failures}")
                seen |= {ticket.remote_id for ticket in page.tickets}
                cursors.append(page.cursor)
        _require(seen == wanted, f"missing: {sorted(wanted - seen)}; unknown: {sorted(seen - wanted)}")
        _require(cursors[-1].finished, "the last page's cursor is not finished")
        async with subject.open() as connector:
            after = {t.remote_id async for p in connector.pull(Window(), cursors[0]) for t in p.tickets}
        _require(after <= wanted, "a second pull brings unknown records")

    async def _got(self) -> None:
        subject = self.subject()
        if not {Capability.GET, Capability.PULL} <= subject.manifest.capabilities:
            return
        async with subject.open() as connector:
            pulled: dict[str, RemoteTicket] = {
                ticket.remote_id: ticket async for page in connector.pull(Window()) for ticket in page.tickets
            }
            for remote_id, ticket in pulled.items():
                one = await connector.get(remote_id)
                same = (one.remote_id, one.version, one.title, one.status, one.priority)
                listed = (ticket.remote_id, ticket.version, ticket.title, ticket.status, ticket.priority)
                _require(same == listed, f"{remote_id} is read in two ways: {same} and {listed}")
            many = await connector.get_many([*pulled, "no-such-record"])
            _require({one.remote_id for one in many} == set(pulled), "get_many leaves out or invents records")
            try:
                await connector.get("no-such-record")
            except NotThereError:
                return
        raise AssertionError("a record that is not there does not raise NotThereError")

    async def _silent(self) -> None:
        subject = self.subject()
        for wrong, form in ((False, subject.credentials), (True, subject.wrong_credentials)):
            async with subject.open(wrong=wrong) as connector:
                said = repr(await connector.verify())
            secrets = secrets_of(subject.manifest.credentials.model_validate(form))
            told = [secret for secret in secrets if len(secret) >= TELLING and secret in said]
            _require(not told, "a verification repeats a secret")


def _round_trip(name: str, pairs: Sequence[Pair], ours: Sequence[str]) -> None:
    table = ValueMap(pairs)
    written = {pair.local for pair in pairs if pair.fit is not Fit.WIDENING}
    _require(written == set(ours), f"{name}: no pair to write {sorted(set(ours) - written)}")
    currents = [None, *(Remote(pair.remote) for pair in pairs), Remote("never-seen")]
    for value in ours:
        for current in currents:
            read = table.from_vendor(table.to_vendor(value, current), current)
            _require(read == value, f"{name}: '{value}' is read back as '{read}' ({current})")


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
