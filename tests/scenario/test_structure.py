from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[..., list[Any]]

PERSON = {"name": "A", "email": "a@b.example"}


def test_an_unknown_field_is_shown_at_its_key_with_the_near_ones(wrong: Look) -> None:
    found = wrong(clock={"strt": "2026-03-06T09:00:00Z"})

    assert found == [("strt", "`clock` has no field `strt`", "did you mean `start`?")]


def test_an_unknown_field_like_no_other_is_answered_with_all_of_the_part(wrong: Look) -> None:
    assert wrong(clock={"zzz": 1}) == [("zzz", "`clock` has no field `zzz`", "its fields: `flow`, `start`")]


def test_each_field_that_is_missing_is_named(wrong: Look) -> None:
    found = wrong(people={"alice": {}}, apps={})

    assert found == [({}, "`person` lacks `name`, `email`", "add `name`, `email`")]


def test_a_value_of_a_choice_is_answered_with_the_near_one(wrong: Look) -> None:
    found = wrong(people={"alice": PERSON | {"accounts": ["gogle"]}}, apps={})

    assert found == [("gogle", "this cannot be `gogle`", "did you mean `google`?")]


def test_a_truth_value_where_a_choice_is_says_how_it_was_read(wrong: Look) -> None:
    """`auth: off` is text; `auth: false` is not."""
    assert wrong(auth="off") == []
    assert wrong(auth=False) == [(False, "`auth` is the truth value `false`", "write one of: `off`, `on`")]


def test_a_number_where_text_belongs_wants_quotes(wrong_event: Look) -> None:
    assert wrong_event(title=2026) == [
        (2026, "`title` is the number `2026`", 'put it in quotes to make it text: "2026"')
    ]


def test_a_number_that_would_be_wrong_in_quotes_too_is_answered_with_the_form(wrong_event: Look) -> None:
    assert wrong_event(duration=30) == [
        (30, "`duration` is the number `30`", "write an ISO 8601 duration, such as PT15M, PT1H30M or P1D")
    ]


def test_a_text_of_another_form_is_answered_with_the_form(wrong: Look) -> None:
    found = wrong(calendars=[{"owner": "alice", "color": "25"}])

    assert found == [("25", "`color` cannot be `25`", 'write "1" to "24", in quotes, or a colour such as "#16a765"')]


def test_a_bad_address_is_answered_with_a_good_one(wrong: Look) -> None:
    found = wrong(people={"alice": PERSON | {"email": "alice at home"}}, apps={})

    assert found == [
        (
            "alice at home",
            "`email` cannot be `alice at home`",
            "write an e-mail address, such as alice@autosched.example",
        )
    ]


def test_a_text_that_ends_in_a_line_feed_does_not_slip_through(wrong: Look) -> None:
    assert [one.at for one in wrong(people={"alice": PERSON | {"email": "a@b.example\n"}}, apps={})] == [
        "a@b.example\n"
    ]


def test_a_name_is_shown_at_its_key(wrong: Look) -> None:
    found = wrong(people={"Alice Rivera": PERSON}, apps={})

    assert found == [
        (
            "Alice Rivera",
            "`Alice Rivera` is no name for this",
            "write 1 to 40 lower-case letters, digits and hyphens, such as room-4",
        )
    ]


def test_where_there_is_a_choice_the_one_that_was_meant_is_spoken_about(wrong_event: Look) -> None:
    found = wrong_event(repeat="FREQ=DAILY;COUNT=3", changes={"2026-03-06": {"titel": "A"}, "2026-03-07": "canceled"})

    assert [(one.at, one.instead) for one in found] == [
        ("titel", "did you mean `title`?"),
        ("canceled", "did you mean `cancelled`?"),
    ]


def test_where_nothing_of_a_choice_was_meant_all_of_it_is_named(wrong_event: Look) -> None:
    found = wrong_event(repeat=5, attendees=[True])

    assert found == [
        (5, "`repeat` is the number `5`", "write text or a list"),
        (True, "this is the truth value `true`", "write text or a mapping with the fields of `attendee`"),
    ]


def test_a_mapping_where_a_list_belongs_is_said_in_words(wrong: Look) -> None:
    assert wrong(grants={"person": "alice"}) == [({"person": "alice"}, "`grants` is a mapping", "write a list")]


@pytest.mark.parametrize(
    ("sections", "at"), [({"summary": ""}, ""), ({"tokens": {"t": {"person": "alice", "scopes": []}}}, [])]
)
def test_what_may_not_be_empty_is_left_out_instead(wrong: Look, sections: Any, at: Any) -> None:
    assert [(one.at, one.instead) for one in wrong(**sections)] == [(at, "give at least one, or leave the field out")]


def test_too_much_is_answered_with_how_much_is_allowed(wrong: Look, wrong_event: Look) -> None:
    assert wrong(summary="x" * 201) == [("x" * 201, "`summary` has 201 characters", "at most 200 are allowed")]
    reminders = [{"before": f"PT{n}M"} for n in range(6)]
    assert wrong_event(reminders=reminders) == [(reminders, "`reminders` has 6 entries", "at most 5 are allowed")]
