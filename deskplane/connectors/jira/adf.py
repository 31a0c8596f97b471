"""Text and the Atlassian Document Format that v3 demands."""

from typing import Any, Final

from deskplane.connectors.sdk.shapes import items, mapping, text

_LINES: Final = frozenset(
    {"doc", "bulletList", "orderedList", "blockquote", "panel", "listItem", "table", "expand", "nestedExpand"}
)
_WORDS: Final = {
    "mention": "text",
    "emoji": "shortName",
    "status": "text",
    "date": "timestamp",
    "inlineCard": "url",
}


def document(words: str) -> dict[str, Any]:
    """A document with a paragraph for each line."""
    lines = words.split("\n") if words else []
    return {"type": "doc", "version": 1, "content": [_paragraph(line) for line in lines]}


def _paragraph(line: str) -> dict[str, Any]:
    return (
        {"type": "paragraph", "content": [{"type": "text", "text": line}]} if line else {"type": "paragraph"}
    )


def plain(value: object) -> str:
    """The words of a document; text (of v2 and of webhooks) as it is."""
    if isinstance(value, str):
        return value
    node = mapping(value)
    kind = text(node.get("type"))
    if kind == "text":
        return text(node.get("text"))
    if kind == "hardBreak":
        return "\n"
    if kind == "rule":
        return "---"
    if kind in _WORDS:
        attributes = mapping(node.get("attrs"))
        return text(attributes.get("text")) or text(attributes.get(_WORDS[kind]))
    joint = "\n" if kind in _LINES else "\t" if kind == "tableRow" else ""
    return joint.join(plain(child) for child in items(node.get("content")))
