"""Which session a request belongs to: its prefix, then the header, then the credential, then the default one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from mockserver.http.resolving import HEADER, split_prefix
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from tests.http.books import Library


def bearer(session: str) -> dict[str, str]:
    return {"Authorization": f"Bearer ya29.a0mock-{session}.abc"}


@pytest.mark.parametrize(
    ("target", "headers", "session"),
    [
        ("/books/dune", {}, "default"),
        ("/books/dune", {"Authorization": "Bearer alice"}, "default"),
        ("/books/dune", bearer("k3v9"), "k3v9"),
        ("/books/dune", {HEADER: "k3v9"}, "k3v9"),
        ("/s/k3v9/books/dune", {}, "k3v9"),
    ],
)
async def test_a_request_belongs_to_the_session_that_it_names(
    books: Library, target: str, headers: dict[str, str], session: str
) -> None:
    assert (await books.send("GET", target, headers)).json["session"] == session


@pytest.mark.parametrize(
    ("prefix", "header", "credential"), [*itertools.product(("one", None), ("two", None), ("k3v9", None))]
)
async def test_where_several_say_so_the_first_of_prefix_header_and_credential_decides(
    books: Library, prefix: str | None, header: str | None, credential: str | None
) -> None:
    for name in ("one", "two"):
        books.sessions.create(books.default.template, Choices(), name)
    headers = ({HEADER: header} if header else {}) | (bearer(credential) if credential else {})
    target = (f"/s/{prefix}" if prefix else "") + "/books/dune"

    answer = await books.send("GET", target, headers)

    assert answer.json["session"] == (prefix or header or credential or "default")


@pytest.mark.parametrize(
    ("target", "headers", "named"),
    [
        ("/s/gone/books/dune", {}, "no session 'gone' lives (named by the path's prefix)"),
        ("/s/gone/books/dune", {HEADER: "k3v9"}, "no session 'gone' lives (named by the path's prefix)"),
        ("/s//books/dune", {}, "no session '' lives (named by the path's prefix)"),
        ("/s/K3V9/books/dune", {}, "no session 'K3V9' lives (named by the path's prefix)"),
        ("/books/dune", {HEADER: "gone"}, "no session 'gone' lives (named by the header X-Mock-Session)"),
        ("/books/dune", {HEADER: ""}, "no session '' lives (named by the header X-Mock-Session)"),
        ("/books/dune", {HEADER: "gone"} | bearer("k3v9"), "no session 'gone' lives (named by the header X-Mock-"),
        ("/books/dune", bearer("gone"), "no session 'gone' lives (named by the credential)"),
    ],
)
async def test_an_unknown_session_is_refused_with_the_live_ones_and_never_the_default(
    books: Library, target: str, headers: dict[str, str], named: str
) -> None:
    answer = await books.send("GET", target, headers)

    assert answer.status == 404
    assert answer.json["rest"].startswith(named)
    assert answer.json["live"] == ["default", "k3v9"]


async def test_a_refused_session_is_written_down_in_the_default_ones_journal(books: Library) -> None:
    await books.send("GET", "/s/gone/books/dune")

    (entry,) = books.entries
    assert (entry.status, entry.operation) == (404, "")
    assert entry.notes == ("no session 'gone' lives (named by the path's prefix)",)


async def test_a_path_outside_any_session_needs_none(books: Library) -> None:
    answer = await books.send("GET", "/elsewhere", {HEADER: "gone"})

    assert answer.json["rest"] == "/elsewhere"


async def test_a_session_sees_its_own_requests_only(books: Library) -> None:
    await books.send("GET", "/s/k3v9/books/dune")

    assert books.entries == []
    (entry,) = books.sessions.get("k3v9").journal.read()
    assert entry.path == "/books/dune"


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("/books", ("", "/books")),
        ("/s/k3v9/books", ("/s/k3v9", "/books")),
        ("/s/k3v9/", ("/s/k3v9", "/")),
        ("/s/k3v9", ("/s/k3v9", "/")),
        ("/s", ("", "/s")),
        ("/sessions", ("", "/sessions")),
        ("/s/a/s/b/books", ("/s/a", "/s/b/books")),
    ],
)
def test_a_prefix_is_split_from_its_path(path: str, split: tuple[str, str]) -> None:
    assert split_prefix(path) == split
