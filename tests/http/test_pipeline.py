"""The way of a request, over a real socket: what is answered, refused and written down."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

from mockserver.clock import HOUR
from tests.http.books import SECONDS, SECRET, Library, library

if TYPE_CHECKING:
    import pytest


async def test_a_handlers_value_is_answered(books: Library) -> None:
    answer = await books.send("GET", "/books/dune")

    assert (answer.status, answer.json) == (200, {"book": "dune", "session": "default"})


async def test_a_query_is_read_into_the_operations_struct(books: Library) -> None:
    assert (await books.send("GET", "/books?maxResults=3&order=year")).json == {"max": 3, "order": "year"}


async def test_an_exchange_stands_in_the_journal(books: Library) -> None:
    await books.send("POST", "/books?alt=json", body=b'{"title":"Dune"}')

    (entry,) = books.entries
    assert (entry.method, entry.path, entry.query, entry.status) == ("POST", "/books", "alt=json", 200)
    assert (entry.provider, entry.operation, entry.person) == ("books", "books.insert", "alice")
    assert entry.body == b'{"title":"Dune"}'
    assert b"Dune" in entry.answer


async def test_a_failing_handler_is_refused_by_its_provider_without_its_words(
    books: Library, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await books.send("POST", "/books/dune/burn", body=b"")

    assert (answer.status, answer.json) == (500, {"error": "backend"})
    assert SECRET.encode() not in answer.body
    (entry,) = books.entries
    assert (entry.status, entry.operation) == (500, "books.burn")
    assert entry.notes == ("an error of the mock itself: RuntimeError; please report it",)
    assert SECRET not in json.dumps(entry.facts())
    assert "Traceback" in caplog.text  # for whoever runs the server, not for whoever calls it


async def test_a_provider_that_cannot_even_refuse_does_not_end_the_connection(books: Library) -> None:
    answer = await books.send("POST", "/books/dune/shred", body=b"")

    assert (answer.status, answer.body) == (500, b"The mock itself failed; its log says how.\n")
    assert books.entries[-1].notes == ("an error of the mock itself: OSError; please report it",)


async def test_a_refusal_is_no_error_of_the_mock(books: Library, caplog: pytest.LogCaptureFixture) -> None:
    answer = await books.send("GET", "/books/dune", {"Authorization": "Bearer nobody"})

    assert (answer.status, answer.json["error"]) == (403, "PermissionError")
    assert (books.entries[-1].reason, books.entries[-1].notes) == ("refused", ())
    assert not caplog.records


async def test_admission_comes_before_the_parameters_are_read(books: Library) -> None:
    answer = await books.send("GET", "/books?maxResults=x", {"Authorization": "Bearer nobody"})

    assert answer.status == 403


async def test_the_path_is_judged_before_the_caller(books: Library) -> None:
    answer = await books.send("GET", "/books/dune/nothing", {"Authorization": "Bearer nobody"})

    assert answer.status == 404


async def test_what_is_no_operation_is_refused_by_the_paths_owner(books: Library) -> None:
    answer = await books.send("PATCH", "/books/dune")

    assert answer.json["why"] == "no PATCH /books/dune; nearest: GET, DELETE /books/{book}"
    assert books.entries[-1].operation == ""


async def test_the_last_provider_owns_what_nobody_else_does_and_is_not_journalled(books: Library) -> None:
    answer = await books.send("GET", "/elsewhere")

    assert (answer.status, answer.json["path"]) == (404, "/elsewhere")
    assert books.entries == []


async def test_head_is_a_get_without_its_body(books: Library) -> None:
    got = await books.send("GET", "/books/dune")
    answer = await books.send("HEAD", "/books/dune")

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(got.body))
    assert books.entries[-1].method == "HEAD"


async def test_a_method_that_means_the_same_finds_the_operation(books: Library) -> None:
    assert (await books.send("PUT", "/books", body=b"")).json == {"max": 10, "order": None}


async def test_more_parameters_than_are_read_are_refused(books: Library) -> None:
    answer = await books.send("GET", "/books?" + "&".join("a" * 501))

    assert (answer.status, answer.json["error"]) == (400, "BadQuery")


async def test_a_stream_is_sent_as_it_comes(books: Library) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", books.port)
    writer.write(b"GET /tail HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(SECONDS):
        await reader.readuntil(b"first;")
        books.stream.more.set()
        assert b"last;" in await reader.readuntil(b"0\r\n\r\n")
    writer.close()

    assert books.stream.closed.is_set()


async def test_a_stream_ends_when_its_client_goes(books: Library, caplog: pytest.LogCaptureFixture) -> None:
    books.stream.endless = True
    reader, writer = await asyncio.open_connection("127.0.0.1", books.port)
    writer.write(b"GET /tail HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(SECONDS):
        await reader.readuntil(b"first;")
        writer.transport.abort()
        books.stream.more.set()
        await books.stream.closed.wait()

    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_head_does_not_begin_a_stream(books: Library) -> None:
    answer = await books.send("HEAD", "/tail")

    assert (answer.status, answer.body) == (200, b"")
    assert not books.stream.begun.is_set()


async def test_what_falls_due_on_the_sessions_clock_fires_before_the_request_is_answered(books: Library) -> None:
    fired: list[int] = []
    clock = books.default.clock
    clock.at(clock.now(), lambda: fired.append(clock.now()))
    clock.at(clock.now() + HOUR, lambda: fired.append(-1))

    await books.send("GET", "/books/dune")

    assert len(fired) == 1
    assert fired[0] > 0


async def test_a_call_within_another_goes_the_same_way(books: Library) -> None:
    """`Exchange.dispatch`, which a batch is made of."""
    answer = await books.send("POST", "/s/k3v9/books/both", body=b"")

    assert [one["session"] for one in answer.json["answers"][:2]] == ["k3v9", "default"]
    assert answer.json["answers"][2] == {"error": "ValueError", "why": "known to be wrong"}
    entries = list(books.sessions.get("k3v9").journal.read())
    assert [(entry.operation, entry.status) for entry in entries] == [
        ("books.get", 200),
        ("", 400),
        ("books.both", 200),
    ]


async def test_a_stopping_server_finishes_the_answers_under_way() -> None:
    async with library() as running:
        asked = asyncio.create_task(running.send("GET", "/books/dune/wait"))
        async with asyncio.timeout(SECONDS):
            await running.stream.begun.wait()
        running.http.pre_shutdown()
        stopping = asyncio.create_task(running.http.shutdown(SECONDS))
        running.stream.more.set()
        async with asyncio.timeout(SECONDS):
            await stopping
            assert (await asked).json == {"waited": True}
