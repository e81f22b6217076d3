"""A mailbox: whose it is, how a path names it, who may open it, and the numbers that its ids are made of.

People, rooms and groups have one each. What is kept of it lies in collections that carry its key:
`microsoft/counters/{mailbox}`, and those of calendars, events and the rest, which their own modules name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

import msgspec

from mockserver.http.routing import LONGEST_REMEMBERED, REMEMBERED
from mockserver.microsoft import formats
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import place
from mockserver.microsoft.routes import ME
from mockserver.microsoft.rows import (
    ACCESS_DENIED,
    DELEGATED_ONLY,
    DIRECTORY_OBJECT_NOT_FOUND,
    INVALID_USER,
    MAILBOX_NOT_ENABLED,
)
from mockserver.microsoft.scopes import READ_GROUP, SHARED

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation
    from mockserver.identity.directory import Group, Person
    from mockserver.microsoft.caller import Caller
    from mockserver.microsoft.formats import MailboxKeys
    from mockserver.microsoft.routes import GraphRoutes
    from mockserver.session import Session

GROUP_KEY = "group:"
# What msgraph-sdk writes for /me; its own middleware takes it out again, others do not.
_ME = frozenset({ME, "me-token-to-replace"})


class Counters(msgspec.Struct, frozen=True):
    """How many items and folders a mailbox has had, and how often anything in it was changed."""

    items: int = 0
    folders: int = formats.DEFAULT_CALENDAR
    changes: int = 0


class Mailbox(msgspec.Struct, frozen=True):
    """A mailbox as somebody opened it.

    `key` is a person's, or a group's after `group:`. `id` is the directory's object id. `place` is how contexts name
    it: `users('…')` with the id, or with the address where the path had that. `caller` None is the server itself.
    """

    session: Session
    key: str
    id: str
    name: str
    address: str
    zone: str = "UTC"
    kind: str = "person"
    place: str = ""
    caller: Caller | None = None

    @property
    def keys(self) -> MailboxKeys:
        # Of the scenario and not of the session's seed: ids stand in documents that sessions of any seed share.
        return _keys(self.session.template.scenario, self.key)

    @property
    def is_group(self) -> bool:
        return self.key.startswith(GROUP_KEY)

    @property
    def is_callers(self) -> bool:
        """Whether it is opened by its owner, or by an app or the server itself, who may do whatever the owner may."""
        return self.caller is None or self.caller.app_only or self.caller.person == self.key or self.is_group

    def next_item(self) -> int:
        """The number of a new item."""
        counters = self._counters()
        return self._count(msgspec.structs.replace(counters, items=counters.items + 1)).items

    def next_folder(self) -> int:
        """The number of a new folder: a calendar, or a group of calendars."""
        counters = self._counters()
        return self._count(msgspec.structs.replace(counters, folders=counters.folders + 1)).folders

    def next_change_key(self) -> str:
        """The change key of whatever is changed next."""
        counters = self._counters()
        counters = self._count(msgspec.structs.replace(counters, changes=counters.changes + 1))
        return formats.change_key(self.keys, counters.changes)

    def _counters(self) -> Counters:
        return counters_of(self.session, self.key)

    def _count(self, counters: Counters) -> Counters:
        self.session.documents.put(_counters_in(self.key), self.key, b"", extra=counters)
        return counters


def counters_of(session: Session, mailbox: str) -> Counters:
    """The counters of a mailbox as they stand."""
    record = session.documents.collection(_counters_in(mailbox)).get(mailbox)
    counters: Counters = Counters() if record is None else record.extra
    return counters


def _counters_in(mailbox: str) -> str:
    return f"microsoft/counters/{mailbox}"


@lru_cache(4_096)
def _keys(scenario: str, key: str) -> MailboxKeys:
    return formats.mailbox_keys(scenario, key)


def open_mailbox(exchange: Exchange) -> Mailbox:
    """The mailbox that a path names by its `user` or its `group`.

    Raises `Refusal`: 404 where there is none, 403 where the permissions do not reach it, 400 for `/me` without anybody
    signed in. Whether a calendar in it is shared with the caller, `calendars/calendar.py` says.
    """
    session, caller = exchange.session, exchange.caller
    group = exchange.parameters.get("group")
    if group is not None:
        return _open_group(exchange, group)
    user = exchange.parameters["user"]
    if user in _ME:
        if caller.app_only:
            raise Refusal(DELEGATED_ONLY)
        person: Person | None = session.template.directory.person(caller.person)
    else:
        person = find_person(session, user)
    if person is None:
        raise Refusal(INVALID_USER, user=user, why=f"there are: {_there(session)}")
    if "microsoft" not in person.accounts:
        raise Refusal(MAILBOX_NOT_ENABLED, why=f"{person.key} has no Microsoft account in this scenario")
    _check_reach(exchange, _scopes(exchange) - READ_GROUP)
    mailbox = _of_person(session, person, caller, user)
    if not mailbox.is_callers and not caller.scopes & SHARED:
        held = ", ".join(sorted(caller.scopes)) or "none"
        why = f"other people's mailboxes need a .Shared permission; the token's are: {held}"  # [inferred]
        raise Refusal(ACCESS_DENIED, why=why)
    return mailbox


def open_own_mailbox(exchange: Exchange) -> Mailbox:
    """The mailbox that a path names, for what no permission opens to other people: its settings, its categories.

    Raises `Refusal`, as `open_mailbox`.
    """
    mailbox = open_mailbox(exchange)
    if not mailbox.is_callers:
        why = f"only {mailbox.key}, and an app by itself, reaches this; nobody's calendar permissions do"
        raise Refusal(ACCESS_DENIED, why=why)
    return mailbox


def entity_set(exchange: Exchange, mailbox: Mailbox) -> str:
    """What a path means as contexts write it: `users('…')/calendars('…')/events`; the key at its end is left out."""
    routes = cast("GraphRoutes", exchange.provider.routes)
    return mailbox.place + _below(routes, routes.canonical(exchange.path))


def _steps(routes: GraphRoutes, canonical: str) -> str:
    segments = canonical.split("/")[4:]
    if segments and not routes.is_word(segments[-1]):
        segments.pop()
    below = (f"/{segment}" if routes.is_word(segment) else place("", unquote(segment)) for segment in segments)
    return "".join(below)


_remembered_steps = lru_cache(REMEMBERED)(_steps)


def _below(routes: GraphRoutes, canonical: str) -> str:
    """A path below its mailbox as contexts write it."""
    read = _remembered_steps if len(canonical) <= LONGEST_REMEMBERED else _steps
    return read(routes, canonical)


def is_me(user: str) -> bool:
    """Whether a path's `{user}` is whoever calls."""
    return user in _ME


def mailbox_of(session: Session, key: str, caller: Caller | None = None) -> Mailbox:
    """The mailbox of a person's or a group's key. Raises LookupError where there is none."""
    if key.startswith(GROUP_KEY):
        return _of_group(session, session.template.directory.groups[key.removeprefix(GROUP_KEY)], caller)
    person = session.template.directory.person(key)
    return _of_person(session, person, caller, session.identity.object_id(key))


def mailbox_at(session: Session, address: str) -> Mailbox | None:
    """The mailbox of a person or room with that address, None where it is nobody's at Microsoft."""
    person = session.template.directory.by_email(address)
    return None if person is None or "microsoft" not in person.accounts else mailbox_of(session, person.key)


def find_person(session: Session, user: str) -> Person | None:
    """The person whom a path names by their object id or address, in whatever case."""
    directory = session.template.directory
    if "@" in user:
        return directory.by_email(user)
    key = session.identity.person_of(user.lower())
    return None if key is None else directory.people[key]


def _of_person(session: Session, person: Person, caller: Caller | None, named: str) -> Mailbox:
    id_ = session.identity.object_id(person.key)
    whose = place("users", named if "@" in named else id_)
    return Mailbox(session, person.key, id_, person.name, person.email, person.zone, person.kind, whose, caller)


def _scopes(exchange: Exchange) -> frozenset[str]:
    return cast("Operation", exchange.operation).scopes


def _check_reach(exchange: Exchange, wanted: frozenset[str]) -> None:
    """Refuse a person's mailbox to permissions for groups, and the other way round, where an operation has both."""
    if exchange.caller.scopes.isdisjoint(wanted):
        raise Refusal(ACCESS_DENIED, why=f"this mailbox is reached with one of {', '.join(sorted(wanted))}")


def _open_group(exchange: Exchange, named: str) -> Mailbox:
    session = exchange.session
    groups = session.template.directory.groups.values()
    group = next((one for one in groups if session.identity.group_id(one.key) == named.lower()), None)
    if group is None:
        there = ", ".join(f"{session.identity.group_id(one.key)} ({one.key})" for one in groups) or "none"
        raise Refusal(DIRECTORY_OBJECT_NOT_FOUND, id=named, why=f"there are: {there}")
    _check_reach(exchange, _scopes(exchange) & READ_GROUP)
    return _of_group(session, group, exchange.caller)


def _of_group(session: Session, group: Group, caller: Caller | None) -> Mailbox:
    id_ = session.identity.group_id(group.key)
    return Mailbox(
        session, GROUP_KEY + group.key, id_, group.name or group.key, group.email, "UTC", "group",
        place("groups", id_), caller,
    )  # fmt: skip


def _there(session: Session) -> str:
    people = session.template.directory.people.values()
    return ", ".join([one.email for one in people if "microsoft" in one.accounts][:20]) or "nobody"
