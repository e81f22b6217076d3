"""A filter is refused in Graph's words where Graph refuses it, and otherwise spelt as the wire spells its names."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.odata.binding import bind
from mockserver.microsoft.odata.expressions import written
from mockserver.microsoft.odata.filter import parse
from mockserver.microsoft.refusals import Refusal


def bound(text: str, type_name: str = "event") -> str:
    return written(bind(parse(text), type_name))


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Start/DateTime ge '2026-03-08'", "start/dateTime ge '2026-03-08'"),
        ("ISALLDAY", "isAllDay"),
        ("icaluid eq 'x'", "iCalUId eq 'x'"),
        ("importance eq 'HIGH'", "importance eq 'high'"),
        ("'seriesmaster' eq type", "'seriesMaster' eq type"),
        ("showAs in ('Busy','oof')", "showAs in ('busy','oof')"),
        ("createdDateTime ge 2026-03-08", "createdDateTime ge 2026-03-08"),
        ("lastModifiedDateTime lt 2026-03-08T00:00:00Z", "lastModifiedDateTime lt 2026-03-08T00:00:00Z"),
        ("seriesMasterId eq null", "seriesMasterId eq null"),
        (
            "StartsWith(Subject,'x') or not contains(subject,'y')",
            "startswith(subject,'x') or not contains(subject,'y')",
        ),
        ("Categories/any(c:c eq 'Red')", "categories/any(c:c eq 'Red')"),
        (
            "singleValueExtendedProperties/any(ep:ep/Id eq 'string 0x000E' and ep/value eq 'b')",
            "singleValueExtendedProperties/any(ep:ep/id eq 'String 0xe' and ep/value eq 'b')",
        ),
        ("categories/any(c:c eq subject)", "categories/any(c:c eq subject)"),
    ],
)
def test_a_supported_filter_is_spelt_as_the_wire(text: str, spelt: str) -> None:
    assert bound(text) == spelt


def test_the_values_of_other_types_are_filtered_by() -> None:
    assert bound("Name eq 'x' and isDefaultCalendar", "calendar") == "name eq 'x' and isDefaultCalendar"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing eq 1", "Could not find a property named 'nothing' on type 'microsoft.graph.event'."),
        ("subject/length eq 1", "Could not find a property named 'length' on type 'Edm.String'."),
        ("subject", "The $filter expression must evaluate to a single boolean value."),
        (
            "start/dateTime ge 2026-03-08T00:00:00Z",
            (
                "A binary operator with incompatible types was detected. "
                "Found operand types 'Edm.String' and 'Edm.DateTimeOffset' for operator kind 'GreaterThanOrEqual'."
            ),
        ),
        (
            "isAllDay eq 1",
            (
                "A binary operator with incompatible types was detected. "
                "Found operand types 'Edm.Boolean' and 'Edm.Int32' for operator kind 'Equal'."
            ),
        ),
        (
            "subject in ('x',1.5)",
            (
                "A binary operator with incompatible types was detected. "
                "Found operand types 'Edm.String' and 'Edm.Double' for operator kind 'Equal'."
            ),
        ),
        (
            "isAllDay and subject",
            (
                "A binary operator with incompatible types was detected. "
                "Found operand types 'Edm.Boolean' and 'Edm.String' for operator kind 'And'."
            ),
        ),
        (
            "not subject",
            (
                "A unary operator with an incompatible type was detected. "
                "Found operand type 'Edm.String' for operator kind 'Not'."
            ),
        ),
        ("importance eq 'urgent'", "The string 'urgent' is not a valid enumeration type constant."),
        (
            "like(subject,'x')",
            (
                "An unknown function with name 'like' was found. "
                "This may also be a function import or a key lookup on a navigation property, which is not allowed."
            ),
        ),
        (
            "contains(subject)",
            "No function signature for the function with name 'contains' matches the specified arguments.",
        ),
        (
            "contains(subject,1)",
            "No function signature for the function with name 'contains' matches the specified arguments.",
        ),
        ("subject/any(s:s eq 'x')", "Any/All may only be used following a collection."),
        ("categories/any(c:c)", "The Any/All query expression must evaluate to a single boolean value."),
    ],
)
def test_a_filter_that_does_not_fit_the_type_is_a_bad_request(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        bound(text)

    assert (refused.value.row.code, refused.value.message) == ("BadRequest", f"Invalid filter clause: {message}")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "recurrence/range/endDate eq 2026-03-08",
            "ErrorInvalidUrlQueryFilter",
            "The property 'Recurrence' does not support filtering.",
        ),
        (
            "multiValueExtendedProperties/any(m:m/id eq 'x')",
            "ErrorInvalidUrlQueryFilter",
            "The property 'MultiValueExtendedProperties' does not support filtering.",
        ),
        (
            "organizer/emailAddress/address eq 'x'",
            "ErrorInvalidUrlQueryFilter",
            "The query filter contains one or more invalid nodes.",
        ),
        (
            "endswith(subject,'x')",
            "ErrorInvalidUrlQueryFilter",
            "The query filter contains one or more invalid nodes.",
        ),
        (
            "categories/all(c:c eq 'x')",
            "ErrorInvalidUrlQueryFilter",
            "The query filter contains one or more invalid nodes.",
        ),
        (
            "attendees/any(a:a/emailAddress/address eq 'x')",
            "UnsupportedEntityExpression",
            "'i => i.Attendees.Any(a => (a.EmailAddress == \"x\"))' is not a supported filter expression.",
        ),
    ],
)
def test_what_outlook_does_not_filter_by_is_refused_in_its_words(text: str, code: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        bound(text)

    assert (refused.value.row.code, refused.value.message) == (code, message)


PARTS = ("subject", "start/dateTime", "start", "importance", "isAllDay", "categories", "c", "null", "1", "'x'", "a/b")
FORMS = (
    "{} eq {}",
    "{} and {}",
    "not {} or {}",
    "contains({},{})",
    "categories/any(c:{} ge {})",
    "attendees/any(c:{} eq {})",
)


@given(st.sampled_from(FORMS), st.sampled_from(PARTS), st.sampled_from(PARTS), st.sampled_from(["event", "calendar"]))
def test_any_filter_is_bound_or_refused(form: str, left: str, right: str, type_name: str) -> None:
    with suppress(Refusal):
        bind(parse(form.format(left, right)), type_name)
