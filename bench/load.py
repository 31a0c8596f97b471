"""A plain HTTP/1.1 load client: any server, any number of connections, latencies of each request.

Reads a plan from standard input and writes a report to standard output, so that it runs in a process of its own:
``{"host", "port", "clients", "seconds", "headers", "requests": [{"method", "path", "body"}]}``. ``{n}`` in a path or
body becomes a number that no other request of the run has. Each client walks through the requests in turn.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass
class Report:
    """What one run saw; times in seconds."""

    latencies: list[float] = field(default_factory=list[float])
    statuses: dict[int, int] = field(default_factory=dict[int, int])
    seconds: float = 0.0

    def summary(self) -> dict[str, Any]:
        """Return rate and percentiles, in requests per second and milliseconds."""
        times = sorted(self.latencies)
        last = len(times) - 1

        def percentile(share: float) -> float:
            return round(times[min(last, int(last * share))] * 1000, 2) if times else 0.0

        return {
            "rate": round(len(times) / self.seconds, 1) if self.seconds else 0.0,
            "count": len(times),
            "p50": percentile(0.50),
            "p95": percentile(0.95),
            "p99": percentile(0.99),
            "statuses": self.statuses,
        }


async def run(plan: dict[str, Any]) -> Report:
    """Load the server as planned; at most ``seconds`` long."""
    report, numbers = Report(), count(plan.get("first", 0))
    start = time.perf_counter()
    deadline = start + float(plan["seconds"])
    await asyncio.gather(
        *(_client(plan, index, deadline, numbers, report) for index in range(int(plan["clients"])))
    )
    report.seconds = time.perf_counter() - start
    return report


async def _client(
    plan: dict[str, Any], index: int, deadline: float, numbers: "count[int]", report: Report
) -> None:
    reader, writer = await asyncio.open_connection(plan["host"], plan["port"])
    requests = plan["requests"]
    turn = index
    try:
        while time.perf_counter() < deadline:
            raw = _raw(plan, requests[turn % len(requests)], next(numbers))
            turn += 1
            begun = time.perf_counter()
            writer.write(raw)
            status = await _answer(reader)
            report.latencies.append(time.perf_counter() - begun)
            report.statuses[status] = report.statuses.get(status, 0) + 1
    finally:
        writer.close()


def _raw(plan: dict[str, Any], request: dict[str, Any], number: int) -> bytes:
    path = request["path"].replace("{n}", str(number))
    body = (request.get("body") or "").replace("{n}", str(number)).encode()
    lines = [f"{request['method']} {path} HTTP/1.1", f"Host: {plan['host']}:{plan['port']}"]
    lines += [f"{name}: {value}" for name, value in plan.get("headers", {}).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    status = int(lines[0].split(b" ", 2)[1])
    length = next((int(ln.split(b":", 1)[1]) for ln in lines if ln.lower().startswith(b"content-length:")), 0)
    if length:
        await reader.readexactly(length)
    return status


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin))).summary()))
