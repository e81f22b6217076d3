"""Whether a session saw the requests that a test expects: how many of each, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mockserver.control.bodies import Body
from mockserver.control.filters import Filter, check_names, wanted
from mockserver.control.problems import WRONG_BODY, Problem
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.control.parts import Call
    from mockserver.journal import Entry

table = OperationTable("control")
Count = Annotated[int, msgspec.Meta(ge=0)] | None


class Expectation(Filter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Requests that are expected: which, and how many. Without a count at least one; in order, exactly one."""

    times: Count = None
    at_least: Count = None
    at_most: Count = None

    def __str__(self) -> str:
        names = Filter.__struct_fields__
        given = [f"{name} {value}" for name in names if (value := getattr(self, name)) is not None]
        return ", ".join(given) or "any request"


class Verification(Body, frozen=True, kw_only=True):
    """What is expected of the requests behind number `after`.

    `in_order`: the expectations came one after the other, each `times` in a row; other requests may stand between.
    """

    expect: Annotated[tuple[Expectation, ...], msgspec.Meta(min_length=1, max_length=100)]
    in_order: bool = False
    after: Annotated[int, msgspec.Meta(ge=0)] = 0


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An expectation, by its position from 0, that was not met; `seen` are the numbers of the requests it fits."""

    expectation: int
    what: str
    seen: list[int]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome. `requests` is how many were looked at."""

    ok: bool
    differences: list[Difference]
    requests: int


@table.operation(
    "requests.verify",
    "POST",
    "/_mock/sessions/{session}/verify",
    options={
        "summary": "Compare the requests a session saw with those expected",
        "body": Verification,
        "answer": Verdict,
    },
)
def verify(call: Call, body: Verification) -> Verdict:
    for expectation in body.expect:
        check_names(expectation, call, WRONG_BODY)
        _check_counts(expectation, in_order=body.in_order)
    journal = call.session.journal
    entries = [entry for entry in journal.read(body.after) if not entry.direction]  # what clients asked
    lost = min(call.parts.tally.lost(call.session), max(0, journal.dropped - body.after))
    found = _out_of_order(body.expect, entries) if body.in_order else _miscounted(body.expect, entries, lost)
    differences = list(found)
    return Verdict(ok=not differences, differences=differences, requests=len(entries))


def _check_counts(expectation: Expectation, *, in_order: bool) -> None:
    bounds = expectation.at_least is not None or expectation.at_most is not None
    if bounds and (in_order or expectation.times is not None):
        right = "in order each expectation comes `times` in a row" if in_order else "give either of them"
        raise Problem(WRONG_BODY, f"{expectation}: at_least and at_most do not go with {_other(in_order)}; {right}")
    low, high = expectation.at_least, expectation.at_most
    if low is not None and high is not None and low > high:
        raise Problem(WRONG_BODY, f"{expectation}: at_least {low} is more than at_most {high}")


def _other(in_order: bool) -> str:
    return "in_order" if in_order else "times"


def _bounds(expectation: Expectation) -> tuple[int, int | None]:
    """The least and the most that an expectation takes."""
    if expectation.times is not None:
        return expectation.times, expectation.times
    low = expectation.at_least
    if low is None:
        low = 1 if expectation.at_most is None else 0
    return low, expectation.at_most


def _miscounted(expect: Sequence[Expectation], entries: list[Entry], lost: int) -> Iterator[Difference]:
    for position, expectation in enumerate(expect):
        fits = wanted(expectation)
        seen = [entry.number for entry in entries if fits(entry)]
        low, high = _bounds(expectation)
        if low <= len(seen) and (high is None or len(seen) <= high - lost):
            continue
        expected = f"at least {low}" if high is None else str(low) if low == high else f"{low} to {high}"
        what = f"{expectation}: expected {expected}, seen {len(seen)}"
        if lost:
            what += (
                f"; {lost} older requests left the journal, which is bounded: clear it before what is to be verified"
            )
        yield Difference(expectation=position, what=what, seen=seen)


def _out_of_order(expect: Sequence[Expectation], entries: list[Entry]) -> Iterator[Difference]:
    reached = 0
    for position, expectation in enumerate(expect):
        fits = wanted(expectation)
        seen = [entry.number for entry in entries if fits(entry)]
        times = 1 if expectation.times is None else expectation.times
        later = [number for number in seen if number > reached][:times]
        if len(later) < times:
            where = f"after request {reached}" if reached else "at all"
            what = f"{expectation}: expected {times} {where}, seen {len(later)}"
            yield Difference(expectation=position, what=what, seen=seen)
            return
        reached = later[-1] if later else reached
