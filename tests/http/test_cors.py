"""What browsers ask for: any page may send any request, and read its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.http import cors
from mockserver.http.exchange import Exchange, Reply

if TYPE_CHECKING:
    from tests.http.books import Library

PAGE = {"Origin": "https://app.example"}


@pytest.mark.parametrize("target", ["/books", "/nothing/here", "*", "/s/gone/books"])
async def test_a_preflight_is_answered_whatever_it_asks_for(books: Library, target: str) -> None:
    asked = PAGE | {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization, x-y"}

    answer = await books.send("OPTIONS", target, asked)

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"].split(",")
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization, x-y"


async def test_options_without_a_page_says_which_methods_there_are(books: Library) -> None:
    answer = await books.send("OPTIONS", "/books")

    assert answer.headers["Allow"] == "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Access-Control-Allow-Headers" not in answer.headers


async def test_a_preflight_is_no_request_of_the_session(books: Library) -> None:
    await books.send("OPTIONS", "/books", PAGE)

    assert books.entries == []


@pytest.mark.parametrize(("target", "status"), [("/books/dune", 200), ("/books?maxResults=x", 400), ("/nothing", 404)])
async def test_a_page_may_read_an_answer_and_a_refusal_alike(books: Library, target: str, status: int) -> None:
    answer = await books.send("GET", target, PAGE)

    assert answer.status == status
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"].split(",")
    assert answer.headers["Vary"] == "Origin"


async def test_an_answer_to_no_page_says_nothing_of_pages(books: Library) -> None:
    answer = await books.send("GET", "/books/dune")

    assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("before", "after"),
    [("Accept", "Accept, Origin"), ("Origin, X-Origin", "Origin, X-Origin"), ("origin", "origin")],
)
def test_what_else_an_answer_varies_with_is_kept(before: str, after: str) -> None:
    reply = Reply(200, {"Vary": before})

    cors.allow_origin(Exchange("GET", "/", "", PAGE), reply)

    assert reply.headers["Vary"] == after
