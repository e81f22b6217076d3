"""The documents around a calendar: order of members, what is left out, etags, ids of rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.google.calendars import documents
from mockserver.google.calendars.list_state import ListState, Notification, Reminder
from mockserver.google.render import decoded, fragment

SHARED = {
    "autoAcceptInvitations": True,
    "dataOwner": "a@b.example",
    "timeZone": "UTC",
    "location": "L",
    "description": "D",
    "summary": "S",
    "id": "c",
    "conferenceProperties": documents.CONFERENCES,
}


def test_a_calendar_has_googles_order_whatever_order_it_is_given_in() -> None:
    assert list(documents.calendar(SHARED)) == [
        "kind", "etag", "id", "summary", "description", "location", "timeZone", "dataOwner", "conferenceProperties",
        "autoAcceptInvitations",
    ]  # fmt: skip


def test_what_is_empty_is_left_out() -> None:
    assert not {"description", "location"} & set(documents.calendar(SHARED | {"description": "", "location": None}))


@given(st.dictionaries(st.sampled_from(["summary", "description", "location", "timeZone"]), st.text(min_size=1)))
def test_the_same_content_has_the_same_etag_and_other_content_another(change: dict[str, str]) -> None:
    one, other = documents.calendar(SHARED), documents.calendar(SHARED | change)

    assert (one["etag"] == other["etag"]) == (SHARED | change == SHARED)
    assert documents.calendar(other) == other
    assert documents.etag_of(fragment(other)) == other["etag"]


def test_an_entry_with_everything_has_googles_order() -> None:
    state = ListState(
        "7", "#42d692", summary_override="O", hidden=True, selected=True,
        reminders=(Reminder("popup", 5),), notifications=(Notification("agenda"),),
    )  # fmt: skip
    entry = documents.deleted(documents.entry(documents.calendar(SHARED), state, "owner", 5, primary=True))

    assert list(entry) == [
        "kind", "etag", "id", "summary", "description", "location", "timeZone", "dataOwner", "summaryOverride",
        "colorId", "backgroundColor", "foregroundColor", "hidden", "selected", "accessRole", "defaultReminders",
        "notificationSettings", "primary", "deleted", "conferenceProperties", "autoAcceptInvitations",
    ]  # fmt: skip


def test_an_entry_at_its_defaults_says_only_what_google_says() -> None:
    entry = documents.entry({"id": "c", "summary": "S"}, ListState("7", "#42d692"), "reader", 5, primary=False)

    assert list(entry) == [
        "kind", "etag", "id", "summary", "colorId", "backgroundColor", "foregroundColor", "accessRole",
        "defaultReminders",
    ]  # fmt: skip
    assert entry["etag"] == '"5"'


@pytest.mark.parametrize("scope", ["user:a@b.example", "group:g@b.example", "domain:b.example", "default"])
def test_a_rules_id_and_its_scope_say_the_same(scope: str) -> None:
    facts = documents.rule_facts(scope, "reader")
    rule = documents.rule(facts, 1)

    assert documents.rule_id(facts) == rule["id"] == scope
    assert rule["scope"]["type"] == scope.partition(":")[0]
    assert ("value" in rule["scope"]) == (scope != "default")
    assert rule["etag"] == '"00000000000000000001"'
    assert decoded(fragment(rule)) == rule


def test_an_address_alone_is_a_users_scope() -> None:
    assert documents.rule_facts("a@b.example", "writer") == documents.rule_facts("user:a@b.example", "writer")
