"""Lints about habits: hidden imports, swallowed errors, silenced checkers, mocks of our own code."""

import ast
import re
from collections.abc import Iterator

from scripts.house.source import Finding, Source

LOGS = frozenset({"critical", "debug", "error", "exception", "info", "warning"})
REASON = 10
SILENCERS = re.compile(
    r"^(noqa|type:\s*ignore|pyright:|basedpyright:|mypy:|pylint:|ruff:\s*noqa|flake8:|nosec|pragma:\s*no cover)",
    re.IGNORECASE,
)


def inline_import(source: Source) -> Iterator[Finding]:
    """An import inside a function hides a cycle, unless a comment on its line says why it is there."""
    for function in source.functions:
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            if max(len(source.comments.get(line, "")) for line in lines) < REASON:
                yield source.finding(node, "inline_import", "write the reason behind it on the same line")


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(item) for item in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def _records(handler: ast.ExceptHandler) -> bool:
    for node in (inner for statement in handler.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Name) and handler.name is not None and node.id == handler.name:
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGS:
            return True
    return False


def broad_except(source: Source) -> Iterator[Finding]:
    """Whoever catches everything raises it again, logs it or keeps the error as data."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _records(node):
            yield source.finding(node, "broad_except", "raise again, log, or record the error caught")
    for call in source.calls():
        if source.full_name(call.func) == "contextlib.suppress" and any(map(_is_broad, call.args)):
            yield source.finding(call, "broad_except", "suppress names what it expects")


def silenced(source: Source) -> Iterator[Finding]:
    """Checkers are not silenced line by line: mend the code, or the rule for all with its reason."""
    for line, comment in source.comments.items():
        if SILENCERS.match(comment):
            yield source.finding(line, "silenced", f"“{comment}” silences a checker")


def _imported(source: Source) -> set[str]:
    """Full names of the modules, and members of modules, that are imported."""
    modules = set[str]()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return modules


def mocked_house(source: Source) -> Iterator[Finding]:
    """Tests replace the vendor's HTTP and the clock, never our own code."""
    for name in sorted({"unittest.mock", "mock", "pytest_mock"} & _imported(source)):
        yield source.finding(1, "mocked_house", f"{name} replaces code; replace what is outside instead")
    for call in source.calls():
        name = source.full_name(call.func)
        target = call.args[0] if call.args else None
        by_name = isinstance(target, ast.Constant) and str(target.value).startswith("deskplane.")
        by_object = (
            isinstance(target, ast.Name | ast.Attribute)
            and len(call.args) > 2
            and source.full_name(target).startswith("deskplane.")
        )
        if name == "monkeypatch.setattr" and (by_name or by_object):
            yield source.finding(call, "mocked_house", "a test replaces our own code")
