"""The `Prefer` header (RFC 7240) as Graph's calendars take it, and `Preference-Applied`, which says what was done.

A preference that is not known, or whose value makes no sense, is passed over, as RFC 7240 section 2 has it; only a zone
that does not exist is refused. What a preference changes is the affair of who answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from mockserver.microsoft.events.times import ShownZone, shown_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BodyType = Literal["html", "text"]
# Possessive, so that a header of nothing but quotes takes no longer than any other.
# A quote that is not closed takes all that follows.
_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.)*+["\\]?+|[^,"])++', re.DOTALL)
_PREFERENCE = re.compile(r'\s*+([^\s=;"]++)(?:\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^\s;"]*+)))?+')
_PAGE_SIZE = re.compile(r"0*[1-9][0-9]{0,8}", re.ASCII)


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a request prefers. `applied` is the value of `Preference-Applied`, empty where there is none."""

    zone: ShownZone
    body_type: BodyType = "html"
    unsafe_html: bool = False
    immutable_ids: bool = False
    page_size: int | None = None
    track_changes: bool = False
    minimal: bool = False
    applied: str = ""


def read_preferences(headers: Iterable[str]) -> Preferences:
    """Read the values of all `Prefer` headers of a request. Raises `Refusal` where a zone does not exist."""
    given = dict(reversed(list(_preferences(headers))))  # the first of two counts (RFC 7240 section 2)
    zone = given.get("outlook.timezone")
    body_type = given.get("outlook.body-content-type", "").lower()
    size = given.get("odata.maxpagesize", "")
    preferences = Preferences(
        zone=shown_zone(zone),
        body_type="text" if body_type == "text" else "html",
        unsafe_html="outlook.allow-unsafe-html" in given,
        immutable_ids=given.get("idtype", "").lower() == "immutableid",
        page_size=int(size) if _PAGE_SIZE.fullmatch(size) else None,
        track_changes="odata.track-changes" in given,
        minimal=given.get("return", "").lower() == "minimal",
    )
    typed = body_type in get_args(BodyType)
    echoes = {
        "outlook.timezone": f'outlook.timezone="{preferences.zone.name}"' if zone is not None else "",
        "outlook.body-content-type": f'outlook.body-content-type="{body_type}"' if typed else "",
        "idtype": 'IdType="ImmutableId"' if preferences.immutable_ids else "",
        "odata.maxpagesize": f"odata.maxpagesize={preferences.page_size}" if preferences.page_size else "",
        "odata.track-changes": "odata.track-changes" if preferences.track_changes else "",
        "return": "return=minimal" if preferences.minimal else "",
    }
    return msgspec.structs.replace(preferences, applied=", ".join(filter(None, echoes.values())))


def _preferences(headers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each preference of the headers: its name in lower case, and its value without quotes, empty where it has none."""
    for piece in (piece for header in headers for piece in _PIECE.findall(header)):
        if match := _PREFERENCE.match(piece):
            name, quoted, plain = match.groups()
            yield name.lower(), plain or "" if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
