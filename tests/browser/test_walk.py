"""Every page by Tab alone: all can be reached, the focus is seen, nothing hides it and nothing holds it."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PLACES, opened
from tests.browser.site import Site
from tests.browser.watching import DESK, PHONE, Size, Watch

LONGEST = 70
#: What has the focus: its name, whether it is in sight, whether a mark shows the focus.
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const box = it.getBoundingClientRect();
  const small = box.width < 2 || box.height < 2;
  const around = (it.matches('input, textarea') && it.closest('label, [class*=root], [class*=wrapper]')) || it;
  const seen = small ? around.getBoundingClientRect() : box;
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].map(([x, y]) =>
    document.elementFromPoint(seen.left + seen.width * x, seen.top + seen.height * y));
  const inSight = points.some((top) => top && (it.contains(top) || top.contains(it) || around.contains(top)));
  const marks = (element) => {
    // A link that covers its row is framed by its ::after.
    return [null, '::after'].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    });
  };
  const family = [it, it.parentElement, it.parentElement?.parentElement, ...it.children];
  const bordered = it.matches('input, textarea, select, [contenteditable]');
  const id = it.dataset.walked ??= String(window.walked = (window.walked ?? 0) + 1);
  return {
    id,
    // Tab goes through the day, the month and the year of one such field.
    parts: ['date', 'time', 'datetime-local'].includes(it.type),
    name: `${it.tagName.toLowerCase()} ${(it.getAttribute('aria-label') ?? it.textContent).trim().slice(0, 40)}`,
    inSight,
    marked: bordered || family.some((element) => element && marks(element)),
  };
}"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the focus has been everywhere, or long enough."""
    steps: list[dict[str, Any]] = []
    known: set[str] = set()
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None and not steps:
            continue  # the page was not yet at rest
        if at is None or (at["id"] in known and at["id"] == steps[0]["id"]):
            break
        steps.append(at)
        known.add(at["id"])
    return steps


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("name", PLACES)
def test_tab_leads_everywhere_and_the_focus_is_seen(watch: Watch, site: Site, name: str, size: Size):
    page = opened(watch, site, name, size=size)
    steps = walk(page)
    assert len(steps) >= 3
    held = [one["name"] for one, other in pairwise(steps) if one["id"] == other["id"] and not one["parts"]]
    assert held == [], "the focus does not leave these"
    assert [step["name"] for step in steps if not step["inSight"]] == [], "something hides these"
    assert [step["name"] for step in steps if not step["marked"]] == [], "nothing shows that these have it"
