"""What a file really is, by its first bytes; what it says of itself only tells text formats and archives apart."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from deskplane.attachments.filenames import extension_of
from deskplane.kernel.errors import UnsupportedMediaError

HEAD: Final = 4096
UNKNOWN: Final = "application/octet-stream"
PLAIN: Final = "text/plain"
RASTER: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"})


@dataclass(frozen=True, slots=True)
class Magic:
    """Bytes that stand at a place in files of one type."""

    mime: str
    start: bytes
    further: bytes = b""
    at: int = 0

    def matches(self, head: bytes) -> bool:
        """Say whether ``head`` begins so."""
        return head.startswith(self.start) and head[self.at : self.at + len(self.further)] == self.further


MAGIC: Final = (
    Magic("application/pdf", b"%PDF-"),
    Magic("image/png", b"\x89PNG\r\n\x1a\n"),
    Magic("image/jpeg", b"\xff\xd8\xff"),
    Magic("image/gif", b"GIF87a"),
    Magic("image/gif", b"GIF89a"),
    Magic("image/webp", b"RIFF", b"WEBP", 8),
    Magic("audio/wav", b"RIFF", b"WAVE", 8),
    Magic("image/tiff", b"II*\x00"),
    Magic("image/tiff", b"MM\x00*"),
    Magic("image/bmp", b"BM", b"\x00\x00\x00\x00", 6),
    Magic("image/vnd.microsoft.icon", b"\x00\x00\x01\x00"),
    Magic("application/zip", b"PK\x03\x04"),
    Magic("application/zip", b"PK\x05\x06"),
    Magic("application/gzip", b"\x1f\x8b\x08"),
    Magic("application/x-7z-compressed", b"7z\xbc\xaf\x27\x1c"),
    Magic("application/vnd.rar", b"Rar!\x1a\x07"),
    Magic("application/x-xz", b"\xfd7zXZ\x00"),
    Magic("application/x-bzip2", b"BZh"),
    Magic("application/zstd", b"\x28\xb5\x2f\xfd"),
    Magic("application/x-ole-storage", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    Magic("application/rtf", b"{\\rtf"),
    Magic("video/mp4", b"", b"ftyp", 4),
    Magic("video/webm", b"\x1a\x45\xdf\xa3"),
    Magic("audio/ogg", b"OggS"),
    Magic("audio/mpeg", b"ID3"),
    Magic("audio/mpeg", b"\xff\xfb"),
    Magic("application/vnd.tcpdump.pcap", b"\xd4\xc3\xb2\xa1"),
    Magic("application/vnd.tcpdump.pcap", b"\x0a\x0d\x0d\x0a"),
)
EXECUTABLE: Final = "application/x-executable"
EXECUTABLES: Final = (
    Magic(EXECUTABLE, b"MZ"),
    Magic(EXECUTABLE, b"\x7fELF"),
    Magic(EXECUTABLE, b"\xca\xfe\xba\xbe"),
    Magic(EXECUTABLE, b"\xfe\xed\xfa\xce"),
    Magic(EXECUTABLE, b"\xfe\xed\xfa\xcf"),
    Magic(EXECUTABLE, b"\xce\xfa\xed\xfe"),
    Magic(EXECUTABLE, b"\xcf\xfa\xed\xfe"),
    Magic(EXECUTABLE, b"L\x00\x00\x00\x01\x14\x02\x00"),
)
EXECUTABLE_EXTENSIONS: Final = frozenset(
    {
        *(
            "app",
            "bat",
            "class",
            "cmd",
            "com",
            "cpl",
            "dll",
            "dylib",
            "elf",
            "exe",
            "hta",
            "inf",
            "jar",
            "js",
            "jse",
        ),
        *(
            "lnk",
            "mjs",
            "msc",
            "msi",
            "msp",
            "ocx",
            "pif",
            "ps1",
            "psm1",
            "reg",
            "scf",
            "scr",
            "so",
            "sys",
            "url",
        ),
        *("vb", "vbe", "vbs", "wsf", "wsh", "xll"),
    }
)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
IN_ZIP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "docx": f"{_OFFICE}wordprocessingml.document",
        "xlsx": f"{_OFFICE}spreadsheetml.sheet",
        "pptx": f"{_OFFICE}presentationml.presentation",
        "odt": f"{_OPEN}text",
        "ods": f"{_OPEN}spreadsheet",
        "odp": f"{_OPEN}presentation",
        "epub": "application/epub+zip",
    }
)
IN_OLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "ppt": "application/vnd.ms-powerpoint",
        "msg": "application/vnd.ms-outlook",
    }
)
IN_TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "csv": "text/csv",
        "md": "text/markdown",
        "json": "application/json",
        "xml": "application/xml",
        "html": "text/html",
        "htm": "text/html",
        "svg": "image/svg+xml",
        "ics": "text/calendar",
        "vcf": "text/vcard",
        "eml": "message/rfc822",
        "yaml": "application/yaml",
        "yml": "application/yaml",
    }
)


def sniff(head: bytes, filename: str) -> str:
    """Return the media type of a file from its first ``HEAD`` bytes."""
    extension = extension_of(filename)
    if any(magic.matches(head) for magic in EXECUTABLES):
        return EXECUTABLE
    found = next((magic.mime for magic in MAGIC if magic.matches(head)), None)
    if found == "application/zip":
        return IN_ZIP.get(extension, found)
    if found == "application/x-ole-storage":
        return IN_OLE.get(extension, found)
    if found is not None:
        return found
    return IN_TEXT.get(extension, PLAIN) if is_text(head) else UNKNOWN


def is_text(head: bytes) -> bool:
    """Say whether bytes are UTF-8 text without control characters; a character may be cut off at the end."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return all(c.isprintable() or c in "\t\n\r\f\x1b\ufeff\xa0\u2028" for c in text)


def check_type(mime: str, filename: str, *, executables: bool) -> None:
    """Refuse programs, and always those that pretend to be something else.

    Raises:
        UnsupportedMediaError: the file is not taken.
    """
    runs_by_name = extension_of(filename) in EXECUTABLE_EXTENSIONS
    if mime == EXECUTABLE and not runs_by_name:
        raise UnsupportedMediaError(f"'{filename}' is a program under the name of something else.")
    if (mime == EXECUTABLE or runs_by_name) and not executables:
        raise UnsupportedMediaError(
            f"'{filename}' is a program or a script that starts with a click. Put it into an archive with a password, "
            "or ask an administrator to allow programs in the settings."
        )
