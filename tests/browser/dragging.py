"""Dragging with the pointer, as slowly as a browser wants it."""

from playwright.sync_api import Locator, Page


def start_drag(page: Page, dragged: Locator) -> None:
    """Lift something: the browser wants the pointer to move twice."""
    dragged.hover()
    page.mouse.down()
    box = dragged.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2 + 12, box["y"] + box["height"] / 2 + 12, steps=4)


def drag(page: Page, dragged: Locator, onto: Locator) -> None:
    """Lift something and drop it, after the place below has been told twice that something is over it."""
    start_drag(page, dragged)
    onto.hover()
    box = onto.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2 + 3, steps=3)
    page.mouse.up()
