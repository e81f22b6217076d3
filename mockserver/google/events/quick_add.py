"""What `events.quickAdd` reads out of a line of English: a title, a place, a day, a time, a length.

A pure function of the text and the calendar's local time. Google has never published its rules; these are the patterns
its help and its samples show, so all of it is [inferred] but for three things that were seen: without day and time the
event starts now, to the second, and lasts the default length; a day of the year that is past means next year's; a time
without a day means today, past or not.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# All patterns are text: they are compiled when quickAdd is first called, not when the server starts.
_GONE = "\x00"  # stands where something was read, so that a place ends there
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_LONG = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SHORT = r"mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"
_DAYS = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}))?",
    rf"(?:(?:{_LONG}|{_SHORT}),? )?{_MONTH} (?:the )?{_NTH}{_YEAR}",
    rf"(?:(?:{_LONG}|{_SHORT}),? )?(?:the )?{_NTH} (?:of )?{_MONTH}{_YEAR}",
    r"(?P<relative>today|tonight|(?:the )?day after tomorrow|tomorrow)",
    rf"(?:this |(?P<next>next ))?(?P<weekday>{_LONG})",
    # A short name may be a word of the title, as in "Sun hat", unless something shows that it is none.
    rf"(?:this |(?P<next>next )|(?<=on ))(?P<weekday>{_SHORT})",
    rf"(?P<weekday>{_SHORT})(?=,| ?{_GONE}|$)",
    r"in (?P<count>\d{1,3}|an?) (?P<unit>day|week)s?",
)
_DAY_PATTERNS = tuple(rf"(?i)(?<![\w/])(?:(?:on|from) )?{day}(?:(?![\w/])|(?=T\d))" for day in _DAYS)
_THROUGH = rf"(?i){_GONE} ?(?:-|\u2013|to|until|till|through) ?"


def _clock(which: str) -> str:
    """A time of day: `noon`, `3pm`, `3:30 p.m.`, `15:30`, or a bare number, which counts only beside another time."""
    number = rf"(?P<{which}_hour>\d{{1,2}})(?::(?P<{which}_minute>[0-5]\d))?(?: ?(?P<{which}_half>[ap])\.?m\.?)?"
    return rf"(?:(?P<{which}_word>noon|midnight)|{number})"


_BEFORE = r"(?<![\w:/.-])(?:(?:from|at|@|by) ?)?"
_AFTER = r"(?![\w:/]|-\d)"
_RANGE = rf"(?i){_BEFORE}{_clock('start')} ?(?:-|\u2013|to|until|till) ?{_clock('end')}{_AFTER}"
_TIME = rf"(?i){_BEFORE}{_clock('start')}{_AFTER}"
_HOUR = rf"(?i)(?<!\w)at (?P<hour>[1-9]|1[0-2])(?= ?(?:{_GONE}|$))"
_SOON = r"(?i)(?<!\w)in (?P<count>\d{1,3}|an?) (?P<unit>minute|min|hour)s?(?!\w)"
_LENGTH = (
    r"(?i)(?<!\w)for (?:half an hour|(?P<count>\d{1,3}(?:\.\d)?|an?) ?(?P<unit>minute|min|hour|hr|h|day|week)s?)(?!\w)"
)
# "at" opens a place, "in" only before a name: "Hand in papers in Room 4" is in Room 4. Guests are no part of it.
_PLACE = rf"(?<![^ {_GONE}])(?:(?i:at |@ ?)|(?i:in) (?=[A-Z]|the ))(?P<place>[^{_GONE}]+?)(?= with |{_GONE}|$)"
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

Moment: TypeAlias = date | datetime


class QuickAdd(msgspec.Struct, frozen=True):
    """The event that a text asks for. Times are local; dates mean all day, the last one excluded.

    The title is empty where the text has nothing but time and place.
    """

    summary: str
    location: str | None
    start: Moment
    end: Moment


def parse(text: str, now: datetime, default_minutes: int = 60) -> QuickAdd:
    """Read a text as of `now`, the calendar's local time. `default_minutes` is the user's usual length of an event."""
    default = timedelta(minutes=default_minutes)
    rest = _Rest(" ".join(text.replace(_GONE, " ").split()))
    try:
        length = _read_length(rest)
        days = _read_days(rest, now.date())
        clock = _read_clock(rest, now)
        start, end = _span(now, days, clock, length, default)
    except OverflowError:  # a day after the last one there is
        start = now.replace(microsecond=0)
        return QuickAdd(" ".join(text.split()), None, start, start + default)
    location = _read_place(rest)
    return QuickAdd(rest.title(), location, start, end)


class _Rest:
    """What is left of the text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def cut(self, found: re.Match[str]) -> None:
        self.text = f"{self.text[: found.start()]}{_GONE}{self.text[found.end() :]}"

    def title(self) -> str:
        return " ".join(re.sub(f"{_GONE}(?: ?,)?", " ", self.text).split()).strip(" ,;-\u2013")


def _span(
    now: datetime,
    days: tuple[date, date] | None,
    clock: tuple[datetime | time, time | None] | None,
    length: timedelta | None,
    default: timedelta,
) -> tuple[Moment, Moment]:
    if clock is None and days is not None:
        first, last = days
        whole_days = length.days if length is not None and first == last else 1
        return first, last + timedelta(days=max(whole_days, 1))
    begin, finish = clock or (now.replace(microsecond=0), None)
    start = begin if isinstance(begin, datetime) else datetime.combine(days[0] if days else now.date(), begin)
    if finish is None:
        return start, start + (length or default)
    end = datetime.combine(days[1] if days else start.date(), finish)
    return start, end if end > start else end + timedelta(days=1)


def _read_length(rest: _Rest) -> timedelta | None:
    found = re.search(_LENGTH, rest.text)
    if found is None:
        return None
    rest.cut(found)
    return _amount(found) if found["unit"] else timedelta(minutes=30)


def _amount(found: re.Match[str]) -> timedelta:
    count = found["count"].lower()
    return _UNITS[found["unit"][0].lower()] * (1 if count.startswith("a") else float(count))


def _read_clock(rest: _Rest, now: datetime) -> tuple[datetime | time, time | None] | None:
    """The times of day an event begins and ends at, or the moment it begins at, a while from now."""
    for found in re.finditer(_RANGE, rest.text):
        times = _range(found)
        if times is not None:
            rest.cut(found)
            return times
    for found in re.finditer(_TIME, rest.text):
        start = _time(found, "start")
        if start is not None:
            rest.cut(found)
            return start, None
    if (hour := re.search(_HOUR, rest.text)) is not None:
        rest.cut(hour)
        return time(int(hour["hour"]) + (12 if int(hour["hour"]) < 7 else 0)), None  # "at 5" is in the afternoon
    if (soon := re.search(_SOON, rest.text)) is not None:
        rest.cut(soon)
        return now.replace(microsecond=0) + _amount(soon), None
    return None


def _range(found: re.Match[str]) -> tuple[time, time] | None:
    """Two times, of which one may lend the other its am or pm: `2 to 4pm`, `10am-10:25`."""
    start = _time(found, "start", found["end_half"])
    end = _time(found, "end", found["start_half"])
    if start is None or end is None:
        return None
    if start > end and start.hour >= 12 and not found["start_half"] and found["end_half"]:
        start = start.replace(hour=start.hour - 12)  # 11-1pm
    elif end < start and end.hour < 12 and not found["end_half"] and found["start_half"] and found["end_hour"]:
        end = end.replace(hour=end.hour + 12)  # 11am-1
    return start, end


def _time(found: re.Match[str], which: str, lent: str | None = None) -> time | None:
    """A time of day, None for what is none: a bare number without an am or pm lent to it, or an hour of no clock."""
    word = found[f"{which}_word"]
    if word:
        return time(12 if word.lower() == "noon" else 0)
    hour, minute = int(found[f"{which}_hour"]), found[f"{which}_minute"]
    half = (found[f"{which}_half"] or lent or "").lower()
    if half and 1 <= hour <= 12:
        return time(hour % 12 + (12 if half == "p" else 0), int(minute or 0))
    return time(hour, int(minute)) if minute and hour < 24 and not found[f"{which}_half"] else None


def _read_days(rest: _Rest, today: date) -> tuple[date, date] | None:
    """The first day and the last: the same, unless a "to" follows the first and another day follows that."""
    named = [row for pattern in _DAY_PATTERNS for row in _named(re.finditer(pattern, rest.text), today)]
    if not named:
        return None
    found, first = min(named, key=lambda row: (row[0].start(), -row[0].end()))
    rest.cut(found)
    through = re.compile(_THROUGH).match(rest.text, found.start())
    if through is not None:
        at = through.end()
        for pattern in _DAY_PATTERNS:
            for later, last in _named([re.compile(pattern).match(rest.text, at)], first):
                if last >= first:
                    rest.text = rest.text[: found.start()] + _GONE + rest.text[later.end() :]
                    return first, last
    return first, first


def _named(matches: Iterable[re.Match[str] | None], today: date) -> Iterator[tuple[re.Match[str], date]]:
    for found in matches:
        day = None if found is None else _day(found.groupdict(), today)
        if found is not None and day is not None:
            yield found, day


def _day(named: dict[str, str | None], today: date) -> date | None:
    if relative := named.get("relative"):
        return today + timedelta(days=_RELATIVE[relative.lower()])
    if weekday := named.get("weekday"):
        ahead = (_WEEKDAYS.index(weekday[:3].lower()) - today.weekday()) % 7
        return today + timedelta(days=ahead or (7 if named.get("next") else 0))
    if count := named.get("count"):
        days = 7 if (named["unit"] or "").lower() == "week" else 1
        return today + timedelta(days=days * (1 if count.lower().startswith("a") else int(count)))
    month = named["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return _date(named["year"], number, int(named["day"] or 0), today)


def _date(year: str | None, month: int, day: int, today: date) -> date | None:
    """A day of the calendar; without a year, the first that is not past. 29 February may be eight years ahead."""
    for candidate in [int(year)] if year else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _read_place(rest: _Rest) -> str | None:
    found = re.search(_PLACE, rest.text)
    place = "" if found is None else found["place"].strip(" ,;")
    if found is None or not place:
        return None
    rest.cut(found)
    return place
