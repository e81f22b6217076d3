from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from mockserver.control import pages
from mockserver.control.problems import ROWS
from tests.wire import world

if TYPE_CHECKING:
    import pytest

    from tests.control.asking import Asker
    from tests.control.conftest import Started
    from tests.wire import World


class Reader(HTMLParser):
    """What stands in a page: its tags, where its links lead, and the ids in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.links += [found["href"] or ""] if "href" in found else []
        self.ids += [found["id"] or ""] if "id" in found else []


def test_the_page_lists_the_sessions_with_their_scenario_and_time(ask: Asker, office: World) -> None:
    answer = ask("GET", "/")

    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    text = answer.body.decode()
    assert re.search(rf">{office.id}</a><td>office 1\.0\.0<td>2026-03-06T14:00:00Z \(frozen\)", text)


def test_the_page_is_there_without_its_slash(ask: Asker) -> None:
    assert ask("GET", "").body.startswith(b"<!doctype html>")


def test_every_link_of_the_page_leads_somewhere(ask: Asker, office: World) -> None:
    links = Reader(ask("GET", "/").body.decode()).links

    assert any(office.path in link for link in links)
    assert dict.fromkeys(links, 200) == {link: ask.wire.send("GET", link).status for link in links}


def test_what_scenarios_say_is_shown_and_never_obeyed(ask: Asker) -> None:
    inline = {"scenario": "a-script", "summary": "<script>", "apps": {"autosched": {"name": "<img src=x>"}}}

    with world(ask.wire.url, inline=inline):
        text = ask("GET", "/").body.decode()

    assert Reader(text).tags.isdisjoint({"script", "img"})


def test_a_page_is_bounded_however_many_sessions_live(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SHOWN", 2)
    with started() as ask:
        for _ in range(4):
            ask("POST", "/sessions", {})

        text = ask("GET", "/").body.decode()

    assert text.count("<tr><td>") == 2
    assert "3 more are not shown." in text


def test_what_was_left_out_is_said(started: Started) -> None:
    with started(warnings=("the variable <b> was ignored",)) as ask:
        assert "<li>the variable &lt;b&gt; was ignored</li>" in ask("GET", "/").body.decode()


def test_each_problems_type_leads_to_its_line(ask: Asker) -> None:
    problem = ask("GET", "/nowhere").json
    page, _, anchor = problem["type"].removeprefix(ask.wire.url).partition("#")

    ids = Reader(ask.wire.send("GET", page).body.decode()).ids

    assert anchor in ids
    assert ids == [row.slug for row in ROWS]
