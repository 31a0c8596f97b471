"""The simulators as programs: the command line, webhooks over the wire."""

import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from deskplane.connectors.sdk.webhooks import signature
from deskplane.simulators.making import make
from deskplane.simulators.server import running
from deskplane.simulators.simulator import Settings

SECRET = "a-shared-secret"
COMMAND = str(Path(sys.executable).with_name("deskplane"))


@pytest.fixture
def listener():
    """Something that takes webhooks."""
    heard: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((dict(self.headers.items()), body))
            self.send_response(202)
            self.end_headers()

        def log_message(self, format, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/in", heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_change_is_posted_to_the_address_given(listener):
    url, heard = listener
    site = make("freshdesk", Settings(tickets=1, webhook_url=url, webhook_secret=SECRET))
    with running(site) as server:
        body = {"status": 4}
        answer = requests.put(f"{server.url}/api/v2/tickets/1", json=body, auth=("key", "X"), timeout=10)
        until = time.monotonic() + 10
        while not heard and time.monotonic() < until:
            time.sleep(0.05)

    assert answer.json()["status"] == 4
    [(headers, sent)] = heard
    assert headers["X-Hub-Signature"] == signature(sent, SECRET)


def test_a_wrong_name_is_one_line():
    command = [COMMAND, "simulate", "remedy"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert "jira-cloud" in done.stderr
    assert "Traceback" not in done.stderr
