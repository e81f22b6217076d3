"""The operations on calendars: listed, counted, read, made, changed, deleted.

What lies in them is `events/`'s, with whom they are shared `permissions.py`'s, their groups `groups.py`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from mockserver.http.operation import OperationTable
from mockserver.microsoft import queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.calendars.calendar import Calendar, calendars, check_id, open_calendar
from mockserver.microsoft.calendars.properties import expander, filterable
from mockserver.microsoft.calendars.store import (
    document_of,
    find_group,
    my_calendars,
    put_calendar,
    remove,
    rewrite,
)
from mockserver.microsoft.conditions import check_if_match
from mockserver.microsoft.events import extended_properties
from mockserver.microsoft.lists import count_of, is_plain, one_of, page_of
from mockserver.microsoft.mailbox import Mailbox, entity_set, open_mailbox, open_own_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import entity
from mockserver.microsoft.rows import (
    ACCESS_DENIED,
    CANNOT_DELETE_DEFAULT,
    FOLDER_EXISTS,
    MALFORMED_ID,
    PROPERTY_VALIDATION,
)
from mockserver.microsoft.templates import PEOPLES_CALENDARS, USER
from mockserver.microsoft.templates import calendars as paths_of

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
TYPE = "calendar"
LISTS = (f"{USER}/calendars", f"{USER}/calendarGroups/{{calendarGroup}}/calendars")
LISTED = PEOPLES_CALENDARS[1:]
LONGEST_NAME: Final = 255  # [inferred]
# Outlook's palette; which of its shades Graph shows is not recorded. [inferred]
HEX_COLORS: Final = {
    "auto": "", "lightBlue": "#a6d1f5", "lightGreen": "#87d28e", "lightOrange": "#fcab73", "lightGray": "#c0c0c0",
    "lightYellow": "#f0d356", "lightTeal": "#4adacc", "lightPink": "#f2b8de", "lightBrown": "#d8b79d",
    "lightRed": "#f88c9b",
}  # fmt: skip
_DOCS: Final = "https://learn.microsoft.com/graph/api"


@table.operation(
    "calendars.list", "GET", LISTS,
    scopes=scopes.READ_BASIC, options={"odata": queries.LIST}, reference=f"{_DOCS}/user-list-calendars",
)  # fmt: skip
def list_calendars(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    documents = [filterable(mailbox, document) for document in _documents(exchange, mailbox)]
    of = entity_set(exchange, mailbox)
    return page_of(exchange, documents, of, TYPE, expand=expander(mailbox, of))


@table.operation(
    "calendars.count", "GET", tuple(f"{path}/$count" for path in LISTS),
    scopes=scopes.READ_BASIC, options={"odata": ("filter", "search")}, reference=f"{_DOCS}/user-list-calendars",
)  # fmt: skip
def count_calendars(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    return count_of(exchange, [filterable(mailbox, one) for one in _documents(exchange, mailbox)], TYPE)


@table.operation(
    "calendars.get", "GET", paths_of(),
    scopes=scopes.READ_EVENTS, options={"odata": queries.ONE}, reference=f"{_DOCS}/calendar-get",
)  # fmt: skip
def get_calendar(exchange: Exchange) -> Value:
    mailbox = open_mailbox(exchange)
    calendar = open_calendar(exchange, mailbox, _lowest(exchange, mailbox))
    of = _set_of(exchange, mailbox)
    if calendar.whole and is_plain(exchange):
        return entity(calendar.record.body, of, TYPE)
    return one_of(exchange, document_of(calendar), of, TYPE, expand=expander(mailbox, of))


@table.operation("calendars.create", "POST", LISTS, scopes=scopes.WRITE, reference=f"{_DOCS}/user-post-calendars")
def create_calendar(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    group = exchange.parameters.get("calendarGroup")
    if group is not None:
        group = find_group(mailbox, group).id
        if group == my_calendars(mailbox):  # a recorded answer of the service, against its documentation
            raise Refusal(MALFORMED_ID, why="the service refuses its default group here; right would be /me/calendars")
    given = read_body(exchange, TYPE)
    name, color = _name(mailbox, given.get("name")), _color(given.get("color") or "auto")
    properties = extended_properties.read(given)
    _note_read_only(exchange, given)
    members = {"color": color, "hexColor": HEX_COLORS[color]}
    made = put_calendar(mailbox, mailbox.next_folder(), name, group or my_calendars(mailbox), members=members)
    extended_properties.keep(mailbox, made.id, properties)
    return one_of(exchange, document_of(made), entity_set(exchange, mailbox), TYPE, created=True)


@table.operation(
    "calendars.update", "PATCH", PEOPLES_CALENDARS, scopes=scopes.WRITE, reference=f"{_DOCS}/calendar-update"
)
def update_calendar(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    calendar = _unchanged(exchange, open_calendar(exchange, mailbox, "none"))
    given = read_body(exchange, TYPE)
    document, facts = document_of(calendar), calendar.facts
    if "name" in given:
        document["name"] = _name(mailbox, given["name"], but=calendar.id)
        facts = msgspec.structs.replace(facts, name=document["name"])
    if "color" in given:
        document["color"] = _color(given["color"])
        document["hexColor"] = HEX_COLORS[document["color"]]
    properties = extended_properties.read(given)
    _note_read_only(exchange, given)
    extended_properties.keep(mailbox, calendar.id, properties)
    rewrite(mailbox, document, facts)
    changed = open_calendar(exchange, mailbox, "none")
    return one_of(exchange, document_of(changed), _set_of(exchange, mailbox), TYPE)


@table.operation("calendars.delete", "DELETE", LISTED, scopes=scopes.WRITE, reference=f"{_DOCS}/calendar-delete")
def delete_calendar(exchange: Exchange) -> Value:
    """A calendar that is shared with the caller leaves their list, and stays where it is."""
    mailbox = open_own_mailbox(exchange)
    calendar = _unchanged(exchange, open_calendar(exchange, mailbox, "none"))
    if calendar.facts.default:
        raise Refusal(CANNOT_DELETE_DEFAULT, why="the default calendar of a mailbox stays")
    remove(mailbox, calendar)
    return None


@table.operation(
    "calendars.permanentDelete", "POST", paths_of("/permanentDelete"),
    scopes=scopes.WRITE_EVENTS, reference=f"{_DOCS}/calendar-permanentdelete",
)  # fmt: skip
def permanently_delete_calendar(exchange: Exchange) -> Value:
    """As `delete`: what was deleted cannot be seen anyway."""
    return delete_calendar(exchange)


def _documents(exchange: Exchange, mailbox: Mailbox) -> list[dict[str, Any]]:
    """The calendars that the caller sees in a mailbox, or in one group of it.

    Raises `Refusal` (403) where somebody else's mailbox has none that is shared with the caller.
    """
    group = exchange.parameters.get("calendarGroup")
    if group is not None:
        check_id(group)
        group = find_group(mailbox, group).id
    lowest = _lowest(exchange, mailbox)
    seen = [one for one in calendars(mailbox) if one.role != "none" and one.allows(lowest)]
    if not seen and not mailbox.is_callers:
        raise Refusal(ACCESS_DENIED, why=f"{mailbox.key} shares no calendar with the caller")
    return [document_of(one) for one in seen if group in {None, one.facts.group}]


def _lowest(exchange: Exchange, mailbox: Mailbox) -> Any:
    """The role with which a calendar itself may be read: what the whole organization has is not enough [inferred]."""
    own = mailbox.is_callers or "group" in exchange.parameters
    return "freeBusyRead" if own else "limitedRead"


def _set_of(exchange: Exchange, mailbox: Mailbox) -> str:
    """The set that a calendar is one of: a person's default one is of their `calendars` as well."""
    alone = "calendar" not in exchange.parameters and not mailbox.is_group
    return f"{mailbox.place}/calendars" if alone else entity_set(exchange, mailbox)


def _unchanged(exchange: Exchange, calendar: Calendar) -> Calendar:
    """A calendar. Raises `Refusal` (412) where the request is meant for another version of it."""
    check_if_match(exchange, document_of(calendar)["@odata.etag"])
    return calendar


def _name(mailbox: Mailbox, name: str | None, but: str = "") -> str:
    """A name that a calendar can have. Raises `Refusal`: Exchange's folders differ in theirs, whatever the case."""
    if name is None or not name.strip() or len(name) > LONGEST_NAME:
        why = f"a calendar has a name of 1 to {LONGEST_NAME} characters"
        raise Refusal(PROPERTY_VALIDATION, why=why)
    if any(one.facts.name.casefold() == name.casefold() for one in calendars(mailbox) if one.id != but):
        raise Refusal(FOLDER_EXISTS, name=name, why=f"{mailbox.key} has a calendar of that name")
    return name


def _color(color: str | None) -> str:
    if color not in HEX_COLORS:
        raise Refusal(PROPERTY_VALIDATION, why=f"color is one of {', '.join(HEX_COLORS)}")
    return color


def _note_read_only(exchange: Exchange, given: dict[str, Any]) -> None:
    ignored = [name for name in given if name not in {"name", "color", *extended_properties.NAMES}]
    if ignored:
        exchange.note(f"{', '.join(ignored)[:200]}: passed over; name and color of a calendar can be written")
