"""One recurrence rule (RFC 5545 section 3.3.10): its parts, and which of them may stand together.

Reads the text of an `RRULE` or `EXRULE`. Which times a rule names is in `expansion`.
"""

from __future__ import annotations

import functools
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.timing.lines import BadRecurrence, date_time

if TYPE_CHECKING:
    from collections.abc import Sequence

FREQUENCIES: Final = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MAX_COUNT: Final = 10_000  # counting is the one thing that cannot start near a window
_RANGES: Final = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (1, 366),
}
_FROM_THE_END: Final = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})  # these may be negative
# "MUST NOT be used when the FREQ rule part is set to" (RFC 5545 section 3.3.10)
_NOT_WITH: Final = {
    "BYWEEKNO": FREQUENCIES[:-1],
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYMONTHDAY": ("WEEKLY",),
}
_PARTS: Final = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_RANGES)
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3})")
_POSITIVE = re.compile(r"[0-9]{1,9}")
_BYDAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(WEEKDAYS)})")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as written: what a part leaves out is empty. `anchored` fills in what the start says instead.

    Weekdays count from Monday = 0. `byday` holds pairs of ordinal (0: every) and weekday. `until` is what is written:
    naive, in UTC where `until_utc`.
    """

    freq: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    until_utc: bool = False
    wkst: int = 0
    bymonth: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byday: tuple[tuple[int, int], ...] = ()
    byhour: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    bysecond: tuple[int, ...] = ()
    bysetpos: tuple[int, ...] = ()

    @property
    def endless(self) -> bool:
        return self.count is None and self.until is None

    @property
    def within_days(self) -> bool:
        """Whether it repeats within a day: HOURLY, MINUTELY or SECONDLY."""
        return self.freq in FREQUENCIES[:3]

    @property
    def several_a_day(self) -> bool:
        """Whether an anchored rule may name more than one time on a day."""
        return self.within_days or len(self.byhour) * len(self.byminute) * len(self.bysecond) > 1

    def anchored(self, start: datetime) -> Rule:
        """The rule with every part that it leaves to DTSTART filled in from `start`.

        BYWEEKNO without a day means the whole week: so Google's published RFC 2445 library and dateutil read it.
        """
        parts: dict[str, object] = {}
        if not self.bysecond and self.freq != "SECONDLY":
            parts["bysecond"] = (start.second,)
        if not self.byminute and self.freq not in FREQUENCIES[:2]:
            parts["byminute"] = (start.minute,)
        if not self.byhour and not self.within_days:
            parts["byhour"] = (start.hour,)
        if not (self.byday or self.bymonthday or self.byyearday or self.byweekno):
            if self.freq == "WEEKLY":
                parts["byday"] = ((0, start.weekday()),)
            if self.freq in ("MONTHLY", "YEARLY"):
                parts["bymonthday"] = (start.day,)
            if self.freq == "YEARLY":
                parts["bymonth"] = self.bymonth or (start.month,)
        return msgspec.structs.replace(self, **parts)


@functools.lru_cache(maxsize=4096)  # calendars repeat a few rules many times
def parse(text: str, line: str) -> Rule:
    """Read the value of an RRULE or EXRULE; `line` is all of its line, for messages. Raises BadRecurrence."""
    written = _written_parts(text, line)
    freq = written.pop("FREQ", "")
    if freq not in FREQUENCIES:
        near = _near(freq, FREQUENCIES)
        raise BadRecurrence(line, "FREQ", f"{freq!r} is no frequency{near}; write one of {', '.join(FREQUENCIES)}")
    _check_combination(freq, written, line)
    rule = Rule(freq=freq, **{name.lower(): _part(name, value, line) for name, value in written.items()})
    _check_weekdays(rule, line)
    return msgspec.structs.replace(rule, until_utc=rule.until is not None and written["UNTIL"].endswith("Z"))


def _written_parts(text: str, line: str) -> dict[str, str]:
    written: dict[str, str] = {}
    for item in text.upper().removesuffix(";").split(";"):  # one trailing ";" does no harm
        name, equals, value = item.partition("=")
        if not equals or not value:
            raise BadRecurrence(line, item or "empty part", "a part is a name, '=' and a value, such as FREQ=DAILY")
        if name not in _PARTS:
            near = _near(name, _PARTS)
            raise BadRecurrence(line, name, f"no part of a rule{near}; the parts are {', '.join(_PARTS)}")
        if name in written:
            raise BadRecurrence(line, name, "stands twice; write it once, its values separated by commas")
        written[name] = value
    return written


def _check_combination(freq: str, written: dict[str, str], line: str) -> None:
    if "COUNT" in written and "UNTIL" in written:
        raise BadRecurrence(line, "COUNT", "a rule ends by COUNT or by UNTIL; write one of them")
    for name, frequencies in _NOT_WITH.items():
        if name in written and freq in frequencies:
            right = [other for other in FREQUENCIES if other not in frequencies]
            raise BadRecurrence(line, name, f"does not go with FREQ={freq}, only with {', '.join(right)}")
    if "BYSETPOS" in written and not any(name.startswith("BY") for name in written if name != "BYSETPOS"):
        raise BadRecurrence(
            line, "BYSETPOS", "chooses from the set another BY part makes; write one, such as BYDAY=MO,TU"
        )


def _check_weekdays(rule: Rule, line: str) -> None:
    if not any(ordinal for ordinal, _ in rule.byday):
        return
    if rule.freq not in ("MONTHLY", "YEARLY"):
        raise BadRecurrence(
            line, "BYDAY", f"a numbered weekday such as 1MO does not go with FREQ={rule.freq}; write MO"
        )
    if rule.byweekno:
        raise BadRecurrence(line, "BYDAY", "a numbered weekday such as 1MO does not go with BYWEEKNO; write MO")


def _part(name: str, value: str, line: str) -> Any:
    match name:
        case "INTERVAL":
            return _positive(name, value, line)
        case "COUNT":
            count = _positive(name, value, line)
            if count > MAX_COUNT:
                raise BadRecurrence(line, name, f"{count} is too many; write at most {MAX_COUNT}, or UNTIL")
            return count
        case "UNTIL":
            until, _ = date_time(line, name, value)
            return until if isinstance(until, datetime) else datetime(until.year, until.month, until.day)  # noqa: DTZ001 - wall clock
        case "WKST":
            if value not in WEEKDAYS:
                raise BadRecurrence(line, name, f"{value!r} is no weekday; write one of {', '.join(WEEKDAYS)}")
            return WEEKDAYS.index(value)
        case "BYDAY":
            return tuple(sorted({_weekday(item, line) for item in value.split(",")}))
        case _:
            return tuple(sorted({_number(name, item, line) for item in value.split(",")}))


def _positive(name: str, value: str, line: str) -> int:
    if not _POSITIVE.fullmatch(value) or int(value) == 0:
        raise BadRecurrence(line, name, f"{value!r} is no number of at least 1 and at most nine digits")
    return int(value)


def _number(name: str, text: str, line: str) -> int:
    low, high = _RANGES[name]
    signed = name in _FROM_THE_END
    match = _NUMBER.fullmatch(text)
    if match is None or (match[1] and not signed) or not low <= int(match[2]) <= high:
        also = f", or -{high} to -{low} from the end" if signed else ""
        raise BadRecurrence(line, name, f"{text!r} is no number from {low} to {high}{also}")
    # Seconds of 60 are leap seconds, which count as 59 here (RFC 5545 section 3.3.12).
    return 59 if name == "BYSECOND" and text == "60" else int(text)


def _weekday(text: str, line: str) -> tuple[int, int]:
    match = _BYDAY.fullmatch(text)
    if match is None or (match[1] is not None and not 1 <= abs(int(match[1])) <= 53):
        raise BadRecurrence(line, "BYDAY", f"{text!r} is no weekday; write MO, or 1MO to 53MO, -1MO to -53MO")
    return int(match[1] or 0), WEEKDAYS.index(match[2])


def _near(name: str, known: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415 - only a name that is wrong needs it

    near = difflib.get_close_matches(name[:20], known)
    return f" (did you mean {' or '.join(near)}?)" if near else ""
