"""The watch itself: what it is there for does not go by unseen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.site import AGENT, Site, until
from tests.browser.watching import Complaints, Watch

INLINE = "document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))"
FOREIGN = "fetch('http://elsewhere.example/').catch(() => 0)"
PLANTED = {
    "page: .*planted": "() => { setTimeout(() => { throw new Error('planted') }) }",
    "console: planted": "() => console.error('planted')",
    "console: policy script-src": f"() => {{ {INLINE} }}",
    "console: policy connect-src keeps out http://elsewhere": f"() => {{ {FOREIGN} }}",
    "console: .*status of 404": "() => fetch('/api/v1/nowhere')",
}


@pytest.mark.parametrize("pattern", PLANTED)
def test_what_goes_wrong_in_a_page_is_heard(watch: Watch, complaints: Complaints, pattern: str):
    page = watch("/login")
    page.get_by_role("button", name="Sign in").wait_for()
    assert complaints.unexpected == []
    page.evaluate(PLANTED[pattern])

    def heard() -> bool:
        page.wait_for_timeout(100)
        return any(re.match(pattern, said) for said in complaints.unexpected)

    until(heard)
    complaints.expect(pattern)
    # A breach is said by the browser too, in words of its own.
    complaints.expect("Content Security Policy")


def test_a_test_leaves_nobody_with_other_preferences(
    browser: Browser, site: Site, complaints: Complaints, tmp_path: Path
):
    made = Watch(browser, site, complaints, tmp_path)
    with site.client(AGENT) as client:
        before = client.get("/api/v1/me").json()["preferences"]
        assert client.patch("/api/v1/me", json={"theme": "dark", "keys": {"status": "z"}}).is_success
        made(who=AGENT).get_by_role("heading", level=1).wait_for()
        made.close(keep=False)
        assert client.get("/api/v1/me").json()["preferences"] == before
