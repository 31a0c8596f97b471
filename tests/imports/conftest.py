"""Real logs lie beside the repository and are never copied into it."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def servicenow_csv() -> Path:
    """The real audit log, if it is there."""
    path = DATA / "servicenow_events.csv.gz"
    if not path.exists():
        pytest.skip(f"the real log is not there: {path.name} belongs into ../shared/data")
    return path
