"""Names of files as strangers send them, made safe to store, to show and to put into a header."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

MAX_LENGTH: Final = 180
FALLBACK: Final = "file"
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*%`$;]')
_SPACE: Final = re.compile(r"\s+")


def safe_filename(given: str) -> str:
    """Return a name without folders, control and direction characters, and of a bounded length."""
    name = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    # Cc: control, Cf: format (right-to-left override hides an extension), Cs: lone surrogates, Co/Cn: not characters.
    name = "".join(c for c in name if not unicodedata.category(c).startswith("C") or c.isspace())
    name = _SPACE.sub(" ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    if (stem or extension).split(".")[0].lower() in DEVICES:
        stem = f"_{stem}"
    return _shortened(stem, extension) or FALLBACK


def _shortened(stem: str, extension: str) -> str:
    tail = f".{extension[:20]}" if extension else ""
    room = MAX_LENGTH - len(tail)
    return f"{stem[:room].rstrip(' .')}{tail}".strip(" .")


def extension_of(filename: str) -> str:
    """Return the last extension in lower case, without the dot."""
    _, dot, extension = filename.rpartition(".")
    return extension.lower() if dot else ""


def disposition(filename: str, *, inline: bool = False) -> str:
    """Return the Content-Disposition header (RFC 6266): an ASCII name for old clients and the real one."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ ()\-]", "_", plain).strip(" .") or FALLBACK
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
