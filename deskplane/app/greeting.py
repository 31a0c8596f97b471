"""What a person who just started the desk needs to know: the address and how to log in."""

from collections.abc import Awaitable, Callable

from rich.console import Console

from deskplane.app.organizations import organizations, setup_command
from deskplane.app.runtime import Runtime

EVERYWHERE = ("0.0.0.0", "::")


def greeter(*, demo: bool) -> Callable[[Runtime, int], Awaitable[None]]:
    """Return what runs when the database is there: demo data on an empty desk, then the greeting."""
    console = Console(highlight=False)

    async def greet(runtime: Runtime, port: int) -> None:
        host = "127.0.0.1" if runtime.settings.host in EVERYWHERE else runtime.settings.host
        address = runtime.settings.public_url or f"http://{host}:{port}"
        known = await organizations(runtime.database)
        lines = await _demo(runtime, console, known) if demo else []
        console.print(f"\n  Deskplane is ready at [bold]{address}[/]\n")
        if not known and not demo:
            lines = [f"Nobody can log in yet. Run: [bold]{setup_command()}[/]"]
        for line in lines:
            console.print(f"  {line}")
        console.print()

    return greet


async def _demo(runtime: Runtime, console: Console, known: object) -> list[str]:
    from deskplane.app.demo import DEMO_PASSWORD, DEMO_PEOPLE, DEMO_SLUG, make_demo  # deferred: rarely needed

    if not known:
        with console.status("Making demo data ..."):
            console.print(await make_demo(runtime))
    elif DEMO_SLUG not in await organizations(runtime.database):
        return ["This desk has data of its own; no demo data was added."]
    return [*DEMO_PEOPLE, f"Password of all of them: [bold]{DEMO_PASSWORD}[/]"]
