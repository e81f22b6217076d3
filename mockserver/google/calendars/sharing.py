"""The operations `acl.*`: who may do what with a calendar.

A rule gives a role to a user, a group, a domain or everybody. Giving one puts the calendar into nobody's list. A rule
that is taken away stays as a tombstone with the role `none`, for those who sync.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec

from mockserver.google import scopes
from mockserver.google.bodies import read_body
from mockserver.google.calendars import documents
from mockserver.google.calendars.calendar import ROLES, Calendar, Role, RuleFacts, open_calendar, rules_of
from mockserver.google.calendars.store import put_rule, remove_rule
from mockserver.google.change_lists import DEFAULT_PAGE, listing, place
from mockserver.google.conditions import check_if_match
from mockserver.google.formats import is_email, same_email
from mockserver.google.refusals import (
    CALENDAR_LIMITS,
    CANNOT_CHANGE_OWN_ACL,
    CANNOT_CHANGE_OWNER_ACL,
    CANNOT_MODIFY_ACL_OF_OWNER,
    FORBIDDEN,
    INVALID_SCOPE,
    INVALID_VALUE,
    MISSING_ROLE,
    MISSING_SCOPE_TYPE,
    NOT_FOUND,
    Refusal,
)
from mockserver.google.render import Listing, Resource, decoded, resource
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.documents import Record
    from mockserver.http.exchange import Exchange

table = OperationTable("google")
RULES = "/calendar/v3/calendars/{calendarId}/acl"
RULE = RULES + "/{ruleId}"
REFERENCE = "https://developers.google.com/workspace/calendar/api/v3/reference/acl/"
SCOPES = ("default", "user", "group", "domain")
MOST_RULES = 6_000
"""Rules of a calendar. https://developers.google.com/workspace/calendar/api/concepts/sharing"""
NO_MAIL = {"sendNotifications": "no mail is sent; it never changes the data"}


class ListQuery(msgspec.Struct, frozen=True, rename="camel"):
    """The parameters of `acl.list`."""

    max_results: Annotated[int, msgspec.Meta(ge=1)] = DEFAULT_PAGE
    page_token: str | None = None
    show_deleted: bool | None = None
    sync_token: str | None = None


def about(method: str, response: str | None = "AclRule") -> dict[str, Any]:
    """What the renderer and the error writer want to know of an operation on rules."""
    return {
        "reference": REFERENCE + method,
        "options": {"response": response, "method": f"calendar.v3.Acl.{method.capitalize()}"},
    }


@table.operation("acl.list", "GET", RULES, scopes=scopes.READ_RULES, query=ListQuery, **about("list", "Acl"))
def list_rules(exchange: Exchange, query: ListQuery) -> Listing:
    calendar = _open_to_read(exchange)
    scope = rules_of(calendar.id)
    collection = exchange.session.documents.collection(scope)
    restricted = "with syncToken, showDeleted cannot be false" if query.show_deleted is False else ""
    begun = place(exchange, scope, collection.revision, (query.page_token, query.sync_token), restricted)
    shows_deleted = bool(query.show_deleted or query.sync_token)
    found = (
        (record.revision, decoded(record.body))
        for record in collection.since(begun.revision)
        if shows_deleted or not record.deleted
    )
    return listing(exchange, scope, begun, found, kind="calendar#acl", size=query.max_results)


@table.operation("acl.get", "GET", RULE, scopes=scopes.READ_RULE, **about("get"))
def get(exchange: Exchange) -> Resource:
    return _resource(_find(_open_to_read(exchange), exchange.parameters["ruleId"]))


@table.operation("acl.insert", "POST", RULES, scopes=scopes.WRITE_RULES, accepted=NO_MAIL, **about("insert"))
def insert(exchange: Exchange) -> Resource:
    """Give a role. A scope that has one gets the new one in its place [inferred]."""
    calendar = _open_to_write(exchange)
    body = read_body(exchange, "AclRule")
    scope = _scope(body)
    facts = RuleFacts(*scope, _role(body))
    _check_owner(calendar, facts)
    rules = exchange.session.documents.collection(rules_of(calendar.id))
    if rules.get(documents.rule_id(facts)) is None and len(rules) >= MOST_RULES:
        raise Refusal(CALENDAR_LIMITS, why=f"a calendar has at most {MOST_RULES} rules")
    return _resource(put_rule(calendar, facts))


@table.operation("acl.patch", "PATCH", RULE, scopes=scopes.WRITE_RULES, accepted=NO_MAIL, **about("patch"))
def patch(exchange: Exchange) -> Resource:
    calendar = _open_to_write(exchange)
    rule = _find_to_write(exchange, calendar)
    body = read_body(exchange, "AclRule", patch=True)
    facts: RuleFacts = rule.extra
    return _changed(calendar, rule, _role(body) if body.get("role") else facts.role)


@table.operation("acl.update", "PUT", RULE, scopes=scopes.WRITE_RULES, accepted=NO_MAIL, **about("update"))
def update(exchange: Exchange) -> Resource:
    """Give another role. The rule stays the one that the path names, whatever scope the body says [inferred]."""
    calendar = _open_to_write(exchange)
    rule = _find_to_write(exchange, calendar)
    body = read_body(exchange, "AclRule")
    _scope(body)
    return _changed(calendar, rule, _role(body))


@table.operation("acl.delete", "DELETE", RULE, scopes=scopes.WRITE_RULES, **about("delete", None))
def delete(exchange: Exchange) -> None:
    calendar = _open_to_write(exchange)
    rule = _find_to_write(exchange, calendar)
    _check_owner(calendar, rule.extra)
    remove_rule(calendar, rule)


def _open_to_read(exchange: Exchange) -> Calendar:
    """The calendar whose rules the caller may see: those who may write to it, and its owners."""
    calendar = open_calendar(exchange, exchange.parameters["calendarId"])
    if not calendar.allows("writer"):
        raise Refusal(FORBIDDEN, why=f"only writers and owners of {calendar.id} see its rules; this is {calendar.role}")
    return calendar


def _open_to_write(exchange: Exchange) -> Calendar:
    return _open_to_read(exchange).demand("owner")


def _find(calendar: Calendar, rule_id: str) -> Record:
    """The rule of that id. Raises `Refusal` (404); a rule that was taken away is not found either [inferred]."""
    rules = calendar.session.documents.collection(rules_of(calendar.id))
    record = rules.get(rule_id) or rules.get(rule_id.lower())
    if record is None or record.deleted:
        there = ", ".join(rule.id for rule in rules.since() if not rule.deleted)
        raise Refusal(NOT_FOUND, why=f"{calendar.id} has no rule {rule_id}; there are {there}")
    return record


def _find_to_write(exchange: Exchange, calendar: Calendar) -> Record:
    rule = _find(calendar, exchange.parameters["ruleId"])
    check_if_match(exchange, documents.etag_of(rule.body))
    return rule


def _changed(calendar: Calendar, rule: Record, role: Role) -> Resource:
    """The rule with another role; with the one that it has, nothing changes."""
    old: RuleFacts = rule.extra
    if role == old.role:
        return _resource(rule)
    facts = RuleFacts(old.scope, old.value, role)
    _check_owner(calendar, facts)
    return _resource(put_rule(calendar, facts))


def _check_owner(calendar: Calendar, facts: RuleFacts) -> None:
    """Refuse to change the rules that make owners of those who own the data, and the caller's own."""
    if facts.scope != "user":
        return
    if not calendar.facts.primary and same_email(facts.value, calendar.id):
        raise Refusal(CANNOT_MODIFY_ACL_OF_OWNER, why="the calendar's own rule stays as it is")
    if same_email(facts.value, calendar.caller.email):
        raise Refusal(CANNOT_CHANGE_OWN_ACL, why="nobody changes their own role; another owner can")
    owner = calendar.id if calendar.facts.primary else decoded(calendar.record.body).get("dataOwner", "")
    if same_email(facts.value, owner):
        raise Refusal(CANNOT_CHANGE_OWNER_ACL, why=f"{owner} owns the data; calendars.transferOwnership changes that")


def _scope(body: dict[str, Any]) -> tuple[str, str]:
    """The scope of a rule, with its address or domain in lower case; the public scope has none."""
    scope: dict[str, Any] = body.get("scope") or {}
    kind, value = scope.get("type"), str(scope.get("value") or "").lower()
    if not kind:
        raise Refusal(MISSING_SCOPE_TYPE, why="scope.type: default, user, group or domain")
    if kind not in SCOPES:
        raise Refusal(INVALID_VALUE, detail=f"Invalid scope type value: {kind}", why=f"one of {', '.join(SCOPES)}")
    if kind == "default":
        return kind, ""
    right = is_email(value) if kind in {"user", "group"} else "." in value and "@" not in value
    if not right:
        wanted = "a domain" if kind == "domain" else "an e-mail address"
        raise Refusal(INVALID_SCOPE, why=f"scope.value of a {kind} is {wanted}, not {value!r}")
    return kind, value


def _role(body: dict[str, Any]) -> Role:
    role = body.get("role")
    if not role:
        raise Refusal(MISSING_ROLE, why=f"role: one of {', '.join(ROLES)}")
    if role not in get_args(Role):
        raise Refusal(INVALID_VALUE, detail=f"Invalid role value: {role}", why=f"one of {', '.join(ROLES)}")
    return role  # type: ignore[no-any-return]  # just compared with all there are


def _resource(record: Record) -> Resource:
    return resource(decoded(record.body))
