"""Other languages: longer words, the other direction, and no words that cannot be translated."""

import json
import re
from collections.abc import Generator
from functools import cached_property
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.pages import PLACES, address, opened
from tests.browser.site import Site
from tests.browser.watching import DESK, PHONE, Size, Watch, at_rest

#: What reaches out of the window at the sides, and cannot be scrolled to.
OUTSIDE = """() => {
  const scrolls = (element) => {
    for (let it = element; it && it !== document.body; it = it.parentElement) {
      const { overflowX, textOverflow, clipPath, position } = getComputedStyle(it);
      if (['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis') return true;
      if (clipPath !== 'none' || position === 'fixed') return true;
    }
    return false;
  };
  const wide = document.scrollingElement.scrollWidth > innerWidth + 1;
  const beyond = [...document.querySelectorAll('a, button, input, h1, h2, h3, p, label, td, th, li, img')]
    .filter((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && (right > innerWidth + 1.5 || left < -1.5) && !scrolls(element);
    })
    .map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`);
  return [...(wide ? ['the page itself'] : []), ...beyond];
}"""

#: All that can be read or heard, with whether it stands within a translated text.
TEXTS = """() => {
  const found = [];
  const within = (node, text) => {
    let around = node;
    for (let level = 0; level < 4 && around; level += 1, around = around.parentElement) {
      const whole = around.textContent;
      const before = whole.slice(0, Math.max(0, whole.indexOf(text)));
      if (before.split('⟦').length > before.split('⟧').length) return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const parent = node.parentElement;
    if (!text || !parent || parent.closest('script, style, noscript, option, svg[aria-hidden]')) continue;
    if (!text.includes('⟦') && !within(parent, text)) found.push(text);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const text = element.getAttribute(name)?.trim();
      if (text && !text.includes('⟦') && !element.closest('[aria-hidden=true]')) found.push(text);
    }
  }
  return [...found, ...(document.title.includes('⟦') ? [] : [document.title])];
}"""

#: What Intl writes, what is printed on keys, and the name of the product.
WRITTEN_BY_INTL = """Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun ago in min
hr hrs day days yesterday tomorrow wk wks mo yr am pm at byte kB MB GB UTC Ctrl Esc Enter Escape Deskplane h m d"""
ZONE = re.compile(r"^[A-Z]\w+(/[\w+-]+)+$")
INITIALS = re.compile(r"^\W*[A-ZÄÖÜ]{1,3}\W*$")


def marked(texts: Any) -> Any:
    """Put signs around every text, which no programmer would write by hand."""
    if isinstance(texts, dict):
        return {key: marked(value) for key, value in texts.items()}
    return f"⟦{texts}⟧"


def translate(route: Route) -> None:
    """Answer a file of texts as it would be in a language nobody speaks."""
    answer = route.fetch()
    route.fulfill(response=answer, body=json.dumps(marked(answer.json())))


class Data:
    """Everything the server said: names and titles are no words of the app."""

    def __init__(self, page: Page) -> None:
        self.answers: list[Response] = []
        page.on("response", self._take)

    def _take(self, answer: Response) -> None:
        self.answers.append(answer)

    @cached_property
    def said(self) -> str:
        """All answers of the API until now."""
        return "".join(self._bodies())

    def _bodies(self) -> Generator[str]:
        for answer in self.answers:
            kind = answer.headers.get("content-type") or ""
            if "/api/" in answer.url and "json" in kind and answer.ok:
                yield json.dumps(answer.json(), ensure_ascii=False)

    def _has(self, text: str) -> bool:
        """Whether the server said this, or each part of what is a list of names."""
        return all(json.dumps(part, ensure_ascii=False)[1:-1] in self.said for part in text.split(", "))

    def explains(self, text: str) -> bool:
        """Whether this is data, or no word at all."""
        words = re.findall(r"[^\W\d_]{2,}", text)
        plain = re.sub(r"^[A-Z]+-\d+ ", "", text.removesuffix(" · Deskplane"))
        known = not words or all(word in WRITTEN_BY_INTL.split() for word in words) or self._has(plain)
        return known or bool(ZONE.match(text) or INITIALS.match(text))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("name", PLACES)
def test_from_right_to_left_nothing_leaves_the_window(watch: Watch, site: Site, name: str, size: Size):
    page = opened(watch, site, name, size=size)
    assert page.evaluate(OUTSIDE) == [], "left to right"
    page.evaluate("document.documentElement.dir = 'rtl'")
    at_rest(page)
    assert page.evaluate(OUTSIDE) == [], "right to left"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.who])
def test_german_words_have_room(watch: Watch, site: Site, name: str, size: Size):
    place = PLACES[name]
    with site.client(place.who) as client:
        client.patch("/api/v1/me", json={"locale": "de"})
        try:
            page = watch(address(site, place), who=place.who, size=size)
            expect(page.locator("html")).to_have_attribute("lang", "de")
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
            watch.settled(page)
            assert page.evaluate(OUTSIDE) == []
        finally:
            client.patch("/api/v1/me", json={"locale": "en"})


@pytest.mark.parametrize("name", PLACES)
def test_every_word_can_be_translated(watch: Watch, site: Site, name: str):
    place = PLACES[name]
    # From nothing: what another page was told cannot be read any more once it is left.
    page = watch("about:blank", who=place.who)
    data = Data(page)
    page.context.route(re.compile(r"/locales/en/\w+\.json"), translate)
    page.goto(address(site, place))
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    page.wait_for_timeout(300)
    watch.settled(page)
    left = sorted({text for text in page.evaluate(TEXTS) if not data.explains(text)})
    assert left == []
