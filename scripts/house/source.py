"""A Python file as the lints see it."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

NOT_SLICES = frozenset(
    {"app", "connectors", "ai", "kernel", "migrations", "outbound", "simulators", "vocabulary"}
)
DOORS = frozenset({"api", "jobs", "subscribers"})

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A place that breaks a rule."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the repository, text and syntax tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module = field(repr=False)

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        return cls(PurePosixPath(path), text, ast.parse(text, filename=path))

    @property
    def room(self) -> str | None:
        """The folder or module right below ``deskplane``; None for files beside the product."""
        parts = self.path.with_suffix("").parts
        return parts[1] if len(parts) > 1 and parts[0] == "deskplane" else None

    @property
    def in_slice(self) -> bool:
        """Does this file belong to a feature, rather than to the kernel, the app or the outside?"""
        return self.room is not None and len(self.path.parts) > 2 and self.room not in NOT_SLICES

    @property
    def role(self) -> str:
        """What part of its slice this is: ``api`` for ``tickets/api.py`` and for ``tickets/api/bulk.py``."""
        return self.path.with_suffix("").parts[2] if self.in_slice else ""

    @cached_property
    def comments(self) -> dict[int, str]:
        """Comment by line number, without its hash sign."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {
            token.start[0]: token.string.lstrip("# ").strip()
            for token in tokens
            if token.type == tokenize.COMMENT
        }

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, type_of_function)]

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def finding(self, node: ast.AST | int, rule: str, message: str) -> Finding:
        line = node if isinstance(node, int) else int(getattr(node, "lineno", 1))
        return Finding(str(self.path), line, rule, message)

    @cached_property
    def names(self) -> dict[str, str]:
        """Full name behind each imported name: ``{"sa": "sqlalchemy", "select": "sqlalchemy.select"}``."""
        known: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.partition(".")[0]
                    known[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom):
                known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        return known

    def full_name(self, node: ast.expr) -> str:
        """Dotted name of an expression with its import resolved: ``sa.select`` is ``sqlalchemy.select``."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return f"{self.full_name(node.value)}.{node.attr}"
        return "?"
