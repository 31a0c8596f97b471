"""``deskplane connector``: begin a connector of one's own."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Annotated, Final

from cyclopts import App, Parameter
from rich.console import Console

from deskplane.connectors.sdk.registry import connection_types, manifests
from deskplane.kernel.errors import ConflictError, InvalidError

connector = App(name="connector", help="Connectors to other desks.")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST: Final = 30
SUFFIX: Final = ".tmpl"


@connector.command
def new(
    name: Annotated[str, Parameter(help="Its key: small letters, digits, underscores, such as acme_desk")],
    *,
    title: Annotated[str, Parameter(help="What people call it; made of the name if absent")] = "",
    into: Annotated[Path, Parameter(help="Folder in which the package is made")] = Path(),
) -> None:
    """Make a connector package whose contract suite is green, to be filled with a vendor's calls."""
    made = write(name, title, into)
    console = Console(highlight=False)
    console.print(f"Made {made}. It works on a stand-in of its vendor; README.md says what to change first.")
    console.print(f"Next: cd {made} && pip install -e . && python -m pytest", soft_wrap=True)


def write(name: str, title: str, into: Path) -> Path:
    """Write the package; returns its folder.

    Raises:
        InvalidError: the name is none, or somebody else's.
        ConflictError: there is something already.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise InvalidError(f"'{name}' is no name for a connector: use small letters, digits and underscores.")
    if name in manifests() or name in connection_types():
        raise InvalidError(f"There is a connector '{name}' already.")
    if '"' in title or "\\" in title or not title.isprintable():
        raise InvalidError("The title is used as it is: leave out quotes and backslashes.")
    words = name.split("_")
    values = {
        "name": name,
        "dashed": name.replace("_", "-"),
        "package": f"deskplane_{name}",
        "cls": "".join(word.title() for word in words),
        "title": title.strip() or " ".join(word.title() for word in words),
    }
    folder = into / f"deskplane-connector-{values['dashed']}"
    if folder.exists():
        raise ConflictError(f"There is something at {folder} already.")
    _write(files("deskplane.connectors.sdk") / "template", folder, values)
    return folder


def _write(source: Traversable, target: Path, values: dict[str, str]) -> None:
    target.mkdir(parents=True)
    for item in source.iterdir():
        if item.is_dir():
            _write(item, target / (values["package"] if item.name == "package" else item.name), values)
        elif item.name.endswith(SUFFIX):
            text = Template(item.read_text(encoding="utf-8")).substitute(values)
            (target / item.name.removesuffix(SUFFIX)).write_text(text, encoding="utf-8")
