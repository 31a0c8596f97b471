"""What a root-cause analysis says on each platform: its findings as the payload of an incident and of an issue."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from deskplane.dispatch import payloads
from deskplane.dispatch.vocabulary import Platform
from deskplane.rca import service as rca
from deskplane.rca.vocabulary import FindingState, JobSource, Severity

LONGEST_TITLE: Final = {Platform.SERVICENOW: 160, Platform.JIRA: 255}
LONGEST: Final = 30_000
MOST_FINDINGS: Final = 20
LABELS: Final = ["rca"]


def of_analysis(
    job: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]
) -> dict[Platform, dict[str, Any]]:
    """Return the payload for each platform; dismissed findings are left out."""
    told = [one for one in findings if one["state"] != FindingState.DISMISSED]
    severity = rca.worst([one["severity"] for one in told]) or Severity.MEDIUM
    return {platform: _payload(platform, job, told, severity) for platform in Platform}


def _payload(
    platform: Platform, job: Mapping[str, Any], told: Sequence[Mapping[str, Any]], severity: Severity
) -> dict[str, Any]:
    made = payloads.of_job(
        platform,
        title=shortened(str(job["title"]), LONGEST_TITLE[platform]),
        description=shortened("\n".join(_lines(job, told)), LONGEST),
        severity=severity,
    )
    if platform is Platform.JIRA:
        return {**made, "labels": LABELS}
    items = [name for one in told for name in one["affected"]]
    return {**made, "configuration_item": items[0]} if items else made


def _lines(job: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    yield f"Root-cause analysis {job['job_id']}: {job['title']}"
    if job["root_cause"]:
        word = "Strongest finding" if job["source"] == JobSource.ANALYSIS else "Likely cause"
        yield f"{word}: {job['root_cause']}"
    if job["summary"]:
        yield from ("", str(job["summary"]))
    for number, one in enumerate(told[:MOST_FINDINGS], start=1):
        yield from ("", f"{number}. {one['title']} ({one['severity']})")
        yield from _finding(one)
    if len(told) > MOST_FINDINGS:
        yield f"… and {len(told) - MOST_FINDINGS} more findings."


def _finding(one: Mapping[str, Any]) -> Iterable[str]:
    if one["summary"]:
        yield str(one["summary"])
    for shown in one["evidence"]:
        tickets = f" [{', '.join(shown['tickets'])}]" if shown["tickets"] else ""
        if shown["text"] not in one["summary"] or tickets:
            yield f"- Evidence: {shown['text']}{tickets}"
    if one["affected"]:
        yield f"- Affected: {', '.join(one['affected'])}"
    yield from (f"- Recommended: {advice}" for advice in one["recommendations"])


def shortened(text: str, most: int) -> str:
    """Return text cut to a length, with a sign that it was."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
