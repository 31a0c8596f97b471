"""Where code may stand: in a declared room of the package, or in one of the folders beside it."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BESIDE = {"bench", "deskplane", "docs", "scripts", "tests", "typings", "web"}
PROGRAMS = {"dev.py"}


def packages() -> set[Path]:
    return {path.parent for path in (ROOT / "deskplane").rglob("*.py")}


def floors() -> list[set[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [layers] = [contract["layers"] for contract in contracts if contract["id"] == "floors"]
    return [{room.strip(" ()") for room in floor.split("|")} for floor in layers]


def test_every_folder_with_code_is_a_package_that_the_contracts_see():
    assert {folder for folder in packages() if not (folder / "__init__.py").exists()} == set()


def test_every_room_stands_on_a_floor():
    rooms = {path.stem for path in (ROOT / "deskplane").iterdir() if path.suffix == ".py"}
    rooms |= {path.name for path in (ROOT / "deskplane").iterdir() if list(path.rglob("*.py"))}

    assert rooms - {"__init__"} <= set().union(*floors())


def test_rooms_that_know_nothing_stand_at_the_bottom():
    *_, kernel, bottom = floors()

    assert (kernel, bottom) == ({"kernel"}, {"vocabulary", "outbound"})


def test_code_beside_the_package_has_a_known_place():
    strangers = [path for path in ROOT.glob("[!.]*") if path.is_dir() and path.name not in BESIDE]

    assert [path for folder in strangers for path in folder.rglob("*.py")] == []
    assert {path.name for path in ROOT.glob("*.py")} <= PROGRAMS
