"""Software that is not ours takes the simulators for real: it creates, reads, updates and searches, over TLS."""

import warnings
from importlib import import_module
from typing import Any

import pytest
import requests

from deskplane.simulators.faults import Fault
from deskplane.simulators.making import make
from deskplane.simulators.server import running
from deskplane.simulators.simulator import Settings
from deskplane.simulators.tls import make_certificate, server_tls

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # these libraries are old, and some are no longer kept
    AtlassianJira: Any = import_module("atlassian").Jira
    freshdesk: Any = import_module("freshdesk.api")
    JIRA: Any = import_module("jira").JIRA
    pysnow: Any = import_module("pysnow")
    ServiceNowClient: Any = import_module("pysnc").ServiceNowClient

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def site(request, certificate, monkeypatch):
    """A running simulator over TLS that the client libraries trust."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with running(make(request.param, Settings(tickets=12)), tls=server_tls(certificate)) as server:
        yield server


@pytest.mark.parametrize("site", ["jira-cloud", "jira-dc"], indirect=True)
def test_jira_library(site):
    login = ("admin@example.com", "token") if site.simulator.name == "jira-cloud" else ("admin", "admin")
    client = JIRA(site.url, basic_auth=login, max_retries=0)

    issue = client.create_issue(
        project="OPS", summary="From the library", description="d", issuetype={"name": "Task"}
    )
    issue.update(fields={"summary": "Changed", "labels": ["vip"]})
    client.add_comment(issue, "Looked at it")
    client.transition_issue(issue, "Start work")
    client.add_simple_link(issue, {"url": "https://x.example.com", "title": "INC1"})
    again = client.issue(issue.key)
    found = client.search_issues("project = OPS AND labels = vip ORDER BY updated DESC", maxResults=10)

    assert (again.fields.summary, again.fields.status.name) == ("Changed", "In Progress")
    assert [comment.body for comment in client.comments(issue)] == ["Looked at it"]
    assert issue.key in [one.key for one in found]
    assert {project.key for project in client.projects()} == {"OPS", "PROJ"}
    assert client.myself()["displayName"] == "Mia Krystof"


@pytest.mark.parametrize("site", ["jira-cloud", "jira-dc"], indirect=True)
def test_atlassian_library(site):
    cloud = site.simulator.name == "jira-cloud"
    login = (
        {"username": "admin@example.com", "password": "token"}
        if cloud
        else {"username": "admin", "password": "admin"}
    )
    client = AtlassianJira(url=site.url, cloud=cloud, api_version="2", **login)

    made = client.issue_create(
        {"project": {"key": "PROJ"}, "summary": "s", "description": "d", "issuetype": {"name": "Bug"}}
    )
    client.issue_update(made["key"], {"summary": "Changed"})
    client.issue_add_comment(made["key"], "Looked at it")
    client.set_issue_status(made["key"], "In Progress")
    found = client.jql("project = PROJ ORDER BY created DESC", limit=5)

    issue = client.issue(made["key"])
    assert (issue["fields"]["summary"], issue["fields"]["status"]["name"]) == ("Changed", "In Progress")
    assert made["key"] in [one["key"] for one in found["issues"]]


@pytest.mark.parametrize("site", ["servicenow"], indirect=True)
def test_pysnc(site):
    client = ServiceNowClient(site.url, ("admin", "admin"))

    record = client.GlideRecord("incident")
    record.initialize()
    record.short_description = "From the library"
    assert record.insert()
    record.state = "2"
    record.work_notes = "Looked at it"
    assert record.update()

    other = client.GlideRecord("incident")
    assert other.get(record.get_value("sys_id"))
    assert (other.get_value("state"), other.get_display_value("state")) == ("2", "In Progress")
    query = client.GlideRecord("incident")
    query.add_query("short_description", "From the library")
    query.order_by("sys_updated_on")
    query.query()
    assert [row.get_value("number") for row in query] == [record.get_value("number")]
    assert other.add_attachment("note.txt", b"hello")


@pytest.mark.parametrize("site", ["servicenow"], indirect=True)
def test_pysnow(site, certificate):
    session = requests.Session()
    session.auth = ("admin", "admin")
    session.verify = str(certificate)
    client = pysnow.Client(host=f"localhost:{site.port}", session=session, use_ssl=True)
    incidents = client.resource(api_path="/table/incident")

    made = incidents.create(payload={"short_description": "From the library"}).one()
    changed = incidents.update(query={"number": made["number"]}, payload={"state": "2"}).one()
    found = incidents.get(query={"number": made["number"]}).one()

    assert (changed["state"], found["short_description"]) == ("2", "From the library")
    assert len(incidents.get(query="active=true", limit=5).all()) == 5


@pytest.mark.parametrize("site", ["freshdesk"], indirect=True)
def test_python_freshdesk(site):
    client = freshdesk.API("acme.freshdesk.com", "key")
    client._api_prefix = f"{site.url}/api/v2/"

    ticket = client.tickets.create_ticket(
        "From the library", email="ann@example.com", description="d", tags=["vip"]
    )
    client.tickets.update_ticket(ticket.id, priority=4)
    client.comments.create_note(ticket.id, "Looked at it")

    again = client.tickets.get_ticket(ticket.id)
    assert (again.subject, again.priority, again.tags) == ("From the library", "urgent", ["vip"])
    assert ticket.id in [one.id for one in client.tickets.list_tickets(filter_name=None)]
    assert [comment.body for comment in client.comments.list_comments(ticket.id)] == ["Looked at it"]
    assert ticket.id in [one.id for one in client.tickets.filter_tickets(query="priority:4")]


@pytest.mark.parametrize("site", ["jira-dc"], indirect=True)
def test_faults_and_the_log_are_reached_over_the_wire(site, certificate):
    def call(path, body=None, method="GET") -> Any:
        answer = requests.request(method, site.url + path, json=body, verify=str(certificate), timeout=10)
        return answer.json() if answer.content else None

    call("/_simulator/faults", {"kind": "drop", "times": 1}, "POST")
    with pytest.raises(requests.exceptions.ConnectionError):
        call("/rest/api/2/serverInfo")
    assert call("/rest/api/2/serverInfo")["deploymentType"] == "Server"
    assert [entry["fault"] for entry in call("/_simulator/requests")] == ["drop", ""]
    assert call("/_simulator/faults", method="DELETE") is None
    assert call("/_simulator/clock", {"advance": 3600}, "POST")["skew"] == 3600
    assert call("/_simulator")["counts"]["issues"] == 12


@pytest.mark.parametrize("site", ["servicenow"], indirect=True)
def test_an_answer_that_is_cut_off_was_still_worked_on(site, certificate):
    site.simulator.faults.add(Fault("drop-after-write", "POST"))
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.post(
            f"{site.url}/api/now/table/incident",
            json={"short_description": "once"},
            auth=("admin", "admin"),
            verify=str(certificate),
            timeout=10,
        )

    names = [row["short_description"] for row in site.simulator.store.tables["incident"].values()]
    assert names.count("once") == 1
