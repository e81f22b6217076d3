"""A team's working life: what stands in the calendars of its people.

Whoever leads it has the stand-ups, the plannings and a talk with each of the others; everybody has habits, meetings and
calls of their own, within the working hours of their zone. What people organize themselves does not overlap, as long
as their week has room: series begin before ten or from four on, all else lies between.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mockserver.ids import Ids
from mockserver.scenario.generating import names
from mockserver.scenario.language import Attendee, Calendar, Change, Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.scenario.generating.company import Company, Team
    from mockserver.scenario.language import Scenario
    from mockserver.scenario.language.part import Response, Status

_WORKDAYS = ("MO", "TU", "WE", "TH", "FR")
_WEEKS_BEFORE = timedelta(weeks=4)
_WITHOUT_CLOCK = date(2026, 1, 5)
_HOURS = (10, 11, 12, 13, 14, 15)
"""When single events start; those of a second or third round start at the half or the quarters."""
_MINUTES = (0, 30, 15, 45)
_MOST_TALKS = 15
_TENTATIVE, _UNANSWERED = 10, 12  # of a hundred invitations


def calendars(scenario: Scenario, company: Company, team: Team) -> tuple[Calendar, ...]:
    """The primary calendars of a team's people, one each."""
    first = first_monday(scenario)
    return tuple(Calendar(owner=key, events=tuple(_Desk(company, team, key, first).events())) for key in team.people)


def first_monday(scenario: Scenario) -> date:
    """The Monday of the first week."""
    generate = scenario.generate
    if generate is not None and generate.first_day is not None:
        day = date.fromisoformat(generate.first_day[:10])
    elif scenario.clock.start is not None:
        day = date.fromisoformat(scenario.clock.start[:10]) - _WEEKS_BEFORE
    else:
        day = _WITHOUT_CLOCK
    return day - timedelta(days=day.weekday())


class _Desk:
    """One person, and the chance that decides about their calendar."""

    def __init__(self, company: Company, team: Team, person: str, monday: date) -> None:
        self._generate = company.generate
        self._people = company.people
        self._team = team
        self._person = person
        self._monday = monday
        self._others = tuple(one for one in team.people if one != person)
        self._ids = Ids(f"{company.name}/generate/{person}")
        self._name = names.TEAMS[team.number % len(names.TEAMS)]

    def events(self) -> Iterator[Event]:
        """As many as everybody organizes."""
        wanted = self._generate.events_per_person
        made = list(self._leading())[:wanted] if self._person == self._team.people[0] else []
        yield from made
        habits = min((wanted * self._generate.mix.series + 50) // 100, wanted - len(made))
        yield from (self._habit(number) for number in range(habits))
        yield from (self._single(number) for number in range(wanted - len(made) - habits))

    def _leading(self) -> Iterator[Event]:
        """What the lead of a team organizes for it."""
        if not self._others:
            return
        weeks = self._generate.weeks
        second, odd = self._day(min(1, weeks - 1), 2), self._day(min(2, weeks - 1), 3)
        yield Event(
            key="stand-up",
            title=f"{self._name} stand-up",
            start=f"{self._day(0, 0)} 09:15",
            duration="PT15M",
            repeat=f"FREQ=WEEKLY;BYDAY={','.join(_WORKDAYS)};COUNT={weeks * 5}",
            changes={
                str(second): "cancelled",
                str(odd): Change(title=f"{self._name} stand-up (after the all-hands)", start=f"{odd} 11:00"),
            },
            attendees=self._guests(self._others),
            location="https://meet.company.example/stand-up",
        )
        yield Event(
            key="planning",
            title=f"{self._name} planning",
            start=f"{self._day(0, 1)} 16:00",
            duration="PT1H",
            repeat=f"FREQ=WEEKLY;INTERVAL=2;COUNT={(weeks + 1) // 2}",
            attendees=self._guests((*self._others, *self._team.rooms[:1])),
            location=self._people[self._team.rooms[0]].name if self._team.rooms else None,
        )
        for number, other in enumerate(self._others[:_MOST_TALKS]):
            yield Event(
                key=f"talk-{number + 1}",
                title=f"{self._first(self._person)} and {self._first(other)}",
                start=f"{self._day(0, number % 5)} {('09:30', '09:45', '16:30')[number // 5]}",
                duration="PT15M",
                repeat=f"FREQ=WEEKLY;INTERVAL=2;COUNT={(self._generate.weeks + 1) // 2}",
                attendees=self._guests((other,)),
                visibility="private",
            )

    def _habit(self, number: int) -> Event:
        """A series of one's own, early or late on a day of the week."""
        slot = number % 20
        hour, minute = ((8, 0), (8, 30), (17, 0), (17, 30))[slot // 5]
        return Event(
            key=f"habit-{number + 1}",
            title=self._one_of("habit", names.HABITS),
            start=f"{self._day(number // 20 % self._generate.weeks, slot % 5)} {hour:02d}:{minute:02d}",
            duration="PT30M",
            repeat=f"FREQ=WEEKLY;COUNT={2 + self._ids.next('length').number(self._generate.weeks)}",
            visibility="private" if self._in_percent(self._generate.mix.private) else "default",
            shows="free" if self._in_percent(20) else "busy",
        )

    def _single(self, number: int) -> Event:
        mix = self._generate.mix
        key = f"event-{number + 1}"
        status: Status = "cancelled" if self._in_percent(mix.cancelled) else "confirmed"
        day, time = self._slot(number)
        if self._in_percent(mix.all_day):
            days = (1, 1, 1, 2, 3, 5)[self._ids.next("days").number(6)]
            title = self._one_of("day", names.WHOLE_DAYS)
            return Event(key=key, title=title, start=str(day), duration=f"P{days}D", shows="free", status=status)
        start, duration = f"{day} {time}", ("PT30M", "PT30M", "PT45M", "PT1H")[self._ids.next("duration").number(4)]
        if self._in_percent(mix.meetings):
            return self._meeting(key, start, duration, status)
        if self._in_percent(mix.private):
            title = self._one_of("private", names.PRIVATE)
            return Event(
                key=key, title=title, start=start, duration=duration, visibility="private", status=status, reminders=()
            )
        title, place = self._one_of("alone", names.ALONE), self._one_of("place", names.PLACES)
        return Event(key=key, title=title, start=start, duration=duration, status=status, location=place or None)

    def _meeting(self, key: str, start: str, duration: str, status: Status) -> Event:
        invited: list[str] = []
        if self._others:
            first = self._ids.next("guest").number(len(self._others))
            count = 1 + self._ids.next("guests").number(min(4, len(self._others)))
            invited = [self._others[(first + step) % len(self._others)] for step in range(count)]
        outside = not invited or self._in_percent(15)
        if outside:
            who = f"{self._one_of('first', names.FIRST)}.{self._one_of('last', names.LAST)}".lower()
            invited.append(f"{who}@{self._one_of('outside', names.OUTSIDE)}")
        room = self._team.rooms and self._in_percent(30)
        if room:
            invited.append(self._one_of("room", self._team.rooms))
        return Event(
            key=key,
            title=self._one_of("call", names.CALLS) if outside else self._one_of("meeting", names.MEETINGS),
            start=start,
            duration=duration,
            status="cancelled" if status == "cancelled" else "tentative" if self._in_percent(5) else "confirmed",
            attendees=self._guests(invited),
            location=self._people[invited[-1]].name if room else None,
            description="Please read the notes before we meet." if self._in_percent(25) else None,
        )

    def _guests(self, invited: Sequence[str]) -> tuple[Attendee, ...]:
        """Whoever organizes has accepted, and the others have answered or not."""
        return (Attendee(person=self._person, response="accepted"), *map(self._guest, invited))

    def _guest(self, who: str) -> Attendee:
        response = "accepted" if who.startswith("room-") else self._answer()
        return Attendee(email=who, response=response) if "@" in who else Attendee(person=who, response=response)

    def _answer(self) -> Response:
        answer = self._ids.next("answer").number(100) - self._generate.mix.declined
        if answer < 0:
            return "declined"
        if answer < _TENTATIVE:
            return "tentative"
        return "needsAction" if answer < _TENTATIVE + _UNANSWERED else "accepted"

    def _slot(self, number: int) -> tuple[date, str]:
        """The day and time of a single event: each of a person's has its own, until their weeks are full."""
        days = self._generate.weeks * 5
        slots = days * len(_HOURS)
        # A step that has no divisor in common with the number of slots goes through all of them, far from in order.
        place = (number * 7919 + self._start) % slots
        minute = _MINUTES[number // slots % len(_MINUTES)]
        day = self._day(place % days // 5, place % days % 5)
        return day, f"{_HOURS[place // days]:02d}:{minute:02d}"

    @property
    def _start(self) -> int:
        return int(self._person.rpartition("-")[2]) * 31

    def _day(self, week: int, weekday: int) -> date:
        return self._monday + timedelta(weeks=week, days=weekday)

    def _first(self, person: str) -> str:
        return self._people[person].name.split()[0]

    def _one_of(self, purpose: str, choices: Sequence[str]) -> str:
        return choices[self._ids.next(purpose).number(len(choices))]

    def _in_percent(self, percent: int) -> bool:
        return self._ids.next("percent").number(100) < percent
