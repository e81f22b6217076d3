"""Bodies of events for tests that write whatever comes: plausible ones, odd ones, and no events at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.google.event_world import ALICE, BOB, meeting, timed

Strategy = st.SearchStrategy[Any]


def maybe(**members: Strategy) -> Strategy:
    """An object with some of these members."""
    return st.fixed_dictionaries({}, optional=members)


def one(*values: Any) -> Strategy:
    return st.sampled_from(values)


def some(item: Strategy, most: int = 3) -> Strategy:
    return st.lists(item, max_size=most)


def _nested(inner: Strategy) -> Strategy:
    return some(inner) | st.dictionaries(WORDS, inner, max_size=3)


WORDS = one("", "a", "public", "private", "confirmed", "cancelled", "opaque", "5", "\0", "\u00e9\u2603", "x" * 2000)
SCALARS: Strategy = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8)
ANYTHING: Strategy = st.recursive(SCALARS, _nested, max_leaves=8)
ZONES = one("America/New_York", "Australia/Lord_Howe", "UTC", "Mars/Olympus", "Eastern Standard Time", "")
DATES = one("2026-03-07", "2026-03-08", "2026-11-01", "0001-01-01", "9999-12-31", "2026-02-30", "1900-01-01")
TIMES = one(
    "2026-03-08T02:30:00",
    "2026-03-08T02:30:00-05:00",
    "2026-03-09T10:00:00Z",
    "2026-03-09T10:00:00.5+05:30",
    "2026-11-01T01:30:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-29T00:00:00Z",
    "2026-03-09T24:00:00Z",
)
MOMENTS = maybe(date=DATES, dateTime=TIMES, timeZone=ZONES)
LINES = one(
    "RRULE:FREQ=DAILY;COUNT=3",
    "RRULE:FREQ=DAILY",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401T000000Z",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=HOURLY;INTERVAL=7",
    "RRULE:FREQ=YEARLY",
    "RRULE:",
    "EXDATE:20260309T100000Z",
    "EXDATE;VALUE=DATE:20260308",
    "EXRULE:FREQ=DAILY;COUNT=2",
    "RDATE;TZID=America/New_York:20260310T090000",
    "DTSTART:20260309T100000Z",
    "nonsense",
)
EMAILS = one(ALICE, BOB, ALICE.upper(), "x@example.com", "nobody", "")
GUESTS = maybe(email=EMAILS, responseStatus=WORDS | one("accepted"), resource=st.booleans(), comment=WORDS)
OVERRIDES = maybe(method=one("popup", "sms", "x"), minutes=st.integers(-1, 50_000))
KEYS = maybe(type=one("hangoutsMeet", "addOn", "x"))
PAIRS = st.dictionaries(st.text(max_size=50), st.text(max_size=3), max_size=3)
CONFERENCES = maybe(
    createRequest=maybe(requestId=one("", "a", "b"), conferenceSolutionKey=KEYS),
    conferenceSolution=maybe(key=KEYS, name=WORDS),
    entryPoints=some(maybe(entryPointType=one("video", "more"), uri=WORDS), 2),
    notes=WORDS,
)
MEMBERS: dict[str, Strategy] = {
    "start": MOMENTS,
    "end": MOMENTS,
    "recurrence": some(LINES),
    "summary": WORDS,
    "description": WORDS,
    "status": one("confirmed", "tentative", "cancelled", "x"),
    "visibility": WORDS,
    "transparency": WORDS,
    "colorId": WORDS,
    "eventLabelId": WORDS,
    "attendees": some(GUESTS),
    "attendeesOmitted": st.booleans(),
    "sequence": st.integers(-2, 3),
    "reminders": maybe(useDefault=st.booleans(), overrides=some(OVERRIDES, 6)),
    "conferenceData": CONFERENCES,
    "extendedProperties": maybe(private=PAIRS, shared=PAIRS),
    "attachments": some(maybe(fileUrl=WORDS, title=WORDS), 2),
    "guestsCanModify": st.booleans(),
    "guestsCanInviteOthers": st.booleans(),
    "source": maybe(url=WORDS | one("https://example.com/"), title=WORDS),
    "organizer": maybe(email=EMAILS, displayName=WORDS),
    "privateCopy": st.booleans(),
    "iCalUID": one("u@example.com", "", "\u00e9", "x" * 300),
    "id": one("abcde", "", "v" * 1024, "A"),
    "eventType": one("default", "birthday", "focusTime", "fromGmail", "outOfOffice", "workingLocation", "x"),
    "focusTimeProperties": maybe(chatStatus=WORDS, autoDeclineMode=WORDS),
    "outOfOfficeProperties": maybe(autoDeclineMode=one("declineNone", "x")),
    "workingLocationProperties": maybe(type=one("homeOffice", "x"), homeOffice=ANYTHING),
    "birthdayProperties": maybe(type=one("birthday", "self"), contact=WORDS),
}
NEW_YORK = "America/New_York"
SOUND = one(
    meeting(),
    timed("2026-03-06T09:00:00", "2026-03-06T09:30:00", NEW_YORK),
    {"start": {"date": "2026-03-07"}, "end": {"date": "2026-03-09"}},
)


def _over(sound: Any, more: Any) -> Any:
    return sound | more


@st.composite
def _bodies(draw: st.DrawFn) -> Any:
    """Composite, so that hypothesis does not print all of the above for each failure."""
    return draw(
        st.one_of(
            st.builds(_over, SOUND, maybe(**MEMBERS)),
            st.builds(_over, SOUND, st.fixed_dictionaries({"recurrence": st.lists(LINES, min_size=1, max_size=2)})),
            maybe(**MEMBERS),
            maybe(**{name: value | ANYTHING for name, value in MEMBERS.items()}),
            ANYTHING,
        )
    )


BODIES: Strategy = _bodies()
"""Bodies to write: most are events with something odd in them."""
