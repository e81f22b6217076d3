"""Rules about series: what repeats can be followed, and what changes is an occurrence of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.scenario.mistakes import quoted
from mockserver.scenario.moments import BadTime, is_date, moment
from mockserver.scenario.rules.events import all_events, span, two_ends, zone_of
from mockserver.scenario.series import occurrence
from mockserver.scenario.series import series as series_from
from mockserver.timing.recurrence import BadRecurrence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View
    from mockserver.timing.recurrence import Series


def series(document: View) -> Iterator[Finding]:
    """A series can be followed, has occurrences, and only those are changed."""
    for calendar, event in all_events(document):
        zone_name = zone_of(document, calendar, event)
        if "repeat" not in event:
            if event["changes"].value:
                what = "only a series has occurrences that change"
                yield event["changes"].wrong_key(what, "add `repeat`, or leave `changes` out")
            continue
        followed = yield from _followed(event, zone_name)
        if followed is not None:
            yield from _changes(event, followed, zone_name)


def _followed(event: View, zone_name: str) -> Generator[Finding, None, Series | None]:
    """The series of an event, unless something is wrong with it."""
    repeat, start = event["repeat"], event["start"].text
    lines = [repeat] if repeat.text is not None else list(repeat.texts())
    if repeat.text is not None and ":" in repeat.text:
        what = f"{quoted(repeat.text)} has a prefix"
        yield repeat.wrong(what, "write the rule alone, such as FREQ=DAILY;COUNT=5, or a list of full lines")
        return None
    texts = ["RRULE:" + repeat.text] if repeat.text is not None else [str(line.value) for line in lines]
    if start is None or not texts:
        return None
    try:
        found = series_from(start, texts, zone_name)
    except BadTime:
        return None  # `events.times` speaks about the start
    except BadRecurrence as error:
        at = lines[texts.index(error.line)] if error.line in texts else repeat
        yield at.wrong(*_said(error))
        return None
    if found.first() is None:
        yield repeat.wrong("the series has no occurrence", "let the rule name the start, or leave dates in")
        return None
    return found


def _said(error: BadRecurrence) -> tuple[str, str]:
    """What a recurrence does wrong, and what would be right."""
    problem = str(error).partition(f"{error.part[:80]}: ")[2] or str(error)
    what, _, instead = problem.partition("; ")
    return f"recurrence, {quoted(error.part)}: {what}", instead or "see RFC 5545, section 3.3.10"


def _changes(event: View, followed: Series, zone_name: str) -> Iterator[Finding]:
    first: dict[int, str] = {}
    for change in event["changes"].entries():
        try:
            found = occurrence(followed, change.key)
        except BadTime as error:
            yield change.wrong_key(error.what, error.instead)
            continue
        other = first.setdefault(found.start, change.key)
        if other != change.key:
            yield change.wrong_key(f"{quoted(other)} is the same occurrence", "put both changes into one")
        yield from _new_times(change, found.wall.isoformat(), zone_name)


def _new_times(change: View, was: str, zone_name: str) -> Iterator[Finding]:
    """A changed occurrence starts and ends at times there are, in the form of the series."""
    yield from two_ends(change)
    start = change["start"].text
    try:
        same_form = start is None or is_date(moment(start)) == is_date(moment(was))
    except BadTime as error:
        yield change["start"].wrong(error.what, error.instead)
        return
    if not same_form:
        instead = "write a date" if is_date(moment(was)) else "write a date and a time"
        yield change["start"].wrong(f"`{start}` has another form than the start of the series", instead)
    elif "end" in change or "duration" in change:
        yield from span(change, start or was, zone_name)
