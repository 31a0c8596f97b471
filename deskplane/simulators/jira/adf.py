"""The document format of v3: a strict check, and documents from and to plain text."""

from typing import Any, Final

from deskplane.simulators.web import items, mapping

NOT_A_DOCUMENT: Final = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
_BLOCKS: Final = frozenset(
    {"paragraph", "heading", "codeBlock", "bulletList", "orderedList", "blockquote", "rule", "panel", "table"}
)
_INSIDE: Final = frozenset({"listItem", "tableRow", "tableCell", "tableHeader"})
_INLINE: Final = frozenset({"text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status"})


def is_document(value: object) -> bool:
    """Whether v3 accepts this as a document."""
    document = mapping(value)
    if document.get("type") != "doc" or document.get("version") != 1:
        return False
    content = document.get("content")
    # An array, not merely nothing: the schema asks for it.
    return type(content) is list and all(_is_node(node, _BLOCKS) for node in items(document["content"]))


def _is_node(value: object, allowed: frozenset[str]) -> bool:
    node = mapping(value)
    kind = str(node.get("type", ""))
    if kind not in allowed:
        return False
    if kind == "text":
        return isinstance(node.get("text"), str) and bool(node["text"])
    if kind in ("paragraph", "heading", "codeBlock"):
        return all(_is_node(child, _INLINE) for child in items(node.get("content")))
    return all(_is_node(child, _BLOCKS | _INSIDE) for child in items(node.get("content")))


def to_text(value: object) -> str:
    """The words of a document, as webhooks and v2 show them; text stays text."""
    if isinstance(value, str):
        return value
    node = mapping(value)
    if node.get("type") == "text":
        return str(node.get("text", ""))
    if node.get("type") == "hardBreak":
        return "\n"
    joint = "\n" if node.get("type") in ("doc", "bulletList", "orderedList", "blockquote") else ""
    return joint.join(to_text(child) for child in items(node.get("content")))


def to_document(text: object) -> Any:
    """Plain text as a document; nothing stays nothing."""
    if not isinstance(text, str) or not text:
        return mapping(text) or None
    return {"type": "doc", "version": 1, "content": [_paragraph(line) for line in text.split("\n")]}


def _paragraph(line: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": line}] if line else []}
