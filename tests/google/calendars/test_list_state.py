"""A user's own settings for a calendar of their list, and how a body changes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.documents import Record
from mockserver.google.calendars import palette
from mockserver.google.calendars.list_state import (
    ListState,
    Notification,
    Reminder,
    encoded,
    fresh,
    patched,
    replaced,
    state_of,
)
from mockserver.google.refusals import Refusal

STATE = ListState("7", "#42d692", selected=True, reminders=(Reminder("popup", 10),))
REMINDERS = st.builds(Reminder, st.sampled_from(["email", "popup"]), st.integers(0, 40_320))
STATES = st.builds(
    ListState,
    st.sampled_from(list(palette.BACKGROUNDS)),
    st.just("#123456"),
    summary_override=st.text(max_size=8),
    hidden=st.booleans(),
    selected=st.booleans(),
    reminders=st.lists(REMINDERS, max_size=5).map(tuple),
    notifications=st.just((Notification("agenda"),)),
)


@given(STATES)
def test_what_was_kept_is_read_back(state: ListState) -> None:
    assert state_of(Record("c", 1, encoded(state))) == state


@given(STATES)
def test_a_body_that_names_nothing_changes_nothing_in_a_patch(state: ListState) -> None:
    assert patched(state, {}, rgb=False) == state
    assert patched(state, {"summary": "the calendar's own"}, rgb=True) == state


@given(STATES)
def test_a_put_leaves_the_colours_and_nothing_else(state: ListState) -> None:
    assert replaced(state, {}, rgb=False) == ListState(state.color_id, state.background, state.foreground)


@given(st.text(min_size=1, max_size=20))
def test_a_calendar_has_a_colour_of_the_palette_from_its_id_always_the_same(calendar_id: str) -> None:
    state = fresh(calendar_id)

    assert state == fresh(calendar_id)
    assert palette.BACKGROUNDS[state.color_id] == state.background


def test_a_calendar_may_come_with_a_colour_or_with_an_id() -> None:
    assert fresh("c", color="8").background == "#16a765"
    assert (fresh("c", color="#FFD800").color_id, fresh("c", color="#FFD800").background) == ("6", "#ffd800")


def test_another_colour_id_takes_the_place_of_a_free_colour() -> None:
    free = patched(STATE, {"backgroundColor": "#000001"}, rgb=True)

    assert patched(free, {"colorId": "9"}, rgb=False).background == "#7bd148"


def test_the_same_colour_id_leaves_a_free_colour() -> None:
    free = patched(STATE, {"backgroundColor": "#000001"}, rgb=True)

    assert patched(free, {"colorId": free.color_id, "backgroundColor": "#ffffff"}, rgb=False) == free


def test_with_rgb_the_background_goes_before_the_id() -> None:
    state = patched(STATE, {"colorId": "8", "backgroundColor": "#ac725f"}, rgb=True)

    assert (state.color_id, state.background) == ("1", "#ac725f")


def test_with_rgb_an_id_alone_counts_and_so_does_a_foreground_alone() -> None:
    assert patched(STATE, {"colorId": "8"}, rgb=True).background == "#16a765"
    assert patched(STATE, {"foregroundColor": "#FFFFFF"}, rgb=True).foreground == "#ffffff"


def test_sms_is_dropped_without_a_word() -> None:
    rows = [{"method": "sms", "minutes": 5}, {"method": "email", "minutes": 5}]
    told = {"notifications": [{"type": "agenda", "method": "sms"}]}

    assert patched(STATE, {"defaultReminders": rows}, rgb=False).reminders == (Reminder("email", 5),)
    assert patched(STATE, {"notificationSettings": told}, rgb=False).notifications == ()


@pytest.mark.parametrize("nothing", [None, {"notifications": None}, {"notifications": []}])
def test_an_empty_list_of_notifications_turns_them_off(nothing: dict[str, Any] | None) -> None:
    state = patched(
        STATE, {"notificationSettings": {"notifications": [{"type": "agenda", "method": "email"}]}}, rgb=False
    )

    assert state.notifications == (Notification("agenda"),)
    assert patched(state, {"notificationSettings": nothing}, rgb=False).notifications == ()
    assert patched(state, {"notificationSettings": {}}, rgb=False) == state


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"colorId": "0"}, "colorId"),
        ({"foregroundColor": "#12"}, "foregroundColor"),
        ({"defaultReminders": [{"minutes": 5}]}, "reminder method"),
        ({"defaultReminders": [{"method": "popup", "minutes": -1}]}, "reminder minutes"),
        ({"notificationSettings": {"notifications": [{"type": "agenda"}]}}, "notification method"),
        ({"notificationSettings": {"notifications": [{"method": "email"}]}}, "notification type"),
    ],
)
def test_a_wrong_value_is_refused_and_what_is_right_is_said(body: dict[str, Any], named: str) -> None:
    with pytest.raises(Refusal) as refused:
        patched(STATE, body, rgb=True)

    assert refused.value.body("")["message"].startswith(f"Invalid value for: Invalid {named} value: ")
    assert "right would be" in refused.value.why
