"""Text as people write it: folded for search, cut out of HTML, made safe to show, and matched to known names."""

import html as entities
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import nh3
from rapidfuzz import process

IMAGE_PREFIX: Final = "/api/v1/attachments/"

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")

_BLOCKS: Final = frozenset(
    {
        *(
            "p",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
        ),
        *("table", "thead", "tbody", "tfoot", "tr", "hr"),
    }
)
_INLINE: Final = frozenset(
    {
        *(
            "a",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "s",
            "del",
            "ins",
            "mark",
            "small",
            "sub",
            "sup",
            "code",
            "kbd",
            "samp",
        ),
        *("span", "br", "img", "th", "td", "caption", "abbr", "cite", "q"),
    }
)
_GONE: Final = frozenset(
    {"script", "style", "title", "head", "template", "noscript", "iframe", "object", "svg", "math"}
)
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "abbr": {"title"},
}
_STRUCTURE: Final = nh3.Cleaner(tags=_BLOCKS | {"br", "td", "th"}, clean_content_tags=_GONE, attributes={})
_TAG: Final = re.compile(r"<(/?)([a-z0-9]+)>")
_SPACE: Final = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case without accents, for search: ``Zürich`` and ``zurich`` fold to one."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parts)).casefold().translate(_LETTERS)


def sanitise(html: str, *, image_prefix: str = IMAGE_PREFIX) -> str:
    """Keep the harmless part of rich text: known tags, safe links, images of our own, no style and no script."""
    return _cleaner(image_prefix).clean(html.replace("\0", ""))


def html_to_text(html: str) -> str:
    """The words of an HTML text, with its paragraphs, lines and list items as lines."""
    text = _Lines()
    pieces = _TAG.split(_STRUCTURE.clean(html.replace("\0", "")))
    text.add(pieces[0])
    for closing, tag, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        text.mark(tag, closing=closing == "/")
        text.add(after)
    return text.done()


def text_to_html(text: str) -> str:
    """Plain text as rich text: a blank line parts paragraphs, a line end is a line break."""
    paragraphs = re.split(r"\n\s*\n", entities.escape(text.replace("\r\n", "\n")).strip())
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs if paragraph)


def nearest(name: str, known: Iterable[str], *, limit: int = 1) -> list[str]:
    """The known names most like this one, the nearest first; none if all are far."""
    found = process.extract(name, list(known), processor=str.lower, score_cutoff=65, limit=limit)
    return [match for match, _, _ in found]


def suggestion(name: str, known: Iterable[str]) -> str:
    """Complete an error message with the nearest known name, or with nothing."""
    found = nearest(name, known)
    return f" Did you mean '{found[0]}'?" if found else ""


@lru_cache(maxsize=8)
def _cleaner(image_prefix: str) -> nh3.Cleaner:
    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return value if value.startswith(image_prefix) and ".." not in value else None
        return value

    return nh3.Cleaner(
        tags=_BLOCKS | _INLINE,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative=_own_path,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _own_path(url: str) -> str | None:
    """Of relative addresses only paths of this site stay; two slashes, or one and a backslash, lead elsewhere."""
    return url if url.startswith(("/", "#")) and not re.match(r"[/\\\s]{2}", url) else None


class _Lines:
    """Collects text; breaks between two pieces merge, so that nested blocks leave no gaps."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._breaks = 0
        self._lead = ""
        self._verbatim = 0

    def mark(self, tag: str, *, closing: bool) -> None:
        if tag == "br":
            self._breaks += 1
        elif tag in ("td", "th"):
            self._lead = "\t" if closing else self._lead
        else:
            wide = tag in ("p", "pre", "blockquote", "ul", "ol", "table") or tag[1:].isdigit()
            self._breaks = max(self._breaks, 2 if wide else 1)
            self._lead = "- " if tag == "li" and not closing else self._lead if tag != "tr" else ""
            self._verbatim += (tag == "pre") * (-1 if closing else 1)

    def add(self, piece: str) -> None:
        text = piece if self._verbatim else _SPACE.sub(" ", piece)
        if self._breaks and not self._verbatim:
            text = text.lstrip()
        if not text:
            return
        start = "\n" * min(self._breaks, 2) if self._parts else ""
        self._parts.append(f"{start}{self._lead}{text}")
        self._breaks, self._lead = 0, ""

    def done(self) -> str:
        lines = entities.unescape("".join(self._parts)).replace("\xa0", " ").split("\n")
        return "\n".join(line.rstrip() for line in lines).strip()
