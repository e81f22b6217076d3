"""Whatever is organised, answered, moved and called off, every copy agrees with its organiser's event everywhere.

No socket: what is written goes the way that the operations of both providers go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mockserver.clock import DAY, parse_instant
from mockserver.microsoft.calendars.calendar import Calendar, default_calendar
from mockserver.microsoft.events import invitations, items, store, writing
from mockserver.microsoft.events.documents import occurrence_document, span_of
from mockserver.microsoft.events.meetings import ANSWERS
from mockserver.microsoft.mailbox import mailbox_of
from mockserver.microsoft.render import decoded
from mockserver.microsoft.windows import Window
from mockserver.session import Session
from mockserver.timing import wall, zones
from tests.google.event_world import events_path
from tests.google.reading_world import answered, status_of
from tests.microsoft.crossing_world import GRETA, GUS, MAX, MIA, PEOPLE, START, template

if TYPE_CHECKING:
    from mockserver.clock import Instant

Item = dict[str, Any]
Seen = dict[str, tuple["Instant", "Instant", str, str]]
"""By the original day: when it starts and ends, its title, and what the viewer answered."""
NEW_YORK = "America/New_York"
WINDOW = Window(START - 10 * DAY, START + 60 * DAY)
HOURS = st.sampled_from([8, 9, 14, 17])
DAYS = st.sampled_from([6, 7, 8, 9, 10])
ADDRESSES = {"greta": GRETA, "gus": GUS, "max": MAX, "mia": MIA}
GUESTS = st.sets(st.sampled_from([*ADDRESSES, "outside"]), min_size=1)


def address(key: str) -> str:
    return ADDRESSES.get(key, "ann@outside.example")


class Side(Protocol):
    """What somebody does at their provider. A meeting is named by its uid."""

    def make(self, title: str, hour: int, guests: set[str], *, series: bool) -> str: ...
    def change(self, uid: str, day: str, title: str | None, hour: int | None) -> None: ...
    def ask_others(self, uid: str, guests: set[str]) -> None: ...
    def call_off(self, uid: str, day: str) -> None: ...
    def answer(self, uid: str, day: str, answer: str) -> None: ...
    def view(self, uid: str) -> Seen: ...
    def guests(self, uid: str) -> dict[str, dict[str, str]]: ...


def times(day: int, hour: int) -> dict[str, dict[str, str]]:
    written = {"start": f"2026-03-{day:02}T{hour:02}:00:00", "end": f"2026-03-{day:02}T{hour:02}:30:00"}
    return {side: {"dateTime": text, "timeZone": NEW_YORK} for side, text in written.items()}


class AtGoogle:
    """Somebody's primary calendar at Google."""

    def __init__(self, session: Session, key: str) -> None:
        self.session, self.key, self.person = session, key, PEOPLE[key]

    def _ask(self, method: str, *more: str, body: Item | None = None, **query: Any) -> Any:
        if method == "DELETE":
            return status_of(self.session, method, events_path("primary", *more), as_=self.key)
        return answered(self.session, method, events_path("primary", *more), body, as_=self.key, **query)

    def _events(self, uid: str, **query: Any) -> list[Item]:
        listed = self._ask("GET", iCalUID=uid, timeMin="2026-02-24T00:00:00Z", timeMax="2026-05-05T00:00:00Z", **query)
        found: list[Item] = listed["items"]
        return found

    def _id(self, uid: str, day: str) -> str:
        if not day:
            single = next(iter(self._events(uid, singleEvents=True)))
            return str(single.get("recurringEventId", single["id"]))
        return next(str(one["id"]) for one in self._events(uid, singleEvents=True) if self._day(one) == day)

    @staticmethod
    def _day(event: Item) -> str:
        shown = event.get("originalStartTime") or event["start"]
        return str(shown["dateTime"][:10])

    def make(self, title: str, hour: int, guests: set[str], *, series: bool) -> str:
        rows = [{"email": address(key)} for key in sorted(guests)]
        rules = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]} if series else {}
        made = self._ask("POST", body={"summary": title, "attendees": rows} | rules | times(6, hour))
        return str(made["iCalUID"])

    def change(self, uid: str, day: str, title: str | None, hour: int | None) -> None:
        body = ({"summary": title} if title else {}) | (times(int(day[-2:] or 6), hour) if hour else {})
        self._ask("PATCH", self._id(uid, day), body=body)

    def ask_others(self, uid: str, guests: set[str]) -> None:
        id_ = self._id(uid, "")
        known = {row["email"]: row for row in self._ask("GET", id_).get("attendees", ())}
        rows = [known.get(address(key), {"email": address(key)}) for key in sorted(guests)]
        self._ask("PATCH", id_, body={"attendees": rows})

    def call_off(self, uid: str, day: str) -> None:
        self._ask("DELETE", self._id(uid, day))

    def answer(self, uid: str, day: str, answer: str) -> None:
        id_ = self._id(uid, day)
        rows = self._ask("GET", id_)["attendees"]
        said = [row | {"responseStatus": answer} if row["email"] == self.person.email else row for row in rows]
        self._ask("PATCH", id_, body={"attendees": said})

    def view(self, uid: str) -> Seen:
        return {self._day(one): self._seen(one) for one in self._events(uid, singleEvents=True)}

    def _seen(self, event: Item) -> tuple[Instant, Instant, str, str]:
        rows = {row["email"]: row["responseStatus"] for row in event.get("attendees", ())}
        start, end = (parse_instant(event[side]["dateTime"]) for side in ("start", "end"))
        return start, end, event["summary"], rows.get(self.person.email, "")

    def guests(self, uid: str) -> dict[str, dict[str, str]]:
        events = self._events(uid, singleEvents=True)
        return {
            self._day(one): {row["email"]: row["responseStatus"] for row in one.get("attendees", ())} for one in events
        }


class AtMicrosoft:
    """Somebody's default calendar at Microsoft."""

    def __init__(self, session: Session, key: str) -> None:
        self.mailbox = mailbox_of(session, key)

    @property
    def _calendar(self) -> Calendar:
        return default_calendar(self.mailbox)

    def _documents(self, uid: str) -> list[Item]:
        found = []
        for item in items.viewed(self._calendar, WINDOW):
            document = decoded(item.record.body)
            if item.occurrence is not None:
                document = occurrence_document(document, item.occurrence)
            if document["uid"] == uid and not document["isCancelled"]:
                found.append(document)
        return found

    @staticmethod
    def _day(document: Item) -> str:
        if document["occurrenceId"] is not None:
            return str(document["occurrenceId"][-10:])
        start = wall.local(span_of(document).start.instant, zones.zone(NEW_YORK))
        return start.date().isoformat()

    def _found(self, uid: str, day: str) -> store.Found:
        documents = self._documents(uid)
        wanted = next(one for one in documents if not day or self._day(one) == day)
        return store.find(self.mailbox, wanted["id"] if day else wanted["seriesMasterId"] or wanted["id"])

    def make(self, title: str, hour: int, guests: set[str], *, series: bool) -> str:
        body: Item = {"subject": title, "attendees": self._rows(guests)} | times(6, hour)
        if series:
            range_ = {"type": "numbered", "startDate": "2026-03-06", "numberOfOccurrences": 5}
            body["recurrence"] = {"pattern": {"type": "daily", "interval": 1}, "range": range_}
        made = writing.create(self._calendar, body, print)
        invitations.announce(self._calendar, None, made.document)
        return str(made.document["uid"])

    def change(self, uid: str, day: str, title: str | None, hour: int | None) -> None:
        body = ({"subject": title} if title else {}) | (times(int(day[-2:] or 6), hour) if hour else {})
        self._update(self._found(uid, day), body)

    def ask_others(self, uid: str, guests: set[str]) -> None:
        self._update(self._found(uid, ""), {"attendees": self._rows(guests)})

    def _update(self, found: store.Found, body: Item) -> None:
        changed = writing.update(found, body, print)
        invitations.announce(found.calendar, found.document, changed.document)

    def call_off(self, uid: str, day: str) -> None:
        found = self._found(uid, day)
        writing.delete(found)
        invitations.announce(found.calendar, found.document, None)

    def answer(self, uid: str, day: str, answer: str) -> None:
        response = {"tentative": "tentativelyAccepted"}.get(answer, answer)
        invitations.answer(self._found(uid, day), response)

    def view(self, uid: str) -> Seen:
        return {self._day(one): self._seen(one) for one in self._documents(uid)}

    @staticmethod
    def _seen(document: Item) -> tuple[Instant, Instant, str, str]:
        span = span_of(document)
        answer = ANSWERS[document["responseStatus"]["response"]]
        return span.start.instant, span.end.instant, document["subject"], answer

    def guests(self, uid: str) -> dict[str, dict[str, str]]:
        return {
            self._day(one): {
                row["emailAddress"]["address"]: ANSWERS[row["status"]["response"]] for row in one["attendees"]
            }
            for one in self._documents(uid)
        }

    @staticmethod
    def _rows(guests: set[str]) -> list[Item]:
        return [{"type": "required", "emailAddress": {"address": address(key)}} for key in sorted(guests)]


class Meet(RuleBasedStateMachine):
    """Two people at each provider. `made` says of each meeting who organises it and whether it is a series."""

    @initialize()
    def begin(self) -> None:
        self.session = Session("meeting", template())
        self.sides: dict[str, Side] = {key: AtGoogle(self.session, key) for key in ("greta", "gus")}
        self.sides |= {key: AtMicrosoft(self.session, key) for key in ("max", "mia")}
        self.made: dict[str, str] = {}
        self.titles = 0
        for key in ("greta", "max"):
            self.write(key, 9, set(ADDRESSES), series=True)

    @rule(key=st.sampled_from([*ADDRESSES]), hour=HOURS, guests=GUESTS, series=st.booleans())
    def write(self, key: str, hour: int, guests: set[str], *, series: bool) -> None:
        uid = self.sides[key].make(self.title(), hour, guests - {key}, series=series)
        self.made[uid] = key

    @precondition(lambda self: self.made)
    @rule(pick=st.integers(0, 9), day=st.none() | DAYS, hour=st.none() | HOURS, rename=st.booleans())
    def change(self, pick: int, day: int | None, hour: int | None, *, rename: bool) -> None:
        uid, where = self.picked(pick, day)
        if where is not None and (hour or rename):
            self.sides[self.made[uid]].change(uid, where, self.title() if rename else None, hour)

    @precondition(lambda self: self.made)
    @rule(pick=st.integers(0, 9), guests=GUESTS)
    def ask_others(self, pick: int, guests: set[str]) -> None:
        uid, where = self.picked(pick, None)
        if where is not None:
            self.sides[self.made[uid]].ask_others(uid, guests - {self.made[uid]})

    @precondition(lambda self: self.made)
    @rule(pick=st.integers(0, 9), day=st.none() | DAYS)
    def call_off(self, pick: int, day: int | None) -> None:
        uid, where = self.picked(pick, day)
        if where is not None:
            self.sides[self.made[uid]].call_off(uid, where)

    @precondition(lambda self: self.made)
    @rule(
        pick=st.integers(0, 9),
        guest=st.sampled_from([*ADDRESSES]),
        day=st.none() | DAYS,
        answer=st.sampled_from(["accepted", "tentative", "declined"]),
    )
    def answer(self, pick: int, guest: str, day: int | None, answer: str) -> None:
        uid, where = self.picked(pick, day)
        days = {there for there, rows in self.sides[self.made[uid]].guests(uid).items() if address(guest) in rows}
        has = self.sides[guest].view(uid)
        if guest == self.made[uid] or where is None or not has or not days <= has.keys():
            return
        everywhere = len(days) == len(self.sides[self.made[uid]].guests(uid))
        if where in has and where in days if where else everywhere:
            self.sides[guest].answer(uid, where, answer)

    def picked(self, pick: int, day: int | None) -> tuple[str, str | None]:
        """A meeting, and what of it: a day, all of it, or None where there is no such occurrence."""
        uid = [*self.made][pick % len(self.made)]
        view = self.sides[self.made[uid]].view(uid)
        if not view:
            return uid, None
        if day is None:
            return uid, ""
        where = f"2026-03-{day:02}"
        return uid, where if where in view and len(view) > 1 else None

    def title(self) -> str:
        self.titles += 1
        return f"Title {self.titles}"

    @invariant()
    def every_copy_agrees_with_the_organisers_event(self) -> None:
        for uid, organiser in self.made.items():
            mine, guests = self.sides[organiser].view(uid), self.sides[organiser].guests(uid)
            for key in ADDRESSES.keys() - {organiser}:
                wanted = {
                    day: (*mine[day][:3], rows[address(key)])
                    for day, rows in guests.items()
                    if rows.get(address(key), "declined") != "declined"
                }
                theirs = {day: seen for day, seen in self.sides[key].view(uid).items() if seen[3] != "declined"}
                assert theirs == wanted, f"{key} has another idea than {organiser}"


TestMeet = Meet.TestCase
TestMeet.settings = settings(max_examples=25, stateful_step_count=8, deadline=None, derandomize=True)
