"""The import contracts hold, and each of them catches a violation planted in a copy of the package."""

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = (
    sys.executable,
    "-c",
    "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())",
)


@dataclass(frozen=True, slots=True)
class Plant:
    """Files to write into a copy of the package, and the words by which the contract must refuse them."""

    contract: str
    files: dict[str, str]
    refusal: str


PLANTS = {
    "a lower floor imports a higher one": Plant(
        "floors",
        {"kernel/planted.py": "import deskplane.app"},
        "deskplane.kernel is not allowed to import deskplane.app",
    ),
    "rooms on one floor see each other": Plant(
        "floors",
        {
            "sla/__init__.py": "",
            "sla/service.py": "import deskplane.routing.service",
            "routing/__init__.py": "",
            "routing/service.py": "",
        },
        "deskplane.sla is not allowed to import deskplane.routing",
    ),
    "a room that nobody declared": Plant("floors", {"extras/__init__.py": ""}, "deskplane.extras"),
    "the service imports its door": Plant(
        "rooms",
        {
            "routing/__init__.py": "",
            "routing/api.py": "",
            "routing/service.py": "import deskplane.routing.api",
        },
        "deskplane.routing.service is not allowed to import deskplane.routing.api",
    ),
    "queries import the service, by a detour": Plant(
        "rooms",
        {
            "routing/__init__.py": "",
            "routing/scoring.py": "import deskplane.routing.service",
            "routing/queries.py": "import deskplane.routing.scoring",
            "routing/service.py": "",
        },
        "deskplane.routing.queries is not allowed to import deskplane.routing.service",
    ),
    "one vendor imports another": Plant(
        "vendors",
        {
            "connectors/__init__.py": "",
            "connectors/sdk/__init__.py": "",
            "connectors/acme/__init__.py": "import deskplane.connectors.sdk, deskplane.connectors.zenith",
            "connectors/zenith/__init__.py": "import deskplane.connectors.sdk",
        },
        "deskplane.connectors.acme is not allowed to import deskplane.connectors.zenith",
    ),
    "a connector imports the kernel": Plant(
        "pure",
        {
            "connectors/__init__.py": "",
            "connectors/acme/__init__.py": "import deskplane.kernel, deskplane.outbound, deskplane.vocabulary",
        },
        "deskplane.connectors.acme is not allowed to import deskplane.kernel",
    ),
    "a connector imports the database": Plant(
        "pure",
        {"connectors/__init__.py": "", "connectors/acme/__init__.py": "import sqlalchemy"},
        "deskplane.connectors.acme is not allowed to import sqlalchemy",
    ),
    "the vocabulary imports the kernel": Plant(
        "pure",
        {"vocabulary/planted.py": "import deskplane.kernel"},
        "deskplane.vocabulary is not allowed to import deskplane.kernel",
    ),
    "the agent outside reaches for the database": Plant(
        "outside",
        {"agent/planted.py": "import deskplane.kernel.db"},
        "deskplane.agent is not allowed to import deskplane.kernel.db",
    ),
    "siblings import each other in a ring": Plant(
        "acyclic_siblings",
        {
            "routing/__init__.py": "",
            "routing/rules/__init__.py": "",
            "routing/rules/first.py": "import deskplane.routing.rules.second",
            "routing/rules/second.py": "import deskplane.routing.rules.third",
            "routing/rules/third.py": "import deskplane.routing.rules.first",
        },
        "No cycles are allowed in deskplane.routing.rules",
    ),
    "a slice reads the tables of another": Plant(
        "protected",
        {
            "kb/__init__.py": "",
            "kb/models.py": "",
            "kb/queries.py": "import deskplane.kb.models",
            "routing/__init__.py": "",
            "routing/queries.py": "import deskplane.kb.models",
        },
        "deskplane.routing.queries -> deskplane.kb.models",
    ),
}


def lint_imports(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in ``folder``."""
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    return subprocess.run(
        [*LINT, "--no-cache", *chosen], cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )


@pytest.fixture
def copied(tmp_path):
    """The package's Python files and its contracts, in a folder of their own."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "deskplane", tmp_path / "deskplane", ignore=shutil.ignore_patterns("webdist", "__pycache__")
    )
    return tmp_path


def words(text: str) -> str:
    """Output without the line breaks of its terminal width."""
    return " ".join(text.split())


def test_the_contracts_hold():
    answer = lint_imports(ROOT)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())
def test_a_planted_violation_is_caught(copied, plant):
    for name, text in plant.files.items():
        path = copied / "deskplane" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")

    answer = lint_imports(copied, plant.contract)

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert plant.refusal in words(answer.stdout)


def test_every_contract_has_a_planted_violation():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert {contract["id"] for contract in contracts} == {plant.contract for plant in PLANTS.values()}
