"""Every house lint with a snippet it must accept and one it must refuse."""

from textwrap import dedent

import pytest

from scripts.house import borders, habits, shape
from scripts.house.__main__ import LINTS
from scripts.house.source import Source

SERVICE = "deskplane/tickets/service.py"
QUERIES = "deskplane/tickets/queries.py"
API = "deskplane/tickets/api.py"
SUBSCRIBERS = "deskplane/tickets/subscribers.py"
KERNEL = "deskplane/kernel/db.py"
OUTBOUND = "deskplane/outbound/client.py"
TEST = "tests/tickets/test_service.py"

NOISY_EXCEPT = """
    try:
        work()
    except Exception:
        pass
"""

REFUSED = [
    pytest.param(borders.commit_in_slice, SERVICE, "await session.commit()", id="commit"),
    pytest.param(borders.commit_in_slice, QUERIES, "await tx.rollback()", id="rollback"),
    pytest.param(borders.commit_in_slice, SERVICE, "await tx.execute(' COMMIT; ')", id="commit-as-text"),
    pytest.param(borders.client_outside_outbound, KERNEL, "import httpx2\nhttpx2.AsyncClient()", id="client"),
    pytest.param(
        borders.client_outside_outbound,
        KERNEL,
        "from httpx2 import AsyncClient as C\nC()",
        id="client-renamed",
    ),
    pytest.param(
        borders.client_outside_outbound, SERVICE, "import httpx2\nhttpx2.get(url)", id="one-off-call"
    ),
    pytest.param(borders.network_in_subscriber, SUBSCRIBERS, "import httpx2", id="network"),
    pytest.param(
        borders.network_in_subscriber, SUBSCRIBERS, "from deskplane.outbound.client import x", id="outbound"
    ),
    pytest.param(borders.network_in_subscriber, SUBSCRIBERS, "from urllib import request", id="urllib"),
    pytest.param(
        borders.select_outside_queries, API, "from sqlalchemy import select\nselect(t)", id="select-in-door"
    ),
    pytest.param(
        borders.select_outside_queries,
        "deskplane/tickets/bulk.py",
        "import sqlalchemy as sa\nsa.select(t)",
        id="select-beside-queries",
    ),
    pytest.param(borders.select_outside_queries, API, "tx.fetch('select 1')", id="sql-in-door"),
    pytest.param(
        borders.select_outside_queries,
        "deskplane/tickets/api/bulk.py",
        'tx.execute(f"""\n  update {TABLE} set x = 1""")',
        id="sql-in-folder-of-doors",
    ),
    pytest.param(borders.sql_values, QUERIES, "tx.fetch(f\"select * from t where a = '{a}'\")", id="quoted"),
    pytest.param(borders.sql_values, QUERIES, "tx.fetch('select %s' % a)", id="percent"),
    pytest.param(borders.sql_values, QUERIES, "tx.fetch('select {}'.format(a))", id="format"),
    pytest.param(habits.inline_import, SERVICE, "def f():\n    import json", id="inline-import"),
    pytest.param(habits.inline_import, SERVICE, "def f():\n    import json  # why", id="no-real-reason"),
    pytest.param(habits.broad_except, SERVICE, NOISY_EXCEPT, id="swallowed"),
    pytest.param(habits.broad_except, SERVICE, "try:\n    f()\nexcept:\n    g()", id="bare"),
    pytest.param(
        habits.broad_except, SERVICE, "try:\n    f()\nexcept (OSError, Exception) as e:\n    g()", id="tuple"
    ),
    pytest.param(
        habits.broad_except,
        SERVICE,
        "from contextlib import suppress\nwith suppress(OSError, Exception):\n    f()",
        id="suppressed",
    ),
    pytest.param(habits.silenced, KERNEL, "x = 1  # no" + "qa: E501", id="linter-silenced"),
    pytest.param(habits.silenced, KERNEL, "x = 1  # type: " + "ignore", id="type-silenced"),
    pytest.param(habits.silenced, KERNEL, "x = 1  # pyright: " + "ignore[x]", id="pyright-silenced"),
    pytest.param(
        habits.mocked_house,
        TEST,
        "monkeypatch.setattr('deskplane.tickets.service.create', f)",
        id="mock-by-name",
    ),
    pytest.param(
        habits.mocked_house,
        TEST,
        "from deskplane.tickets import service\nmonkeypatch.setattr(service, 'create', f)",
        id="mock-by-object",
    ),
    pytest.param(habits.mocked_house, TEST, "from unittest.mock import patch", id="mock-library"),
    pytest.param(habits.mocked_house, TEST, "from unittest import mock", id="mock-module"),
    pytest.param(shape.module_size, SERVICE, "x = 1\n" * 401, id="long-module"),
    pytest.param(shape.function_size, SERVICE, "def f():\n" + "    x = 1\n" * 50, id="long-function"),
    pytest.param(
        shape.function_size,
        SERVICE,
        "class A:\n    async def f():\n" + "        x = 1\n" * 50,
        id="long-method",
    ),
    pytest.param(shape.vague_name, "deskplane/tickets/utils.py", "x = 1", id="utils"),
    pytest.param(shape.vague_name, "deskplane/common/text.py", "x = 1", id="common"),
    pytest.param(shape.vague_name, SERVICE, "class TicketManager: ...", id="manager"),
    pytest.param(shape.vague_name, SERVICE, "class BaseTicket: ...", id="base"),
    pytest.param(shape.vague_name, SERVICE, "class EnhancedTicket: ...", id="enhanced"),
]

ACCEPTED = [
    pytest.param(borders.commit_in_slice, KERNEL, "await transaction.commit()", id="kernel-commits"),
    pytest.param(borders.commit_in_slice, SERVICE, "tx.execute('commit to nothing')", id="other-text"),
    pytest.param(
        borders.client_outside_outbound, OUTBOUND, "import httpx2\nhttpx2.AsyncClient()", id="outbound"
    ),
    pytest.param(borders.client_outside_outbound, TEST, "import httpx2\nhttpx2.AsyncClient()", id="a-test"),
    pytest.param(
        borders.client_outside_outbound,
        KERNEL,
        "import httpx2\nx: httpx2.AsyncClient = client()",
        id="annotation",
    ),
    pytest.param(borders.network_in_subscriber, SERVICE, "import socket", id="not-a-subscriber"),
    pytest.param(
        borders.network_in_subscriber, SUBSCRIBERS, "from deskplane.kernel import jobs", id="a-job-does-it"
    ),
    pytest.param(borders.network_in_subscriber, SUBSCRIBERS, "import sslscan", id="only-starts-alike"),
    pytest.param(
        borders.select_outside_queries, QUERIES, "from sqlalchemy import select\nselect(t)", id="queries"
    ),
    pytest.param(
        borders.select_outside_queries,
        "deskplane/tickets/queries/lists.py",
        "from sqlalchemy import select\nselect(t)",
        id="folder-of-queries",
    ),
    pytest.param(borders.select_outside_queries, API, "widgets.select(x)", id="another-select"),
    pytest.param(borders.select_outside_queries, QUERIES, "tx.fetch('select 1')", id="sql-in-queries"),
    pytest.param(
        borders.sql_values,
        QUERIES,
        "tx.fetch(f\"select {COLUMNS} from t where a = 'x' and b = $1\")",
        id="fragment",
    ),
    pytest.param(borders.sql_values, SERVICE, "f\"ticket '{number}' is closed\"", id="not-sql"),
    pytest.param(
        habits.inline_import,
        SERVICE,
        "def f():\n    import PIL  # loads slowly, seldom needed",
        id="with-reason",
    ),
    pytest.param(habits.inline_import, SERVICE, "import json\n\ndef f(): ...", id="at-the-top"),
    pytest.param(
        habits.broad_except, SERVICE, "try:\n    f()\nexcept Exception:\n    log.exception('x')", id="logs"
    ),
    pytest.param(
        habits.broad_except, SERVICE, "try:\n    f()\nexcept Exception:\n    undo()\n    raise", id="raises"
    ),
    pytest.param(
        habits.broad_except,
        SERVICE,
        "try:\n    f()\nexcept Exception as e:\n    failed.append(str(e))",
        id="keeps",
    ),
    pytest.param(habits.broad_except, SERVICE, "try:\n    f()\nexcept OSError:\n    g()", id="narrow"),
    pytest.param(
        habits.broad_except,
        SERVICE,
        "from contextlib import suppress\nwith suppress(OSError):\n    f()",
        id="suppressed-by-name",
    ),
    pytest.param(habits.silenced, KERNEL, "x = 'type: ' 'ignore'  # ignored by type checkers", id="prose"),
    pytest.param(habits.mocked_house, TEST, "monkeypatch.setattr('socket.socket', refuse)", id="the-outside"),
    pytest.param(habits.mocked_house, TEST, "from unittest import TestCase", id="unittest-itself"),
    pytest.param(habits.mocked_house, TEST, "monkeypatch.setenv('DESKPLANE_PORT', '1')", id="environment"),
    pytest.param(shape.module_size, SERVICE, "x = 1\n" * 400, id="just-fits"),
    pytest.param(
        shape.module_size,
        "deskplane/migrations/versions/v0001.py",
        "x = 1\n" * 900,
        id="migration-is-one-story",
    ),
    pytest.param(shape.function_size, SERVICE, "def f():\n" + "    x = 1\n" * 49, id="function-just-fits"),
    pytest.param(shape.vague_name, SERVICE, "class Ticket(BaseModel): ...", id="deriving-is-fine"),
    pytest.param(shape.vague_name, SERVICE, "class Baseline: ...", id="only-begins-alike"),
]


@pytest.mark.parametrize(("lint", "path", "code"), REFUSED)
def test_a_lint_refuses(lint, path, code):
    assert list(lint(Source.of(path, dedent(code))))


@pytest.mark.parametrize(("lint", "path", "code"), ACCEPTED)
def test_a_lint_accepts(lint, path, code):
    assert list(lint(Source.of(path, dedent(code)))) == []


def test_every_lint_has_a_refused_and_an_accepted_snippet():
    assert {case.values[0] for case in REFUSED} == set(LINTS) == {case.values[0] for case in ACCEPTED}


def test_a_finding_names_rule_and_line():
    [finding] = habits.inline_import(Source.of(SERVICE, "def f():\n    import json"))

    assert str(finding).startswith(f"{SERVICE}:2: inline_import: ")
