"""All looks in one order, from the files up to the vendors."""

from deskplane.app.diagnosis import connecting, dispatching, installation, speed
from deskplane.app.diagnosis.check import Check, failed
from deskplane.app.organizations import organizations
from deskplane.app.runtime import Runtime, opened
from deskplane.kernel.errors import DeskplaneError
from deskplane.kernel.settings import Settings


async def examine(settings: Settings) -> list[Check]:
    """Look at the installation; nothing is changed, and no account is used."""
    try:
        async with opened(settings, pool=2) as runtime:
            return [*installation.local(settings), *await examined(runtime)]
    except (DeskplaneError, OSError, RuntimeError) as error:
        fix = "Start PostgreSQL, or unset DESKPLANE_DATABASE_URL to use the embedded one."
        down = failed("Database", "does not answer", str(error), fix, installation.HELP)
        return [*installation.local(settings), down]


async def examined(runtime: Runtime) -> list[Check]:
    """Look at what runs on an open database."""
    known = await organizations(runtime.database)
    return [
        *await installation.database(runtime),
        await speed.apart(runtime),
        *await speed.speed(runtime),
        *await dispatching.platforms(runtime, known),
        *await dispatching.tickets(runtime, known),
        *await connecting.connections(runtime, known),
    ]
