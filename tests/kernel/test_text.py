import pytest
from hypothesis import given, strategies as st

from deskplane.kernel.text import fold, html_to_text, nearest, sanitise, suggestion, text_to_html


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zürich", "zurich"),
        ("ÉCOLE", "ecole"),
        ("Straße", "strasse"),
        ("Øystein Łódź", "oystein lodz"),
        ("İSTANBUL \u0131l\u0131k", "istanbul ilik"),
        ("ﬁle №5", "file no5"),
        ("Ελλάς", "ελλασ"),
        ("が", "が"),
        ("VPN 2", "vpn 2"),
    ],
)
def test_search_does_not_care_for_case_and_accents(text: str, folded: str):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str):
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>you</b></p><p>two</p>", "Hello you\n\ntwo"),
        ("<div>a</div><div>b<br></div><div>c</div>", "a\nb\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("<ul><li>one</li><li><p>two</p></li></ul>end", "- one\n\n- two\n\nend"),
        ("<ol><li>x<li>y</ol>", "- x\n- y"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A\tB\n1\t2"),
        ("<pre>  if x:\n    y</pre>", "if x:\n    y"),
        ("<style>p{}</style><script>alert(1)</script>text", "text"),
        ("  many\n   spaces&nbsp;&amp; &lt;b&gt; ", "many spaces & <b>"),
        ("<h1>Title</h1>body<!-- no -->", "Title\n\nbody"),
        ("", ""),
        ("\0<p>\0</p>", ""),
        ("<p>unclosed <b>bold", "unclosed bold"),
    ],
)
def test_html_becomes_readable_text(html: str, text: str):
    assert html_to_text(html) == text


def test_long_and_deep_html_is_read_in_time():
    assert html_to_text("<div>" * 20_000 + "x") == "x"
    assert html_to_text("<" * 200_000)
    assert html_to_text("<a " * 50_000) == ""


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=80))
def test_plain_text_survives_the_way_through_html(text: str):
    assert html_to_text(text_to_html(text)).split() == text.split()


def test_plain_text_keeps_its_lines_and_no_markup():
    assert text_to_html("a < b\nc\r\n\r\nd") == "<p>a &lt; b<br>c</p><p>d</p>"


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<p onclick='x()' style='color:red' class='a' id='b'>t</p>", "<p>t</p>"),
        ("<script>alert(1)</script><b>t</b>", "<b>t</b>"),
        ("<img src=x onerror=alert(1)>", "<img>"),
        ("<img src='https://tracker.example/p.gif'>", "<img>"),
        ("<img src='/api/v1/attachments/../me'>", "<img>"),
        ("<img src='/api/v1/attachments/7/content'>", '<img src="/api/v1/attachments/7/content">'),
        ("<iframe src='https://evil.example'></iframe>t", "t"),
        ("<svg><script>alert(1)</script></svg>t", "t"),
        ("<form action='/x'><input name=a></form>t", "t"),
        ("<table><tr><td colspan=2>x</td></tr></table>", None),
    ],
)
def test_rich_text_is_made_harmless(html: str, safe: str | None):
    assert sanitise(html) == safe if safe is not None else "colspan" in sanitise(html)


@pytest.mark.parametrize(
    "target", ["https://example.com/a?b=c", "mailto:ann@example.com", "/desk/tickets/INC-1"]
)
def test_a_link_stays_and_opens_apart(target: str):
    link = sanitise(f"<a href='{target}'>x</a>")

    assert f'href="{target}"' in link
    assert 'rel="noopener noreferrer nofollow"' in link
    assert 'target="_blank"' in link


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "vbscript:x",
    ],
)
def test_a_dangerous_link_loses_its_target(target: str):
    assert "href" not in sanitise(f"<a href='{target}'>x</a>")


@given(st.text(max_size=80))
def test_sanitising_twice_changes_nothing_more(text: str):
    once = sanitise(text)
    assert sanitise(once) == once
    assert "<script" not in once.lower()


def test_the_nearest_name_is_suggested():
    known = ["priority", "status", "assignee_id", "description"]

    assert nearest("prority", known) == ["priority"]
    assert nearest("Assignee", known) == ["assignee_id"]
    assert nearest("zzz", known) == []
    assert suggestion("stauts", known) == " Did you mean 'status'?"
    assert suggestion("zzz", known) == ""
