"""Lints about shape: sizes and names."""

import ast
import re
from collections.abc import Iterator

from scripts.house.source import Finding, Source

MODULE_LINES = 400
FUNCTION_LINES = 50
VAGUE_MODULES = frozenset(
    {"base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
)
VAGUE_CLASS = re.compile(r"^(Base|Enhanced|Abstract)(?=[A-Z]|$)|(Manager|Helpers?|Processor|Utils?)$")


def is_migration(source: Source) -> bool:
    return source.path.parts[:3] == ("deskplane", "migrations", "versions")


def module_size(source: Source) -> Iterator[Finding]:
    """A module fits in a head: 400 lines at the most."""
    lines = len(source.text.splitlines())
    if lines > MODULE_LINES and not is_migration(source):
        yield source.finding(1, "module_size", f"{lines} lines, {MODULE_LINES} at the most")


def function_size(source: Source) -> Iterator[Finding]:
    """A function fits on a screen: 50 lines at the most, docstring included."""
    if is_migration(source):
        return
    for function in source.functions:
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            message = f"{function.name} has {lines} lines, {FUNCTION_LINES} at the most"
            yield source.finding(function, "function_size", message)


def vague_name(source: Source) -> Iterator[Finding]:
    """A name says what a thing does; Manager, Helper, Processor, utils and common do not."""
    for part in source.path.with_suffix("").parts:
        if part in VAGUE_MODULES:
            yield source.finding(1, "vague_name", f"“{part}” does not say what is inside")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name):
            yield source.finding(node, "vague_name", f"“{node.name}” does not say what it does")
