"""Wall-clock time and instants: the one policy for local times that do not exist, or exist twice.

The policy is RFC 5545 section 3.3.5, which is also Python's own for `fold=0`:

- A time that clocks skip (02:30 on the night they go forward) is read with the offset before the gap: 03:30.
- A time that clocks show twice (01:30 on the night they go back) is the first of the two.

Deviations of the providers:

- Google: none known. An occurrence in a gap is shown after it, because `dateTime` is made from the instant (`local`).
- Microsoft: Windows' own rule also moves a skipped time forward by the gap and takes the first of two, so the instants
  agree; what a provider then prints is its renderer's affair.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mockserver import clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mockserver.clock import Instant

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock times are naive
LONGEST_GAP = timedelta(days=1)  # clocks that skipped a whole day: Pacific/Apia, 30 December 2011
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
_NONE = timedelta(0)
# The names IANA has for UTC itself; Europe/London in winter is not among them.
_UTC_NAMES = frozenset({"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"})


def instant(local: datetime, zone: ZoneInfo) -> Instant:
    """The instant at which clocks in `zone` show `local` (naive), by the policy above; its `fold` has no say."""
    if local.fold:
        local = local.replace(fold=0)
    return (local - EPOCH - (zone.utcoffset(local) or _NONE)) // _MICROSECOND


def local(instant: Instant, zone: ZoneInfo) -> datetime:
    """What clocks in `zone` show at an instant, as a naive datetime.

    Raises ValueError where that lies outside the years 1 to 9999.
    """
    try:
        return EPOCH + instant * _MICROSECOND + offset(instant, zone)
    except OverflowError:
        raise ValueError(f"the instant {instant} lies outside the years 1 to 9999 in {zone.key}") from None


def offset(instant: Instant, zone: ZoneInfo) -> timedelta:
    """What clocks in `zone` are ahead of UTC at an instant."""
    return (clock.EPOCH + instant * _MICROSECOND).astimezone(zone).utcoffset() or _NONE


def skipped(local: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks in `zone` never show `local` (naive), because they go forward over it; its `fold` has no say."""
    if local.fold:
        local = local.replace(fold=0)
    before = zone.utcoffset(local)
    # No gap is longer than a day and no zone changes twice within one, so this settles it for all but a few days.
    if zone.utcoffset(local + LONGEST_GAP) == before:
        return False
    after = zone.utcoffset(local.replace(fold=1))
    return (before or _NONE) < (after or _NONE)


def midnight(day: date, zone: ZoneInfo) -> Instant:
    """The instant at which `day` begins in `zone`; where clocks skip midnight, the first moment after the gap."""
    return instant(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - wall-clock times are naive


def offset_text(instant: Instant, zone: ZoneInfo) -> str:
    """The offset from UTC at an instant, as RFC 3339 writes it: `+01:00`, and `Z` for UTC by any of its names.

    Google prints `Z` for UTC calendars. Seconds of an offset (before 1972) are cut off: RFC 3339 has no place for them.
    """
    if zone.key in _UTC_NAMES:
        return "Z"
    ahead = offset(instant, zone)
    hours, minutes = divmod(abs(ahead) // _MINUTE, 60)
    return f"{'-' if ahead < _NONE else '+'}{hours:02d}:{minutes:02d}"
