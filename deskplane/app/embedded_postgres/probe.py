"""Whether the server of a data folder answers: asked by connecting, never by looking for a process."""

import os
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from urllib.parse import quote

import asyncpg

from deskplane.app.embedded_postgres.layout import SOCKET_NAME

OWNER = "postgres"
# The one initdb makes: copying it into another would cost a tenth of a second or more of the first start.
OWN_DATABASE = "postgres"
PORT = int(SOCKET_NAME.rsplit(".", 1)[1])
ANSWER_SECONDS = 5


class Answer(Enum):
    """What came back from a socket."""

    OURS = auto()
    BUSY = auto()  # a server is there and does not take connections now
    REFUSED = auto()  # a server is there and does not know our password, or serves another folder
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Socket:
    """How to reach a server: socket folder and password."""

    folder: Path
    password: str

    async def connect(self) -> asyncpg.Connection:
        """Open a connection as the owner."""
        return await asyncpg.connect(
            host=str(self.folder),
            port=PORT,
            user=OWNER,
            password=self.password,
            database=OWN_DATABASE,
            ssl=False,
            timeout=ANSWER_SECONDS,
        )

    def dsn(self, database: str) -> str:
        """Address of a database, with the password."""
        host = quote(str(self.folder), safe="")
        return f"postgresql://{OWNER}:{self.password}@/{quote(database, safe='')}?host={host}&port={PORT}"


async def ask(socket: Socket, data: Path) -> Answer:
    """Connect and check that the server works on ``data``."""
    try:
        connection = await socket.connect()
    except asyncpg.InvalidAuthorizationSpecificationError:
        return Answer.REFUSED
    except (asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError, TimeoutError):
        return Answer.BUSY
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Answer.NOTHING
    try:
        served = str(await connection.fetchval("show data_directory"))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Answer.NOTHING
    finally:
        connection.terminate()
    return Answer.OURS if _same(served, data) else Answer.REFUSED


def _same(served: str, data: Path) -> bool:
    return os.path.realpath(served) == str(data)
