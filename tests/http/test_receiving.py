"""What is read of a request, how much of it at most, and what is made of a reply. Over real sockets."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import make_mocked_request

from mockserver.clock import parse_instant
from mockserver.http.receiving import MAX_PARAMETERS, http_date, open_exchange
from mockserver.session.session import Choices
from tests.http.books import LIMIT

if TYPE_CHECKING:
    from tests.http.books import Library

GZIP = {"Content-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def override(method: str) -> dict[str, str]:
    return {"X-HTTP-Method-Override": method}


def zipped(data: bytes) -> bytes:
    """The same bytes on every day: a test's name must not change."""
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    """Compressed without zlib's frame, as some clients understand "deflate"."""
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush()


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", zipped(b"a book")),
        ("x-gzip", zipped(b"a book")),
        ("GZIP", zipped(b"a book")),
        ("deflate", zlib.compress(b"a book")),
        ("deflate", raw_deflate(b"a book")),
        ("identity", b"a book"),
        ("", b"a book"),
    ],
)
async def test_a_body_is_decompressed(books: Library, coding: str, sent: bytes) -> None:
    answer = await books.send("POST", "/books", {"Content-Encoding": coding}, sent)

    assert answer.json == {"body": "a book", "method": "POST"}


async def test_the_journal_keeps_the_body_decompressed(books: Library) -> None:
    await books.send("POST", "/books", GZIP, zipped(b"a book"))

    assert books.entries[-1].body == b"a book"


@pytest.mark.parametrize(
    ("coding", "sent", "why"),
    [
        ("gzip", zipped(b"a book" * 100)[:-9], "it is cut off"),
        ("gzip", zipped(b"a book")[:-1], "it is cut off"),
        ("gzip", zipped(b"a book")[:5], "it is cut off"),
        ("deflate", zlib.compress(b"a book")[:-1], "it is cut off"),
        ("gzip", zipped(b"a book") + b"more", "something follows its end"),
        ("gzip", b"a book", "its bytes are something else"),
        ("deflate", b"a book", "its bytes are something else"),
        ("gzip", zipped(b"a book")[:-8] + b"\0" * 8, "its bytes are something else"),
        ("br", b"a book", "'br', neither gzip nor deflate"),
        ("gzip, gzip", zipped(zipped(b"a book")), "'gzip, gzip', neither gzip nor deflate"),
    ],
)
async def test_a_body_that_is_not_what_its_coding_says_is_refused(
    books: Library, coding: str, sent: bytes, why: str
) -> None:
    answer = await books.send("POST", "/books", {"Content-Encoding": coding}, sent)

    assert (answer.status, answer.json["error"]) == (400, "BadBody")
    assert answer.json["why"].endswith(why)
    assert books.entries[-1].status == 400


async def test_a_body_of_exactly_the_limit_is_read(books: Library) -> None:
    assert (await books.send("POST", "/books", body=b"x" * LIMIT)).status == 200
    assert (await books.send("POST", "/books", GZIP, zipped(b"x" * LIMIT))).status == 200


async def test_a_larger_body_is_refused(books: Library) -> None:
    for headers, body in (({}, b"x" * (LIMIT + 1)), (GZIP, zipped(b"x" * (LIMIT + 1)))):
        answer = await books.send("POST", "/books", headers, body)
        assert (answer.status, answer.json["error"]) == (400, "TooLarge")


async def test_a_larger_body_that_does_not_say_how_large_it_is_is_refused(books: Library) -> None:
    head = b"POST /books HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"400\r\n" + b"x" * 0x400 + b"\r\n"

    received = await books.raw(head + chunk * 10 + b"0\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 400")
    assert b"TooLarge" in received


async def test_a_gzip_bomb_is_refused_before_it_goes_off(books: Library) -> None:
    bomb = zipped(bytes(50_000_000))  # 1,000 times as large as it looks
    head = b"POST /books HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: gzip\r\n"
    head += b"Transfer-Encoding: chunked\r\n\r\n"  # so that nothing but the counting tells
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (bomb[:4000], bomb[4000:8000]))
    tracemalloc.start()
    try:
        received = await books.raw(head + chunks + b"0\r\n\r\n")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert b"TooLarge" in received
    assert peak < 2_000_000


async def test_a_body_whose_chunks_are_malformed_is_refused(books: Library) -> None:
    head = b"POST /books HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

    received = await books.raw(head + b"3\r\nabc\r\nzz\r\n")

    assert received.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert b"Traceback" not in received


@pytest.mark.parametrize("body", [b"", b"{}", None])
async def test_a_post_may_mean_another_method_with_a_body_or_without(books: Library, body: bytes | None) -> None:
    answer = await books.send("POST", "/books/dune", override("delete"), body)

    assert answer.json == {"deleted": "dune"}
    assert books.entries[-1].method == "DELETE"


async def test_only_a_post_may_mean_another_method(books: Library) -> None:
    assert "book" in (await books.send("GET", "/books/dune", override("DELETE"))).json


async def test_a_form_sent_for_a_get_is_its_query(books: Library) -> None:
    answer = await books.send("POST", "/books?order=year", override("GET") | FORM, b"maxResults=7")

    assert answer.json == {"max": 7, "order": "year"}


async def test_an_override_that_is_no_method_leads_nowhere(books: Library) -> None:
    answer = await books.send("POST", "/books/dune", override("FETCH"), b"")

    assert (answer.status, answer.json["error"]) == (404, "LookupError")
    assert books.entries[-1].method == "FETCH"


@pytest.mark.parametrize(
    ("target", "path", "query", "prefix"),
    [
        ("/books?a=1", "/books", "a=1", ""),
        ("/s/k3v9/books", "/books", "", "/s/k3v9"),
        ("/s/k3v9", "/", "", "/s/k3v9"),
        ("/s/", "/", "", "/s/"),
        ("http://www.googleapis.com/books?a=1", "/books", "a=1", ""),
        ("http://www.googleapis.com", "/", "", ""),
        ("http://www.googleapis.com?a=1", "/", "a=1", ""),
        ("HTTP://[::1]:80/s/k3v9/books", "/books", "", "/s/k3v9"),
        ("*", "/*", "", ""),
        ("example.com:443", "/example.com:443", "", ""),
        ("/caf\udce9", "/caf\ufffd", "", ""),
        ("/caf\u00e9", "/caf\u00e9", "", ""),
    ],
)
def test_a_target_has_a_path_a_query_and_a_prefix(target: str, path: str, query: str, prefix: str) -> None:
    request = make_mocked_request("GET", "/")
    request._message = request._message._replace(path=target)  # noqa: SLF001 - what the parser would hand over

    exchange = open_exchange(request, None)

    assert (exchange.path, exchange.query_text, exchange.prefix) == (path, query, prefix)


async def test_a_header_that_is_no_utf_8_can_be_repeated_in_an_answer(books: Library) -> None:
    received = await books.raw(
        b"GET /books HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: caf\xe9 \xc3\xa9\r\n\r\n"
    )

    assert "\r\nAccess-Control-Allow-Origin: caf\ufffd \u00e9\r\n".encode() in received


def test_the_parameters_read_are_bounded() -> None:
    most = open_exchange(make_mocked_request("GET", "/?" + "&".join(["a"] * MAX_PARAMETERS)), None)
    more = open_exchange(make_mocked_request("GET", "/?" + "&".join(["a"] * (MAX_PARAMETERS + 1))), None)

    assert (len(most.pairs), most.unpaired) == (MAX_PARAMETERS, None)
    assert str(more.unpaired) == f"more than {MAX_PARAMETERS} query parameters"


async def test_the_date_stands_still_with_a_frozen_clock(books: Library) -> None:
    choices = Choices(start=parse_instant("2026-03-06T09:00:00-05:00"), flow="frozen")
    session = books.sessions.create(books.default.template, choices, "frozen")

    answer = await books.send("GET", "/s/frozen/books/dune")

    assert answer.headers["Date"] == "Fri, 06 Mar 2026 14:00:00 GMT" == http_date(session)


async def test_the_date_is_the_real_one_otherwise(books: Library) -> None:
    answer = await books.send("GET", "/books/dune")

    assert answer.headers["Date"].endswith(" GMT")
    assert http_date(books.default) == http_date(None)


@pytest.mark.parametrize(
    "request_head",
    [
        "GET /books?" + "a" * 20_000 + " HTTP/1.1\r\nHost: x",
        "GET /books HTTP/1.1\r\nHost: x\r\nX-Long: " + "a" * 20_000,
        "GET /books HTTP/1.1\r\nHost: x" + "\r\nX-Many: 1" * 200,
        "GET /books HTTP/1.1\r\nHost: x\r\nContent-Length: many",
        "GET /books HTTP/1.1\r\nHost: x\r\nNo colon",
        "GET\0/books HTTP/1.1\r\nHost: x",
        "GET /books HTTP/9.9\r\nHost: x",
    ],
    ids=["long URL", "long header", "many headers", "bad length", "bad header", "NUL", "version"],
)
async def test_what_is_too_long_or_no_http_is_answered_with_400(books: Library, request_head: str) -> None:
    received = await books.raw(request_head.encode() + b"\r\n\r\n")

    assert received.split()[1] == b"400"
    assert b"Traceback" not in received


async def test_a_refused_body_leaves_the_server_well(books: Library) -> None:
    await books.send("POST", "/books", GZIP, b"no gzip")

    assert json.loads((await books.send("POST", "/books", body=b"ok")).body)["body"] == "ok"
