import json
import logging
import stat
from collections.abc import Generator
from pathlib import Path

import pytest
import structlog

from deskplane.kernel.logging import configure, correlation_id, new_correlation_id

TOKEN = "dp_" + "a1B2-" * 8


@pytest.fixture(autouse=True)
def restored() -> Generator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_carries_time_level_logger_facts_and_correlation_id(capsys: pytest.CaptureFixture[str]):
    configure(json=True)
    token = correlation_id.set("abc-123")
    structlog.get_logger("deskplane.test").info("ticket created", number=7)
    correlation_id.reset(token)
    [line] = lines(capsys)

    assert line.pop("timestamp")
    assert line == {
        "event": "ticket created",
        "number": 7,
        "level": "info",
        "logger": "deskplane.test",
        "correlation_id": "abc-123",
    }


def test_secrets_are_masked_by_name_and_by_look_at_any_depth(capsys: pytest.CaptureFixture[str]):
    configure(json=True)
    structlog.get_logger("t").warning(
        f"refused {TOKEN}",
        password="hunter2",
        body={"api_key": "hunter2", "list": [{"cookie": "hunter2"}], "note": "Bearer hunter2hunter2"},
        has_password=True,
        raw=b"hunter2",
    )
    written = capsys.readouterr().err

    assert "hunter2" not in written
    assert TOKEN not in written
    assert json.loads(written)["has_password"] is True


def test_an_exception_is_written_without_the_secret_in_it(capsys: pytest.CaptureFixture[str]):
    configure(json=True)
    try:
        raise ValueError("postgresql://ann:hunter2@db/desk")
    except ValueError:
        structlog.get_logger("t").exception("failed")
    [line] = lines(capsys)

    assert "hunter2" not in str(line)
    assert "ValueError" in str(line["exception"])


def test_what_libraries_log_passes_the_same_way(capsys: pytest.CaptureFixture[str]):
    configure(json=True)
    logging.getLogger("some.library").warning("password=%s for %s", "hunter2", "ann")
    logging.getLogger("httpx2").info("GET https://example.com?token=hunter2")
    [line] = lines(capsys)

    assert line["event"] == "password=*** for ann"
    assert line["logger"] == "some.library"


def test_people_can_read_the_console(capsys: pytest.CaptureFixture[str]):
    configure(json=False)
    structlog.get_logger("t").info("ticket created", number=7, token=TOKEN)
    written = capsys.readouterr().err

    assert "ticket created" in written
    assert "number=7" in written
    assert TOKEN not in written


def test_a_level_leaves_lesser_lines_out(capsys: pytest.CaptureFixture[str]):
    configure(level="warning", json=True)
    structlog.get_logger("t").info("small")
    structlog.get_logger("t").error("great")

    assert [line["event"] for line in lines(capsys)] == ["great"]


def test_setting_up_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]):
    configure(json=True)
    configure(json=True)
    structlog.get_logger("t").info("once")

    assert len(lines(capsys)) == 1


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="There is no log level 'loud'"):
        configure(level="loud")


def test_a_file_gets_json_lines_and_is_private(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "logs" / "desk.log"
    configure(file=path)
    structlog.get_logger("t").info("kept")
    for handler in logging.getLogger().handlers:
        handler.flush()

    assert json.loads(path.read_text())["event"] == "kept"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "kept" in capsys.readouterr().err


def test_correlation_ids_do_not_repeat():
    assert len({new_correlation_id() for _ in range(100)}) == 100
