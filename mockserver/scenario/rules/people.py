"""Rules about people, and those that hold all over the document: addresses, zones, accounts, references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from mockserver.scenario.forms import Email
from mockserver.scenario.language import PROVIDERS
from mockserver.scenario.mistakes import nearest, quoted
from mockserver.scenario.moments import BadTime, instant
from mockserver.timing.zones import UnknownZone, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.scenario.mistakes import Finding
    from mockserver.scenario.view import View

_EMAIL = re.compile(get_args(Email)[1].pattern)
_NATIVE = ("google", "microsoft")
"""Fields of events in a provider's own words, among which null is a value like others."""


def empty_fields(document: View) -> Iterator[Finding]:
    """A field without a value: the decoder would take it for one that was left out."""
    for field in document.entries():
        if field.value is None:
            yield field.wrong(f"{quoted(field.key)} is empty", "give it a value, or leave the field out")
        elif field.path[0] != "calendars" or field.key not in _NATIVE:
            yield from empty_fields(field)
    for item in document.items():
        if item.value is None:
            yield item.wrong("this is empty", "give it a value, or leave it out")
        yield from empty_fields(item)


def clock(document: View) -> Iterator[Finding]:
    """The clock starts at a time there is."""
    start = document["clock"]["start"]
    if start.text is not None:
        try:
            instant(start.text)
        except BadTime as error:
            yield start.wrong(error.what, error.instead)


def addresses(document: View) -> Iterator[Finding]:
    """No two people or groups have one address, in whatever case it is written."""
    first: dict[str, str] = {}
    for person in (*document["people"].entries(), *document["groups"].entries()):
        email = person["email"]
        if email.text is None:
            continue
        other = first.setdefault(email.text.casefold(), person.key)
        if other != person.key:
            yield email.wrong(f"{quoted(email.text)} is already the address of {quoted(other)}", "give each their own")


def groups(document: View) -> Iterator[Finding]:
    """A group has a key that is nobody's, and members who are somebody, each once."""
    for group in document["groups"].entries():
        if group.key in document["people"].names():
            yield group.wrong_key(f"the group {quoted(group.key)} has the key of a person", "give one another key")
        seen: dict[str | None, str] = {}
        for member in group["members"].texts():
            named = list(unknown_person_or_address(document, member))
            yield from named
            if not named and seen.setdefault(address_of(document, member.value), member.value) != member.value:
                yield member.wrong(f"{quoted(member.value)} is in the group twice", "name each once")
        yield from twice(group["members"])


def zones(document: View) -> Iterator[Finding]:
    """Every zone is one there is, by its IANA or Windows name."""
    places = [person["zone"] for person in document["people"].entries()]
    for calendar in document["calendars"].items():
        places.append(calendar["zone"])
        places += [event["zone"] for event in calendar["events"].items()]
    for place in places:
        if place.text is not None:
            try:
                zone(place.text)
            except UnknownZone as error:
                near = nearest(place.text, error.near, of="near")
                right = near if error.near else "write an IANA name, such as America/New_York, or a Windows name"
                yield place.wrong(f"{quoted(place.text)} is no time zone", right)


def accounts(document: View) -> Iterator[Finding]:
    """Nobody has two accounts with one provider, and a calendar stands in accounts its owner has."""
    for person in document["people"].entries():
        yield from twice(person["accounts"])
    for calendar in document["calendars"].items():
        yield from twice(calendar["accounts"])
        owner = calendar["owner"].text
        if owner is None or owner not in document["people"]:
            continue
        for provider in calendar["accounts"].texts():
            yield from no_account(document, owner, provider)


def twice(names: View) -> Iterator[Finding]:
    """A name that stands twice in a list of names."""
    seen: set[str] = set()
    for name in names.texts():
        if name.value in seen:
            yield name.wrong(f"{quoted(name.value)} stands here twice", "name it once")
        seen.add(name.value)


def no_account(document: View, person: str, provider: View) -> Iterator[Finding]:
    """A provider with whom a person has no account."""
    declared = document["people"][person]["accounts"]
    known = {one.value for one in declared.texts()} or set(PROVIDERS)
    if provider.value in PROVIDERS and provider.value not in known:
        what = f"{quoted(person)} has no {provider.value} account"
        yield provider.wrong(what, f"add {provider.value} to the accounts of {quoted(person)}, or name another")


def unknown_person(document: View, who: View) -> Iterator[Finding]:
    """A key that is nobody's."""
    if who.text is not None and who.text not in document["people"].names():
        yield who.wrong(f"there is no person {quoted(who.text)}", _near_person(document, who.text))


def unknown_person_or_address(document: View, who: View) -> Iterator[Finding]:
    """A text that is neither anybody's key nor an e-mail address."""
    if who.text is None:
        return
    if "@" not in who.text:
        yield from unknown_person(document, who)
    elif not _EMAIL.match(who.text):
        yield who.wrong(
            f"{quoted(who.text)} is no e-mail address", "write one such as bob@partner.example, or the key of a person"
        )


def address_of(document: View, who: str) -> str | None:
    """The address of a person by key, folded for comparing; an address is its own."""
    email = who if "@" in who else document["people"][who]["email"].text
    return email.casefold() if email is not None else None


def _near_person(document: View, name: str) -> str:
    return nearest(name, document["people"].names(), of="declared under `people`")
