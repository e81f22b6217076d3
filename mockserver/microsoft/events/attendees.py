"""Who is asked to an event: attendees as clients name them and as they are kept, with what each has answered.

Answers come by mail, never by a write: a status in a body has no effect. A list takes the place of the one before, and
whoever remains keeps their status. The reference's section 3.6; what no recording shows is marked [inferred].
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from mockserver.microsoft import formats
from mockserver.microsoft.events.times import refuse_value
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import INVALID_RECIPIENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mockserver.microsoft.mailbox import Mailbox

    Attendee = dict[str, Any]

MOST: Final = 500
NO_RESPONSE: Final = {"response": "none", "time": formats.date_time_offset(None)}
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")


def read(mailbox: Mailbox, given: Sequence[Mapping[str, Any]] | None, before: Iterable[Attendee]) -> list[Attendee]:
    """The attendees of an event now: null is none. Of two with one address the first counts [inferred].

    Raises `Refusal`: for more than 500 (the words are [inferred]), and for what is no address.
    """
    if given is None:
        return []
    if len(given) > MOST:
        refuse_value(f"an event has up to {MOST} attendees, and these are {len(given)}")
    known = {_key(attendee): attendee for attendee in before}
    found: dict[str, Attendee] = {}
    for number, one in enumerate(given):
        attendee = _read(mailbox, one, number)
        key = _key(attendee)
        attendee["status"] = known[key]["status"] if key in known else dict(NO_RESPONSE)
        found.setdefault(key, attendee)
    return list(found.values())


def unanswered(attendees: Iterable[Attendee]) -> list[Attendee]:
    """The attendees of a meeting whose time was changed: what they answered was about another one [inferred]."""
    return [
        {name: value for name, value in attendee.items() if name != "proposedNewTime"} | {"status": dict(NO_RESPONSE)}
        for attendee in attendees
    ]


def _read(mailbox: Mailbox, given: Mapping[str, Any], number: int) -> Attendee:
    recipient = given.get("emailAddress") or {}
    address = (recipient.get("address") or "").strip()
    if not _ADDRESS.fullmatch(address):
        raise Refusal(INVALID_RECIPIENTS, why=f"attendees[{number}].emailAddress.address is {address[:80]!r}")
    name = recipient.get("name") or name_of(mailbox, address)
    return {
        "type": given.get("type") or "required",
        "status": NO_RESPONSE,
        "emailAddress": {"name": name, "address": address},
    }


def name_of(mailbox: Mailbox, address: str) -> str:
    """The display name that the directory has for an address, else the address itself [inferred]."""
    person = mailbox.session.template.directory.by_email(address)
    return address if person is None else person.name or address


def _key(attendee: Mapping[str, Any]) -> str:
    address: str = attendee["emailAddress"]["address"]
    return address.casefold()
