"""A meeting on its way from one provider to another, in the terms of RFC 5545 that both can say it in.

What only one provider has - colours, categories, how one joins online - stays there. A series is sent without what
differs in it: each occurrence that does is a meeting of its own, with its `original` start.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads it at run time
from typing import Literal

import msgspec

from mockserver.clock import Instant  # noqa: TC001 - msgspec reads it at run time

Answer = Literal["needsAction", "accepted", "tentative", "declined"]


class Moment(msgspec.Struct, frozen=True):
    """An instant, and the IANA name of the zone it was written in; of what lasts whole days also the `day`."""

    instant: Instant
    zone: str
    day: date | None = None


class Attendee(msgspec.Struct, frozen=True):
    """Somebody who is asked to a meeting, and what they answered."""

    address: str
    name: str = ""
    kind: Literal["required", "optional", "resource"] = "required"
    answer: Answer = "needsAction"
    comment: str = ""


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as a message carries it: who organizes what, when, and who is asked to it.

    `rules` are the lines of RFC 5545 section 3.8.5 of a series; `original` is when an occurrence of one would start
    (RECURRENCE-ID). Where `visible` is false, nobody but the recipient is among the `attendees`.
    """

    uid: str
    organizer: str
    organizer_name: str = ""
    title: str = ""
    description: str = ""
    location: str = ""
    start: Moment
    end: Moment
    rules: tuple[str, ...] = ()
    original: Moment | None = None
    attendees: tuple[Attendee, ...] = ()
    busy: bool = True
    private: bool = False
    visible: bool = True
    sequence: int = 0
