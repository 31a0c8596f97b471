"""What a person who just started the desk needs to know: the address and how to log in."""

from rich.console import Console

from deskplane.app.demo import DEMO_PASSWORD, DEMO_PEOPLE, make_demo
from deskplane.app.organizations import has_organizations, setup_link
from deskplane.app.runtime import Runtime


async def greet(runtime: Runtime, port: int, *, demo: bool, console: Console) -> None:
    """Fill an empty desk with demo data if wanted, and print where it is and who may log in."""
    host = runtime.settings.host
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    address = runtime.settings.public_url or f"http://{shown}:{port}"
    empty = not await has_organizations(runtime.database)
    if demo and empty:
        with console.status("Making demo data ..."):
            report = await make_demo(runtime)
        console.print(report)
    console.print(f"\n  Deskplane is ready at [bold]{address}[/]\n")
    if demo:
        for line in DEMO_PEOPLE:
            console.print(f"  {line}")
        console.print(f"  Password of all of them: [bold]{DEMO_PASSWORD}[/]\n")
    elif empty:
        console.print(f"  Nobody can log in yet. Run: [bold]{setup_link()}[/]\n")
