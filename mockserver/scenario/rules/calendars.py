"""Rules about calendars: whose they are, where they stand, who shares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.scenario.mistakes import quoted
from mockserver.scenario.rules.people import address_of, unknown_person, unknown_person_or_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View


def owners(document: View) -> Iterator[Finding]:
    """Every calendar is somebody's."""
    for calendar in document["calendars"].items():
        yield from unknown_person(document, calendar["owner"])


def places(document: View) -> Iterator[Finding]:
    """An owner has one calendar of a key."""
    first: dict[tuple[str, str], int] = {}
    for number, calendar in enumerate(document["calendars"].items(), 1):
        owner, key = calendar["owner"].text, calendar["key"].or_text("primary")
        if owner is not None and first.setdefault((owner, key), number) != number:
            at = calendar["key"] if "key" in calendar else calendar["owner"]
            what = f"calendar {first[owner, key]} is already the {quoted(key)} of {quoted(owner)}"
            yield at.wrong(what, "put its events there, or give this one another key")


def shares(document: View) -> Iterator[Finding]:
    """A calendar is shared with people, groups or addresses, each once, and not with its owner."""
    for calendar in document["calendars"].items():
        owner = calendar["owner"].text
        seen = {address_of(document, owner): owner} if owner is not None else {}
        for share in calendar["share"].entries():
            if share.key in document["groups"].names():
                continue
            named = list(unknown_person_or_address(document, _key_of(share)))
            for finding in named:
                yield share.wrong_key(finding.what, finding.instead)
            email = address_of(document, share.key)
            if not named and email is not None and seen.setdefault(email, share.key) != share.key:
                what = f"{quoted(share.key)} has a role in it already, as {quoted(seen[email])}"
                yield share.wrong_key(what, "name each once, and not the owner")
            elif not named and share.key == owner:
                yield share.wrong_key(f"{quoted(owner)} owns the calendar", "share it with others only")


def event_keys(document: View) -> Iterator[Finding]:
    """No two events of a calendar have one key."""
    for calendar in document["calendars"].items():
        first: dict[str, int] = {}
        for number, event in enumerate(calendar["events"].items(), 1):
            key = event["key"]
            if key.text is not None and first.setdefault(key.text, number) != number:
                what = f"event {first[key.text]} of this calendar already has the key {quoted(key.text)}"
                yield key.wrong(what, "give each its own")


def _key_of(share: View) -> View:
    """The key of an entry, as a value that can be looked at."""
    return type(share)(share.key, share.path)
