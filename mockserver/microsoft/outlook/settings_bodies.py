"""New values of a mailbox's settings: which of them may be written, and what they must look like.

An object is changed member by member: what is left out of it stays, as the documented examples leave it out.
https://learn.microsoft.com/graph/api/user-update-mailboxsettings
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from mockserver.microsoft.events.documents import UTC
from mockserver.microsoft.events.times import read_time, supported_zone, write_time
from mockserver.microsoft.outlook.languages import LANGUAGES, language
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import PROPERTY_VALIDATION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mockserver.http.exchange import Exchange

_READ_ONLY: Final = ("archiveFolder", "userPurpose")
_SCHEDULED: Final = ("scheduledStartDateTime", "scheduledEndDateTime")
_TIME_OF_DAY: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,7})?", re.ASCII)
# The letters of .NET's formats, what is quoted, and what stands between them. [inferred]
_FORMATS: Final = {
    "dateFormat": re.compile(r"(?:[dMyg]{1,4}|'[^']*'|[ ./,\-])+"),
    "timeFormat": re.compile(r"(?:[hHmst]{1,2}|'[^']*'|[ .:])+"),
}
_LONGEST_FORMAT: Final = 80
_FURTHEST_BIAS: Final = 14 * 60


def changed(exchange: Exchange, given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that a body changes, with their new values. Raises `Refusal` and `Refused` (400)."""
    new: dict[str, Any] = {}
    for name in before:  # in the order of the wire
        if name not in given:
            continue
        value = given[name]
        if name in _READ_ONLY:
            exchange.note(f"{name} was passed over: nobody can change it")
        elif value is None:
            _refuse(name, value, "a value: no setting can be taken away")  # [inferred]
        else:
            new[name] = _READERS.get(name, _as_it_is)(name, value, before[name])
    return new


def _as_it_is(_name: str, value: Any, _before: Any) -> Any:
    return value


def _time_zone(_name: str, value: str, _before: str) -> str:
    supported_zone(value)
    return value


def _format(name: str, value: str, _before: str) -> str:
    if len(value) > _LONGEST_FORMAT or not _FORMATS[name].fullmatch(value):
        _refuse(name, value, "a .NET format such as dd.MM.yyyy or HH:mm")
    return value


def _language(name: str, value: Mapping[str, Any], _before: Any) -> dict[str, str]:
    found = language(value.get("locale") or "")
    if found is None:
        _refuse(f"{name}.locale", value.get("locale"), f"one of {', '.join(LANGUAGES)}")
    return found


def _working_hours(name: str, value: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    new = {**before, **{member: part for member, part in value.items() if part is not None}}
    for member in ("startTime", "endTime"):
        new[member] = _time_of_day(f"{name}.{member}", new[member])
    if new["endTime"] <= new["startTime"]:
        _refuse(f"{name}.endTime", new["endTime"], f"later than startTime, {new['startTime']}")
    if value.get("timeZone") is not None:
        new["timeZone"] = _zone_of_work(f"{name}.timeZone", value["timeZone"])
    return new


def _time_of_day(where: str, text: str) -> str:
    if not _TIME_OF_DAY.fullmatch(text):
        _refuse(where, text, "a time of day such as 08:00:00.0000000")
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(7, '0')}"


def _zone_of_work(where: str, zone: Mapping[str, Any]) -> dict[str, Any]:
    """A zone by its name, or one of the user's own: then its distance from UTC counts, and the name is free."""
    if "@odata.type" not in zone or not str(zone["@odata.type"]).endswith("customTimeZone"):
        supported_zone(zone.get("name") or "")
        return {"name": zone["name"]}
    bias = zone.get("bias")
    if bias is None or abs(bias) > _FURTHEST_BIAS:
        _refuse(f"{where}.bias", bias, f"minutes, positive west of UTC, {_FURTHEST_BIAS} at most")
    return {**zone, "@odata.type": "#microsoft.graph.customTimeZone"}


def _automatic_replies(name: str, value: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    new = {**before, **{member: part for member, part in value.items() if part is not None}}
    start, end = (read_time(new[side], f"{name}.{side}") for side in _SCHEDULED)
    if new["status"] == "scheduled" and end.instant <= start.instant:
        _refuse(f"{name}.{_SCHEDULED[1]}", new[_SCHEDULED[1]], "later than scheduledStartDateTime")
    return new | {side: write_time(time, UTC) for side, time in zip(_SCHEDULED, (start, end), strict=True)}


_READERS: Final[Mapping[str, Callable[[str, Any, Any], Any]]] = {
    "automaticRepliesSetting": _automatic_replies,
    "dateFormat": _format,
    "language": _language,
    "timeFormat": _format,
    "timeZone": _time_zone,
    "workingHours": _working_hours,
}


def _refuse(where: str, value: Any, right: str) -> NoReturn:
    raise Refusal(PROPERTY_VALIDATION, why=f"{where} is {str(value)[:60]!r}; right would be {right}")
