"""Conference data of an event: Meet made on request, other conferences kept as they are given.

https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google.refusals import INVALID, Refusal

if TYPE_CHECKING:
    from mockserver.google.calendar import Calendar
    from mockserver.ids import Derived

MEET = "hangoutsMeet"
OTHER = "addOn"
_MEET_ICON = (
    "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png"
)
_LETTERS = str.maketrans("0123456789abcdefghijklmnopqrstuv", "abcdefghijklmnopqrstuvwxyzabcdef")


def settle(calendar: Calendar, document: dict[str, Any], old: dict[str, Any] | None) -> None:
    """Turn a `createRequest` into a conference, in place. A repeat of the last request changes nothing."""
    data = document.get("conferenceData")
    if not data:
        document.pop("hangoutLink", None)
        return
    request = data.get("createRequest")
    before = (old or {}).get("conferenceData") or {}
    if not request:
        _check_type(data.get("conferenceSolution") or {}, (MEET, OTHER))
        return
    if before.get("createRequest", {}).get("requestId") == request.get("requestId"):
        document["conferenceData"] = before
        return
    if not request.get("requestId"):
        raise Refusal(INVALID, message="Missing conference request id.", why="createRequest needs a requestId")
    solution = {"key": request.get("conferenceSolutionKey") or {"type": MEET}}
    _check_type(solution, (MEET,))
    code = _meet_code(calendar.session.ids.next("conference"))
    document["conferenceData"] = _meet(request | {"conferenceSolutionKey": solution["key"]}, code)
    document["hangoutLink"] = f"https://meet.google.com/{code}"


def _check_type(solution: dict[str, Any], allowed: tuple[str, ...]) -> None:
    kind = (solution.get("key") or {}).get("type")
    if kind is not None and kind not in allowed:
        # [inferred]: the words
        raise Refusal(INVALID, message="Invalid conference type value.", why=f"{kind}; known: {', '.join(allowed)}")


def _meet(request: dict[str, Any], code: str) -> dict[str, Any]:
    """As recorded in 2021 and 2025: the request stays, and has already succeeded."""
    return {
        "createRequest": request | {"status": {"statusCode": "success"}},
        "entryPoints": [
            {"entryPointType": "video", "uri": f"https://meet.google.com/{code}", "label": f"meet.google.com/{code}"}
        ],
        "conferenceSolution": {"key": {"type": MEET}, "name": "Google Meet", "iconUri": _MEET_ICON},
        "conferenceId": code,
    }


def _meet_code(derived: Derived) -> str:
    letters = derived.base32hex(10).translate(_LETTERS)
    return f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
