"""Conference data of an event: Meet made on request, other conferences kept as they are given.

https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.google.refusals import INVALID, Refusal

if TYPE_CHECKING:
    from mockserver.google.calendars.calendar import Calendar
    from mockserver.ids import Derived

MEET = "hangoutsMeet"
OTHER = "addOn"
_MEET_ICON = (
    "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png"
)
_LETTERS = str.maketrans("0123456789abcdefghijklmnopqrstuv", "abcdefghijklmnopqrstuvwxyzabcdef")


def settle(calendar: Calendar, document: dict[str, Any], old: dict[str, Any], sent: dict[str, Any]) -> None:
    """Settle, in place, the conference of an event that was `old`, where `sent` is the body's side of it.

    A `createRequest` makes a conference, unless it is the last one once more; a conference in full is a copy.
    """
    data = document.get("conferenceData")
    if not data:
        document.pop("hangoutLink", None)
        return
    given = sent.get("conferenceData")
    if not given:
        return
    request, before = given.get("createRequest") or {}, old.get("conferenceData") or {}
    last = before.get("createRequest")
    if request and last and request.get("requestId") == last.get("requestId"):
        document["conferenceData"] = before
    elif request and not (given.get("conferenceSolution") and given.get("entryPoints")):
        document["conferenceData"] = _made(calendar, request)
    else:
        _check(data)
    document["hangoutLink"] = _meet_link(document["conferenceData"])


def _made(calendar: Calendar, request: dict[str, Any]) -> dict[str, Any]:
    """The conference that a request asks for. At Google too, Meet has it ready in the first answer mostly."""
    if not request.get("requestId"):
        # [inferred]: the words
        raise Refusal(INVALID, message="Missing conference request id.", why="createRequest needs a requestId")
    key = request.get("conferenceSolutionKey") or {"type": MEET}
    _check_type(key, (MEET,))
    derived = calendar.session.ids.next("conference")
    return _meet({"requestId": request["requestId"], "conferenceSolutionKey": key}, derived)


def _check(data: dict[str, Any]) -> None:
    """A conference that a client writes in full has a solution and a way in, as the reference demands."""
    _check_type((data.get("conferenceSolution") or {}).get("key") or {}, (MEET, OTHER))
    if not data.get("conferenceSolution") or not data.get("entryPoints"):
        why = "either conferenceSolution with entryPoints, or createRequest"
        raise Refusal(INVALID, message="Invalid conference data.", why=why)  # [inferred]: the words


def _meet_link(data: dict[str, Any]) -> str | None:
    """The `hangoutLink` of a conference: the video link, where it is one of Meet."""
    if (data["conferenceSolution"].get("key") or {}).get("type") != MEET:
        return None
    return next((point.get("uri") for point in data["entryPoints"] if point.get("entryPointType") == "video"), None)


def _check_type(key: dict[str, Any], allowed: tuple[str, ...]) -> None:
    kind = key.get("type")
    if kind is not None and kind not in allowed:
        # [inferred]: the words
        raise Refusal(INVALID, message="Invalid conference type value.", why=f"{kind}; known: {', '.join(allowed)}")


def _meet(request: dict[str, Any], derived: Derived) -> dict[str, Any]:
    """As recorded in 2021 and 2025: the request stays, and has already succeeded."""
    letters = derived.base32hex(10).translate(_LETTERS)
    code = f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
    return {
        "createRequest": request | {"status": {"statusCode": "success"}},
        "entryPoints": [
            {"entryPointType": "video", "uri": f"https://meet.google.com/{code}", "label": f"meet.google.com/{code}"}
        ],
        "conferenceSolution": {"key": {"type": MEET}, "name": "Google Meet", "iconUri": _MEET_ICON},
        "conferenceId": code,
        "signature": derived.token(28),
    }
