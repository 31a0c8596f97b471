"""Names, types and pictures that strangers send."""

import io
import struct
import unicodedata
import zlib

import pytest
from hypothesis import example, given, strategies as st
from PIL import Image

from deskplane.attachments.filenames import disposition, extension_of, safe_filename
from deskplane.attachments.previews import MAX_SIDE, preview_of
from deskplane.attachments.serving import Span, UnsatisfiableError, asked_span
from deskplane.attachments.types import EXECUTABLE, check_type, sniff
from deskplane.kernel.errors import UnsupportedMediaError


@given(st.text())
@example("../../etc/passwd")
@example("C:\\Windows\\con.txt")
@example("invoice\u202efdp.exe")
@example(". . .")
@example("a" * 400 + ".pdf")
@example("\ud800x")
def test_a_name_is_safe_to_store_and_to_show(given_name):
    name = safe_filename(given_name)

    assert 1 <= len(name) <= 180
    assert not set(name) & set('/\\:*?"<>|%;$`\r\n\t')
    assert not any(unicodedata.category(c).startswith("C") for c in name)
    assert name == name.strip(" .")
    name.encode()


@given(st.text())
def test_making_a_name_safe_twice_changes_nothing(given_name):
    once = safe_filename(given_name)

    assert safe_filename(once) == once


@given(st.text(min_size=1))
def test_the_header_of_a_name_is_one_line_of_ascii(given_name):
    header = disposition(safe_filename(given_name))

    assert header.isascii()
    assert header.isprintable()
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("/home/ann/../report.pdf", "report.pdf"),
        ("C:\\x\\report.pdf", "report.pdf"),
        ("Grüße  aus\nKöln.txt", "Grüße aus Köln.txt"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("...", "file"),
        ('a"b;c.txt', "a_b_c.txt"),
    ],
)
def test_names_people_know(given_name, safe):
    assert safe_filename(given_name) == safe


def test_a_long_name_keeps_its_extension():
    assert extension_of(safe_filename("x" * 500 + ".pdf")) == "pdf"


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (b"%PDF-1.7", "a.txt", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "a", "image/png"),
        (b"PK\x03\x04", "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04", "a.png", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", "application/vnd.ms-outlook"),
        (b"a,b\n1,2", "a.csv", "text/csv"),
        ("grüß".encode(), "a.log", "text/plain"),
        ("grüß".encode()[:-1], "a.log", "text/plain"),
        (b"", "empty.txt", "text/plain"),
        (b"\x00\x01\x02", "a.txt", "application/octet-stream"),
        (b"\xff\xfe\x00", "a.txt", "application/octet-stream"),
        (b"<svg onload=alert(1)>", "a.png", "text/plain"),
        (b"MZ\x90", "a.png", EXECUTABLE),
        (b"\x7fELF", "a", EXECUTABLE),
    ],
)
def test_a_type_is_told_by_content(head, name, mime):
    assert sniff(head, name) == mime


@given(st.binary(max_size=200), st.sampled_from(["a.png", "a.exe", "a.txt", "a"]))
def test_any_bytes_have_a_type(head, name):
    assert "/" in sniff(head, name)


def test_programs_need_the_setting_and_never_another_name():
    with pytest.raises(UnsupportedMediaError):
        check_type(EXECUTABLE, "setup.exe", executables=False)
    check_type(EXECUTABLE, "setup.exe", executables=True)
    with pytest.raises(UnsupportedMediaError):
        check_type(EXECUTABLE, "photo.jpg", executables=True)
    with pytest.raises(UnsupportedMediaError):
        check_type("text/plain", "run.VBS", executables=False)


def bomb(width, height):
    """A PNG of a few bytes that claims to be huge."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (9_000, 9_000), (10_000, 10_000), (2**31 - 1, 1)])
async def test_a_picture_too_large_to_decode_has_no_preview(size):
    assert await preview_of(bomb(*size)) is None


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0junk", b"BM" + b"\0" * 60]
)
async def test_a_broken_picture_has_no_preview(content):
    assert await preview_of(content) is None


async def test_a_preview_is_small_upright_and_without_metadata():
    source, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home"
    Image.new("RGB", (4000, 2000), "red").save(source, "JPEG", exif=exif)

    preview = await preview_of(source.getvalue())

    assert preview is not None
    assert (preview.width, preview.height) == (4000, 2000)
    with Image.open(io.BytesIO(preview.data)) as shown:
        assert shown.size == (MAX_SIDE // 2, MAX_SIDE)
        assert not shown.getexif()
    assert b"taken at home" not in preview.data


@given(st.text(max_size=40), st.integers(0, 1000))
@example("bytes=0-0", 0)
@example("bytes=-0", 10)
def test_a_range_lies_within_the_file_or_is_refused(header, size):
    try:
        span = asked_span(header, size)
    except UnsatisfiableError:
        return
    assert span is None or 0 <= span.start < span.end <= size


def test_ranges():
    assert asked_span("bytes=2-4", 10) == Span(2, 5)
    assert asked_span("bytes=-4", 10) == Span(6, 10)
    assert asked_span("bytes=-40", 10) == Span(0, 10)
    assert asked_span(None, 10) is None
