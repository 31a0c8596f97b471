"""Reading records one by one, in bounded memory: CSV with a header, a JSON array, or JSON lines."""

import csv
import json
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

from deskplane.imports.opening import opened_text
from deskplane.kernel.errors import InvalidError

DELIMITERS: Final = ",;\t|"
CHUNK: Final = 1 << 16
MAX_RECORD: Final = 8_000_000
MAX_CELL: Final = 1_000_000
NUL: Final = "\x00"
LONGEST_TOKEN: Final = 16


class Form(StrEnum):
    """How the file is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it starts in, and its values by column."""

    line: int
    values: Mapping[str, Any]

    def text(self, column: str) -> str:
        """Return the value as text; empty if there is none."""
        value = self.value(column)
        if isinstance(value, str):
            return value.strip()
        return "" if value is None else canonical(value)

    def value(self, column: str) -> Any:
        """Return the value as it stands; ``a.b`` reaches into nested JSON."""
        if column in self.values:
            return self.values[column]
        found: Any = self.values
        for part in column.split("."):
            found = cast("dict[str, Any]", found).get(part) if isinstance(found, dict) else None
        return found


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be read, and why."""

    line: int
    reason: str


Records = Iterator[Record | BadRecord]


class CsvReader(Protocol):
    """What ``csv.reader`` returns; the type itself has no public name before Python 3.12."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def canonical(value: Any) -> str:
    """Return a JSON value as text that is the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@contextmanager
def opened_records(path: Path, form: Form) -> Generator[tuple[list[str] | None, Records]]:
    """Open a file and return its columns (None for JSON, where each record has its own) and its records.

    Raises:
        InvalidError: the file as a whole cannot be read; also while the records are read.
    """
    with opened_text(path) as text:
        if form is Form.CSV:
            reader = _reader(path, text)
            columns = _columns(path, reader)
            yield columns, _csv_records(path, reader, columns)
        else:
            yield None, _json_records(path, text)


def _reader(path: Path, text: IO[str]) -> CsvReader:
    csv.field_size_limit(MAX_CELL)
    first = text.readline(MAX_CELL)
    if not first.strip():
        raise InvalidError(f"{path.name} is empty: the first line must name the columns.")
    # The header decides: quoted text further down may hold any of them.
    delimiter = max(DELIMITERS, key=first.count)
    return csv.reader(_with_first(first, text), delimiter=delimiter, strict=True)


def _with_first(first: str, text: IO[str]) -> Iterator[str]:
    yield first
    yield from text


def _columns(path: Path, reader: CsvReader) -> list[str]:
    try:
        columns = [column.strip() for column in next(reader)]
    except csv.Error as error:
        raise InvalidError(f"{path.name}, line 1: {error}.") from error
    twice = [name for name, times in Counter(columns).items() if times > 1 and name]
    if twice:
        raise InvalidError(f"{path.name} has two columns called '{twice[0]}'.")
    return columns


def _csv_records(path: Path, reader: CsvReader, columns: Sequence[str]) -> Records:
    line = reader.line_num
    try:
        for cells in reader:
            if cells:
                yield _csv_record(line + 1, cells, columns)
            line = reader.line_num
    except csv.Error as error:
        raise InvalidError(f"{path.name}, line {reader.line_num}: {error}.") from error


def _csv_record(line: int, cells: Sequence[str], columns: Sequence[str]) -> Record | BadRecord:
    if len(cells) != len(columns):
        return BadRecord(line, f"{len(cells)} values where the header names {len(columns)} columns")
    if any(NUL in cell for cell in cells):
        return BadRecord(line, "contains a NUL character")
    return Record(line, dict(zip(columns, cells, strict=True)))


def _json_records(path: Path, text: IO[str]) -> Records:
    """Yield the objects of an array, or of JSON lines, as they come."""
    for line, value in _json_values(path, text):
        if not isinstance(value, dict):
            yield BadRecord(line, f"is not an object but {type(value).__name__}")
        elif reason := _unstorable(value):
            yield BadRecord(line, reason)
        else:
            yield Record(line, cast("dict[str, Any]", value))


def _unstorable(value: Any) -> str:
    written = canonical(value)
    if "\\u0000" in written:
        return "contains a NUL character"
    try:
        written.encode()
    except UnicodeEncodeError:
        return "contains half a character (a lone surrogate)"
    return ""


def _json_values(path: Path, text: IO[str]) -> Iterator[tuple[int, Any]]:
    window = _Window(path, text)
    if window.peek() == "[":
        window.skip(1)
        if window.peek() != "]":
            yield window.value()
            while window.peek() == ",":
                window.skip(1)
                yield window.value()
        window.close_array()
    else:
        while window.peek():
            yield window.value()


class _Window:
    """The part of a JSON text that is being read, and the line it starts in."""

    def __init__(self, path: Path, text: IO[str]) -> None:
        self._path, self._text = path, text
        self._buffer, self._at, self._line = "", 0, 1
        self._decoder = json.JSONDecoder()

    def peek(self) -> str:
        """Return the next character that is no white space; empty at the end."""
        while True:
            rest = self._buffer[self._at :]
            self.skip(len(rest) - len(rest.lstrip()))
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def skip(self, count: int) -> None:
        """Move on."""
        self._line += self._buffer.count("\n", self._at, self._at + count)
        self._at += count

    def value(self) -> tuple[int, Any]:
        """Read one value and the line it starts in."""
        self.peek()
        line = self._line
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._is_final(error) or not self._more():
                    raise self._broken(line + self._lines_to(error.pos), error.msg) from error
                continue
            except RecursionError as error:
                raise self._broken(line, "it is nested too deeply") from error
            # A number at the end of the buffer may go on.
            if end == len(self._buffer) and self._more():
                continue
            self.skip(end - self._at)
            return line, value

    def close_array(self) -> None:
        """Expect the end of the array and of the text."""
        if self.peek() != "]":
            raise self._broken(self._line, "expected ',' or ']'")
        self.skip(1)
        if self.peek():
            raise self._broken(self._line, "there is more after the end of the array")

    def _is_final(self, error: json.JSONDecodeError) -> bool:
        """Say whether reading on cannot mend it: an unfinished value fails at the end of what was read."""
        return error.pos < len(self._buffer) - LONGEST_TOKEN and not error.msg.startswith("Unterminated")

    def _lines_to(self, place: int) -> int:
        return self._buffer.count("\n", self._at, place)

    def _more(self) -> bool:
        if len(self._buffer) - self._at > MAX_RECORD:
            raise self._broken(
                self._line, f"a record is longer than {MAX_RECORD:,} characters, or is not closed"
            )
        # Doubling keeps the repeated attempts at a long value cheap.
        chunk = self._text.read(max(CHUNK, len(self._buffer) - self._at))
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def _broken(self, line: int, reason: str) -> InvalidError:
        return InvalidError(f"{self._path.name}, line {line}: this is not JSON: {reason}.")
