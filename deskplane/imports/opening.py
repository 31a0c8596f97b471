"""Opening a file to import: plain or gzip, UTF-8 with or without a byte order mark, hashed while it is read."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deskplane.kernel.errors import InvalidError

GZIP_MAGIC = b"\x1f\x8b"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CHUNK = 1 << 20


@contextmanager
def opened_text(path: Path) -> Generator[IO[str]]:
    """Open ``path`` as text, unpacking gzip; line ends are kept for the CSV reader.

    Raises:
        InvalidError: there is no such file, it is not UTF-8, or the archive is damaged.
    """
    try:
        with path.open("rb") as raw, _unpacked(path, raw) as text:
            yield text
    except FileNotFoundError as error:
        raise InvalidError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise InvalidError(f"{path} is a folder, not a file.") from error
    except UnicodeDecodeError as error:
        at = f"byte {error.object[error.start]:#04x}"
        raise InvalidError(f"{path.name} is not UTF-8 ({at}). Save it as UTF-8 and try again.") from error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InvalidError(f"{path.name} is a damaged gzip archive: {error}") from error


def _unpacked(path: Path, raw: io.BufferedReader) -> io.TextIOWrapper:
    start = raw.peek(2)[:2]
    if start in UTF16_MARKS:
        raise InvalidError(f"{path.name} is UTF-16. Save it as UTF-8 and try again.")
    plain = gzip.GzipFile(fileobj=raw) if start == GZIP_MAGIC else raw
    return io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of the file as it lies on the disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
