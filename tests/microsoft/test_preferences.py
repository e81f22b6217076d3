"""The `Prefer` header: what is taken from it, what is passed over, and what is said to have been applied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.events.times import shown_zone
from mockserver.microsoft.preferences import Preferences, read_preferences
from mockserver.microsoft.refusals import Refusal


def test_without_preferences_times_are_in_utc_and_bodies_html() -> None:
    assert read_preferences([]) == Preferences(zone=shown_zone("UTC"))


@pytest.mark.parametrize(
    ("header", "applied"),
    [
        ('outlook.timezone="Pacific Standard Time"', 'outlook.timezone="Pacific Standard Time"'),
        ("outlook.timezone=UTC", 'outlook.timezone="UTC"'),
        ("outlook.body-content-type=Text", 'outlook.body-content-type="text"'),
        ('outlook.body-content-type="html"', 'outlook.body-content-type="html"'),
        ('idtype="immutableid"', 'IdType="ImmutableId"'),
        ('odata.maxpagesize="5"', "odata.maxpagesize=5"),
        ("odata.track-changes", "odata.track-changes"),
        ("return=minimal; wait=5", "return=minimal"),
        ("outlook.allow-unsafe-html", ""),
    ],
)
def test_what_was_applied_is_said_as_graph_writes_it(header: str, applied: str) -> None:
    assert read_preferences([header]).applied == applied


def test_several_preferences_in_one_header_or_more_all_apply() -> None:
    headers = ['outlook.timezone="Tokyo Standard Time", odata.maxpagesize=20', 'IdType="ImmutableId"']
    headers += ["outlook.body-content-type=text,outlook.allow-unsafe-html", "odata.track-changes, return=minimal"]

    assert read_preferences(headers) == Preferences(
        zone=shown_zone("Tokyo Standard Time"),
        body_type="text",
        unsafe_html=True,
        immutable_ids=True,
        page_size=20,
        track_changes=True,
        minimal=True,
        applied='outlook.timezone="Tokyo Standard Time", outlook.body-content-type="text", IdType="ImmutableId", '
        "odata.maxpagesize=20, odata.track-changes, return=minimal",
    )


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        "=",
        "respond-async",
        "odata.maxpagesize=0",
        "odata.maxpagesize=many",
        "IdType=Mutable",
        "return=all",
        "outlook.body-content-type=markdown",
        'x="outlook.timezone=UTC, return=minimal"',
    ],
)
def test_what_is_unknown_or_makes_no_sense_is_passed_over(header: str) -> None:
    assert read_preferences([header]).applied == ""


def test_of_two_alike_the_first_counts() -> None:
    assert read_preferences(["odata.maxpagesize=5, odata.maxpagesize=6", "odata.maxpagesize=7"]).page_size == 5


@pytest.mark.parametrize("name", ["Greenwich Mean Time", ""])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_preferences([f'outlook.timezone="{name}"'])

    assert caught.value.row.code == "TimeZoneNotSupportedException"
    assert caught.value.message.endswith(f"The following TimeZone value is not supported: '{name}'.")


@given(st.text(alphabet=' "\\,;=ab', max_size=60))
def test_any_header_is_read(header: str) -> None:
    assert read_preferences([header]).zone.name == "UTC"


def test_a_header_of_nothing_but_quotes_is_read_at_once() -> None:
    # A pattern that goes back over what it has read would take hours for these.
    for text in ('a="' * 40_000, "a" * 100_000 + '"', '"\\' * 40_000, "a=" + " " * 100_000):
        assert read_preferences([text]).applied == ""
