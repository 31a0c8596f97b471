"""What Prometheus may ask about one process; each process has a registry of its own."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """All measurements of this process, named as Prometheus wants them."""

    def __init__(self) -> None:
        """Start from zero."""
        self.registry = CollectorRegistry()
        self.http_seconds = Histogram(
            "deskplane_http_request_seconds",
            "Time to answer, by route template",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.events_lag = Gauge(
            "deskplane_events_lag",
            "Events a subscriber has not handled yet",
            ["subscriber"],
            registry=self.registry,
        )
        self.events_handled = self._counter("events_handled", "Events handled", "subscriber")
        self.events_parked = self._counter(
            "events_parked", "Events set aside after repeated failure", "subscriber"
        )
        self.deliveries = Gauge(
            "deskplane_deliveries", "Deliveries to the outside, by state", ["state"], registry=self.registry
        )
        self.pool_size = self._gauge("database_pool_size", "Open connections to the database")
        self.pool_idle = self._gauge("database_pool_idle", "Connections that wait for work")
        self.xmin_age = self._gauge(
            "database_xmin_age",
            "Transactions since the oldest still open one; a long write delays all events",
        )
        self.default_partition_rows = self._gauge(
            "events_default_partition_rows",
            "Events outside every planned partition; anything but 0 is a fault",
        )
        self.streams = self._gauge("streams", "Open live streams")

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; ``route`` is the template, never the path, or labels would grow without end."""
        self.http_seconds.labels(method, route, str(status)).observe(seconds)

    def render(self) -> tuple[bytes, str]:
        """Give everything in the text format, with its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(f"deskplane_{name}", what, registry=self.registry)

    def _counter(self, name: str, what: str, label: str) -> Counter:
        return Counter(f"deskplane_{name}", what, [label], registry=self.registry)
