"""The journal over HTTP: the requests a session saw, filtered, as a list or as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from mockserver.control.answers import Events
from mockserver.control.filters import Filter, check_names, wanted
from mockserver.control.problems import LIMIT_REACHED, WRONG_PARAMETER, Problem
from mockserver.control.streams import TooManyStreams
from mockserver.http.operation import OperationTable
from mockserver.journal import ENTRIES

if TYPE_CHECKING:
    from mockserver.control.parts import Call
    from mockserver.journal import Entry

table = OperationTable("control")
PATH = "/_mock/sessions/{session}/requests"
EVENT_STREAM = "text/event-stream"


class Query(Filter, frozen=True, kw_only=True):
    """Which entries are listed."""

    after: Annotated[int, msgspec.Meta(ge=0, description="Only entries with a higher number.")] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=ENTRIES, description="At most so many, the oldest first.")] = ENTRIES


class Requests(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of the journal, oldest first.

    `next` is the `after` of the next question; `more` says that more entries were there than asked for. `dropped`
    counts the entries that left the journal because it is bounded, before they could be read.
    """

    requests: list[dict[str, Any]]
    next: int
    more: bool
    dropped: int


@table.operation(
    "requests.list",
    "GET",
    PATH,
    query=Query,
    options={
        "summary": "The requests a session saw; with Accept: text/event-stream, as they happen",
        "answer": Requests,
    },
)
def list_requests(call: Call, query: Query) -> Requests | Events:
    check_names(query, call, WRONG_PARAMETER)
    if EVENT_STREAM in call.exchange.headers.get("Accept", "") and call.exchange.method == "GET":
        return _stream(call, query)
    journal, fits = call.session.journal, wanted(query)
    found: list[Entry] = []
    last = journal.written
    for entry in journal.read(query.after or 0):
        if not fits(entry):
            continue
        if len(found) == query.limit:
            last = found[-1].number
            break
        found.append(entry)
    return Requests(
        requests=[entry.facts() for entry in found],
        next=last,
        more=last != journal.written,
        dropped=call.parts.tally.lost(call.session),
    )


@table.operation(
    "requests.clear", "DELETE", PATH, options={"summary": "Forget the requests a session saw; numbers go on"}
)
def clear_requests(call: Call) -> None:
    call.parts.tally.clear_journal(call.session)


def _stream(call: Call, query: Query) -> Events:
    """From now on, or from behind the entry that a reader saw last before it lost its connection."""
    session = call.session
    last_seen = call.exchange.headers.get("Last-Event-ID", "")
    after = int(last_seen) if last_seen.isdecimal() and last_seen.isascii() else query.after
    try:
        parts = call.parts.streams.follow(session, wanted(query), session.journal.written if after is None else after)
    except TooManyStreams as error:
        raise Problem(LIMIT_REACHED, str(error)) from None
    return Events(parts)
