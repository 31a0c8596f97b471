from deskplane.kernel.metrics import Metrics


def test_requests_are_counted_by_route_template():
    metrics = Metrics()
    metrics.observe_request("GET", "/api/v1/desk/tickets/{ref}", 200, 0.003)
    metrics.observe_request("GET", "/api/v1/desk/tickets/{ref}", 200, 0.004)
    text, content_type = metrics.render()

    labels = 'method="GET",route="/api/v1/desk/tickets/{ref}",status="200"'
    assert f"deskplane_http_request_seconds_count{{{labels}}} 2.0".encode() in text
    assert f'deskplane_http_request_seconds_bucket{{le="0.0025",{labels}}} 0.0'.encode() in text
    assert content_type.startswith("text/plain")


def test_gauges_show_what_was_set():
    metrics = Metrics()
    metrics.events_lag.labels("search").set(12)
    metrics.default_partition_rows.set(0)
    text, _ = metrics.render()

    assert b'deskplane_events_lag{subscriber="search"} 12.0' in text
    assert b"deskplane_events_default_partition_rows 0.0" in text


def test_two_processes_in_one_interpreter_do_not_share_counts():
    one, other = Metrics(), Metrics()
    one.observe_request("GET", "/", 200, 0.1)

    assert b"_count" not in other.render()[0]
