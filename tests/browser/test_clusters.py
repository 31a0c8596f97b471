"""Clusters of tickets: a page that shows them, their tickets in the list, their cause, a name of one's own."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import ADMIN, Site, unique
from tests.browser.test_accessibility import findings
from tests.browser.test_connections import PATH, WORK, desk
from tests.browser.watching import PHONE, Watch

CLUSTERS = "/api/v1/clusters"


def panel(page: Page):
    return page.get_by_role("complementary", name="Cluster")


def test_a_cluster_leads_to_its_tickets_and_to_an_analysis(watch: Watch, site: Site):
    cluster = site.get(CLUSTERS)["data"][0]
    page = watch("/app/clusters", who=ADMIN)
    page.get_by_role("table", name="Clusters").get_by_role("link", name=cluster["name"], exact=True).click()
    expect(panel(page)).to_contain_text(cluster["samples"][0]["number"])
    expect(panel(page)).to_contain_text(cluster["words"][0]["word"])
    assert findings(page) == []

    panel(page).get_by_role("link", name=f"Open these {cluster['size']} tickets").click()
    expect(page).to_have_url(re.compile(r"/app/tickets\?.*set="))
    expect(page.get_by_role("main").get_by_text(cluster["name"]).first).to_be_visible()
    found = site.get("/api/v1/desk/tickets", set=cluster["id"], count=True)["page"]["total"]
    assert found == cluster["size"]
    expect(page.get_by_role("main").get_by_role("row").nth(1)).to_be_visible()

    page.go_back()
    panel(page).get_by_role("button", name="Find the cause").click()
    expect(page).to_have_url(re.compile("/app/rca/rca-"))
    expect(page.get_by_role("heading", level=1)).to_have_text(cluster["name"])


def test_a_search_is_started_and_its_cluster_named_on_a_phone_too(watch: Watch, site: Site):
    word = f"quayword{len(unique('x'))}{site.ticket('counted')['number'][4:]}"
    for number in range(7):
        site.ticket(f"Crane {word} stands still at gate {number}")
    page = watch("/app/clusters", who=ADMIN, size=PHONE, scheme="dark")
    page.get_by_role("button", name="Find clusters").click()
    page.get_by_label("Condition").fill(f"title contains {word}")
    page.get_by_role("button", name="Start search").click()

    table = page.get_by_role("table", name="Clusters")
    expect(table).to_contain_text(word, timeout=WORK)
    table.get_by_role("link").first.click()
    panel(page).get_by_label("Name").fill("Cranes that stand")
    panel(page).get_by_role("button", name="Save").click()
    expect(panel(page).get_by_role("heading", name="Cranes that stand")).to_be_visible()
    assert findings(page) == []
    [named] = site.get(CLUSTERS, q="Cranes that stand")["data"]
    assert (named["size"], named["is_named"]) == (7, True)


def test_after_an_import_its_page_leads_to_the_clusters_of_what_came(watch: Watch, site: Site):
    with desk(site, "servicenow", "servicenow", tickets=90) as servicenow:
        form = {
            "settings": {"instance_url": servicenow.url},
            "credentials": {"username": "admin", "password": "admin"},
        }
        assert site.api.post(f"{PATH}/{servicenow.id}/verify", json=form).is_success
        page = watch(servicenow.page, who=ADMIN)
        page.get_by_text("90 days").click()
        page.get_by_role("button", name="Import tickets").click()
        expect(page.get_by_role("table", name="Run history")).to_contain_text("Success", timeout=WORK)
        page.get_by_role("link", name="Show clusters").click()
        expect(page).to_have_url(re.compile(f"/app/clusters.*{servicenow.id}"))
        expect(page.get_by_role("table", name="Clusters").get_by_role("row").nth(1)).to_be_visible(
            timeout=WORK
        )
        [run] = site.get(f"{CLUSTERS}/runs", connection_id=servicenow.id)["data"]
        assert (run["trigger"], run["state"]) == ("import", "completed")
