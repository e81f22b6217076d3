"""A session's clock over HTTP: read, moved, frozen. What falls due on the way happens in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mockserver.clock import parse_instant
from mockserver.control.answers import says
from mockserver.control.bodies import Body
from mockserver.control.problems import CLOCK_GOES_FORWARD, WRONG_BODY, Problem
from mockserver.control.session_document import ClockFacts, clock_facts
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.control.parts import Call

table = OperationTable("control")
CLOCK = "/_mock/sessions/{session}/clock"


class ClockChange(Body, frozen=True, kw_only=True):
    """How to move a clock, and how it is to go on: `advance` or `set`, and `flow`."""

    advance: Annotated[str | None, says("How far, as an ISO 8601 duration such as PT1H.")] = None
    set: Annotated[str | None, says("Where to, as RFC 3339 with an offset; never back.")] = None
    flow: Annotated[Literal["real", "frozen"] | None, says("Run on with real time, or stand still.")] = None


@table.operation("clock.get", "GET", CLOCK, options={"summary": "A session's clock", "answer": ClockFacts})
def get_clock(call: Call) -> ClockFacts:
    return clock_facts(call.session.clock)


@table.operation(
    "clock.patch",
    "PATCH",
    CLOCK,
    options={"summary": "Move a session's clock, or stop it", "body": ClockChange, "answer": ClockFacts},
)
def patch_clock(call: Call, body: ClockChange) -> ClockFacts:
    clock = call.session.clock
    if body.advance is not None and body.set is not None:
        raise Problem(WRONG_BODY, "advance and set contradict each other; give one of them")
    if body.advance is None and body.set is None and body.flow is None:
        raise Problem(WRONG_BODY, 'nothing to do; give {"advance": "PT1H"}, {"set": …} or {"flow": "frozen"}')
    length, instant = _read(body)
    flow = clock.flow
    if body.flow == "frozen":  # first, so that it stands exactly where it is moved to
        clock.set_flow(body.flow)
    try:
        if length is not None:
            clock.advance(length)
        elif instant is not None:
            clock.set(instant)
    except ValueError as error:
        clock.set_flow(flow)
        raise Problem(CLOCK_GOES_FORWARD, f"{error}; it is {clock_facts(clock).now}") from None
    if body.flow == "real":  # last, so that a clock that cannot be moved stands as it stood
        clock.set_flow(body.flow)
    return clock_facts(clock)


def _read(body: ClockChange) -> tuple[int | None, Instant | None]:
    """How far, and where to. Raises `Problem`."""
    from mockserver.timing.durations import parse_duration  # noqa: PLC0415 - the first to need it

    try:
        length = None if body.advance is None else parse_duration(body.advance)
        return length, None if body.set is None else parse_instant(body.set)
    except ValueError as error:
        raise Problem(WRONG_BODY, f"{'set' if body.advance is None else 'advance'}: {error}") from None
