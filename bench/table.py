"""Figures beside their budgets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what, on what size, what was measured, the must, and whether it is met."""

    what: str
    size: str
    figure: str
    ratio: float | None
    must: str
    met: bool


def printed(rows: list[Row]) -> str:
    """Return the table as Markdown."""
    lines = ["| what | desk | measured | ratio | must | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = f"{row.ratio:.3f}" if row.ratio is not None else ""
        lines.append(
            f"| {row.what} | {row.size} | {row.figure} | {ratio} | {row.must} | {'yes' if row.met else '**no**'} |"
        )
    return "\n".join(lines)
