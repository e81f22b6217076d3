"""The operations on calendar groups, which only people's mailboxes have. A group holds calendars and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mockserver.http.operation import OperationTable
from mockserver.ids import derive
from mockserver.microsoft import queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.calendars.calendar import calendars
from mockserver.microsoft.calendars.store import GROUPS, find_group, groups, put_group, remove_group
from mockserver.microsoft.conditions import check_if_match
from mockserver.microsoft.lists import count_of, one_of, page_of
from mockserver.microsoft.mailbox import Mailbox, entity_set, open_own_mailbox
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded
from mockserver.microsoft.rows import FOLDER_EXISTS, INVALID_REQUEST, PROPERTY_VALIDATION
from mockserver.microsoft.templates import USER

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
TYPE = "calendarGroup"
LIST = f"{USER}/calendarGroups"
ONE = f"{LIST}/{{calendarGroup}}"
LONGEST_NAME: Final = 255  # [inferred]
_BUILT_IN = frozenset(class_id for _, class_id in GROUPS)
_DOCS: Final = "https://learn.microsoft.com/graph/api"


@table.operation(
    "calendarGroups.list", "GET", LIST,
    scopes=scopes.READ_BASIC, options={"odata": queries.LIST}, reference=f"{_DOCS}/user-list-calendargroups",
)  # fmt: skip
def list_groups(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    return page_of(exchange, _documents(mailbox), entity_set(exchange, mailbox), TYPE)


@table.operation(
    "calendarGroups.count", "GET", f"{LIST}/$count",
    scopes=scopes.READ_BASIC, options={"odata": ("filter", "search")}, reference=f"{_DOCS}/user-list-calendargroups",
)  # fmt: skip
def count_groups(exchange: Exchange) -> Value:
    return count_of(exchange, _documents(open_own_mailbox(exchange)), TYPE)


@table.operation(
    "calendarGroups.get", "GET", ONE,
    scopes=scopes.READ_BASIC, options={"odata": queries.ONE}, reference=f"{_DOCS}/calendargroup-get",
)  # fmt: skip
def get_group(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    group = find_group(mailbox, exchange.parameters["calendarGroup"])
    return one_of(exchange, decoded(group.body), entity_set(exchange, mailbox), TYPE)


@table.operation(
    "calendarGroups.create", "POST", LIST, scopes=scopes.WRITE, reference=f"{_DOCS}/user-post-calendargroups"
)
def create_group(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    name = _name(exchange, mailbox, read_body(exchange, TYPE))
    folder = mailbox.next_folder()
    group = put_group(mailbox, folder, name, derive("calendar-group", mailbox.id, str(folder)).uuid())
    return one_of(exchange, decoded(group.body), entity_set(exchange, mailbox), TYPE, created=True)


@table.operation("calendarGroups.update", "PATCH", ONE, scopes=scopes.WRITE, reference=f"{_DOCS}/calendargroup-update")
def update_group(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    group = find_group(mailbox, exchange.parameters["calendarGroup"])
    document = decoded(group.body)
    check_if_match(exchange, document["@odata.etag"])
    given = read_body(exchange, TYPE)
    _refuse_built_in(document, "be renamed")
    name = _name(exchange, mailbox, given, but=group.id)
    group = put_group(mailbox, group.extra, name, document["classId"])
    return one_of(exchange, decoded(group.body), entity_set(exchange, mailbox), TYPE)


@table.operation("calendarGroups.delete", "DELETE", ONE, scopes=scopes.WRITE, reference=f"{_DOCS}/calendargroup-delete")
def delete_group(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    group = find_group(mailbox, exchange.parameters["calendarGroup"])
    document = decoded(group.body)
    check_if_match(exchange, document["@odata.etag"])
    _refuse_built_in(document, "be deleted")
    if any(calendar.facts.group == group.id for calendar in calendars(mailbox)):  # [inferred]
        raise Refusal(INVALID_REQUEST, detail="Only a calendar group without calendars can be deleted.")
    remove_group(mailbox, group)
    return None


def _documents(mailbox: Mailbox) -> list[dict[str, Any]]:
    return [decoded(group.body) for group in groups(mailbox)]


def _refuse_built_in(document: dict[str, Any], what: str) -> None:
    """Refuse what is not done to the groups that Outlook makes; that the default one stays is documented.

    How it is refused is [inferred].
    """
    if document["classId"] in _BUILT_IN:
        raise Refusal(INVALID_REQUEST, detail=f"The calendar group '{document['name']}' can't {what}.")


def _name(exchange: Exchange, mailbox: Mailbox, given: dict[str, Any], but: str = "") -> str:
    name: str | None = given.get("name")
    if name is None or not name.strip() or len(name) > LONGEST_NAME:
        raise Refusal(PROPERTY_VALIDATION, why=f"a calendar group has a name of 1 to {LONGEST_NAME} characters")
    ignored = [other for other in given if other != "name"]
    if ignored:
        exchange.note(f"{', '.join(ignored)[:200]}: passed over; only the name of a calendar group can be written")
    if any(decoded(one.body)["name"].casefold() == name.casefold() for one in groups(mailbox) if one.id != but):
        raise Refusal(FOLDER_EXISTS, name=name, why=f"{mailbox.key} has a calendar group of that name")
    return name
