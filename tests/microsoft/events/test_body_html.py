"""Bodies: the frame they are kept in, what is taken out of them, their text and their preview."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.events.body_html import as_text, preview, read, with_block
from tests.microsoft.world import graph, meeting

HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
FOOT = "</body></html>"


def kept(content: str, kind: str = "html") -> str:
    """The inside of a body as it is kept."""
    whole: str = read({"contentType": kind, "content": content})["body"]["content"]
    return whole.removeprefix(HEAD).removesuffix(FOOT)


def test_html_gets_the_services_own_frame() -> None:
    whole = "<html><head><title>T</title></head><body><p>Hello</p></body></html>"

    assert read({"contentType": "html", "content": whole}) == {
        "body": {"contentType": "html", "content": f"{HEAD}<p>Hello</p>{FOOT}"},
        "bodyPreview": "Hello",
    }


@pytest.mark.parametrize("body", [None, {}, {"content": None}, {"contentType": "html", "content": " \n"}])
def test_an_empty_body_has_no_frame(body: dict[str, str] | None) -> None:
    assert read(body) == {"body": {"contentType": "html", "content": ""}, "bodyPreview": ""}


def test_text_is_kept_as_html_and_is_the_same_text_again() -> None:
    text = "One & two <three>\r\n\r\n  four"

    assert kept(text, "text") == '<div class="PlainText">One &amp; two &lt;three&gt;<br><br>&nbsp; four</div>'
    assert as_text(read({"contentType": "text", "content": text})["body"]["content"]) == text


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ("a<script>alert('</b>')</script>b", "ab"),
        ("a<SCRIPT src=x>1</ScRiPt >b", "ab"),
        ("a<style>p{}</style><iframe src='x'></iframe>b", "ab"),
        ("a<!-- <b> -->b<![if x]>c<?xml?>d", "abcd"),
        ("<p onclick='x()' class=c>a</p>", '<p class="c">a</p>'),
        ("<a href='javascript:x()'>a</a>", "<a>a</a>"),
        ("<a href='java\nscript:x()'>a</a>", "<a>a</a>"),
        ("<a href='jav&#x61;script:x()'>a</a>", "<a>a</a>"),
        ('<a href="https://x.example/?a=1&amp;b=2">a</a>', '<a href="https://x.example/?a=1&amp;b=2">a</a>'),
        ('<img src="cid:1" alt=\'"\'/>', '<img src="cid:1" alt="&quot;">'),
        ("<form action=x><input>a</form>", "a"),
        ("<custom-tag>a</custom-tag>", "a"),
        ("<p><b>a", "<p><b>a</b></p>"),
        ("a</p></b>", "a"),
        ("1 < 2 && 3 > 2", "1 &lt; 2 && 3 > 2"),
        ("a<script>never closed", "a"),
        ("a<!-- never closed", "a"),
        ("a<b never closed", "a"),
    ],
)
def test_what_could_run_is_taken_out_and_every_element_is_closed(sent: str, left: str) -> None:
    assert kept(sent) == left


def test_the_text_of_a_body_has_a_line_for_each_block() -> None:
    content = "<div>One\n  two</div><p>Three<br>four</p><ul><li>five</li></ul>six &eacute;"

    assert as_text(content) == "One two\r\nThree\r\nfour\r\nfive\r\nsix é"


def test_a_preview_has_255_characters_at_most() -> None:
    assert preview("<p>" + "é" * 300 + "</p>") == "é" * 255


def test_a_preview_is_found_behind_much_markup() -> None:
    assert preview("<b></b>" * 4_000 + "text") == "text"


def test_a_block_comes_at_the_end_of_a_body() -> None:
    body = read({"contentType": "html", "content": "<p>a</p>"})["body"]

    assert with_block(body, "<div>b</div>")["body"]["content"] == f"{HEAD}<p>a</p><div>b</div>{FOOT}"


@given(st.text(st.sampled_from("<>/!-'\"= abcpscriptonx&;:\n")))
def test_whatever_is_sent_is_safe_and_safe_again(content: str) -> None:
    once = kept(content)

    assert "<script" not in once.lower()
    assert kept(once) == once


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1))
def test_a_word_of_text_comes_back_as_it_was(word: str) -> None:
    assert as_text(kept(word, "text")) == word.strip() or unescape(word) != word


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<!--", "<", "<a ", "<a b='", "<![CDATA[", "</", "&#", "<script>"])
@pytest.mark.timeout(10)
def test_a_body_of_a_megabyte_is_read_in_a_moment(piece: str) -> None:
    content = piece * (1_000_000 // len(piece))

    assert len(preview(read({"contentType": "html", "content": content})["body"]["content"])) <= 255


async def test_a_body_is_shown_as_text_to_who_prefers_it() -> None:
    async with graph() as client:
        made = await client.create(meeting(body={"contentType": "html", "content": "<p>One</p><p>two</p>"}))
        shown = await client.read(f"/me/events/{made['id']}", prefer='outlook.body-content-type="text"')

    assert shown["body"] == {"contentType": "text", "content": "One\r\ntwo"}
