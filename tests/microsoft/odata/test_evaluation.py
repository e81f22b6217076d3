"""A document meets a filter, or does not, by the rules of OData and of Outlook's times."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.microsoft.odata.evaluation import ARITY, evaluate, predicate
from mockserver.microsoft.odata.filter import parse

DOCUMENT: dict[str, Any] = {
    "subject": "Team lunch",
    "isAllDay": False,
    "size": 30,
    "start": {"dateTime": "2026-03-08T09:00:00.0000000", "timeZone": "UTC"},
    "createdDateTime": "2026-03-01T12:00:00.5Z",
    "categories": ["Red", "Blue"],
    "seriesMasterId": None,
    "extended": [{"id": "a", "value": "1"}, {"id": "b", "value": "2"}],
}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("subject eq 'Team lunch'", True),
        ("subject eq 'team lunch'", False),
        ("subject ne 'x'", True),
        ("subject gt 'S' and subject lt 'U'", True),
        ("isAllDay", False),
        ("not isAllDay", True),
        ("isAllDay eq 0", False),
        ("size ge 30 and size le 30.0 and size eq 3e1", True),
        ("size eq '30'", False),
        ("size gt '3'", False),
        ("subject in ('x','Team lunch')", True),
        ("subject in ('x')", False),
        # Times are instants, however they are written.
        ("start/dateTime eq '2026-03-08T09:00:00'", True),
        ("start/dateTime eq '2026-03-08T10:00:00+01:00'", True),
        ("start/dateTime ge '2026-03-08 09:00:00'", True),
        ("start/dateTime lt '2026-03-08T09:00:00Z'", False),
        ("start/dateTime gt '2026-03-08'", True),
        ("createdDateTime gt 2026-03-01T12:00:00Z", True),
        ("createdDateTime lt 2026-03-02", True),
        ("createdDateTime eq 2026-03-01T13:00:00.500+01:00", True),
        ("start/dateTime eq 'soon'", False),
        # Null equals null only, and has no place in an order.
        ("seriesMasterId eq null", True),
        ("seriesMasterId ne 'x'", True),
        ("subject eq null", False),
        ("nothing/at/all eq null", True),
        ("seriesMasterId gt 'a'", False),
        ("not (seriesMasterId gt 'a')", False),
        ("not (seriesMasterId gt 'a' and isAllDay)", True),
        ("seriesMasterId gt 'a' or size eq 30", True),
        ("not contains(seriesMasterId,'a')", False),
        # Functions.
        ("startswith(subject,'Team')", True),
        ("endswith(subject,'lunch')", True),
        ("contains(tolower(subject),'team')", True),
        ("toupper(subject) eq 'TEAM LUNCH'", True),
        ("length(trim(concat(' ',subject))) eq 10", True),
        ("indexof(subject,'lunch') eq 5", True),
        ("year(createdDateTime) eq 2026 and day(createdDateTime) eq 1", True),
        ("contains(size,'3')", False),
        ("contains(subject)", False),
        ("nonsense(subject)", False),
        # Collections.
        ("categories/any(c:c eq 'Red')", True),
        ("categories/any(c:c eq 'Green')", False),
        ("categories/all(c:c eq 'Red')", False),
        ("categories/all(c:c ne 'Green')", True),
        ("nothing/any()", False),
        ("nothing/all(c:c eq 'Red')", True),
        ("categories/any()", True),
        ("extended/any(e:e/id eq 'b' and e/value eq '2')", True),
        ("extended/any(e:e/id eq 'a' and e/value eq '2')", False),
        ("categories/any(c:c eq 'Red' and subject eq 'Team lunch')", True),
        # What is no condition is not met.
        ("subject", False),
        ("categories eq categories", True),
        ("start gt start", False),
    ],
)
def test_a_document_meets_a_filter(text: str, met: bool) -> None:
    assert evaluate(parse(text), DOCUMENT) is met


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=3)),
    lambda parts: st.one_of(st.lists(parts, max_size=3), st.dictionaries(st.sampled_from("abc"), parts, max_size=3)),
    max_leaves=5,
)
OPERATIONS = ("{} eq {}", "{} lt {}", "{} and {}", "not {} or {}", "contains({},{})", "a/any(x:{} ge {})")


@given(
    st.dictionaries(st.sampled_from(["a", "b", "dateTime"]), VALUES),
    st.sampled_from(OPERATIONS),
    st.sampled_from(["a", "b/c", "dateTime", "x", "null", "1", "'x'", "2026-01-01", "year(a)", "length(b)"]),
    st.sampled_from(["a", "b", "x/a", "true", "1.5", "'2026-01-01'", "0001-01-01T00:00:00Z"]),
)
def test_no_document_makes_a_filter_fail(document: dict[str, Any], operation: str, left: str, right: str) -> None:
    assert evaluate(parse(operation.format(left, right)), document) in {True, False}


@pytest.mark.parametrize("name", sorted(ARITY))
def test_every_function_answers_null_for_null(name: str) -> None:
    arguments = ",".join(["nothing"] * ARITY[name])

    assert evaluate(parse(f"{name}({arguments}) eq null"), DOCUMENT)


def test_one_predicate_serves_many_documents() -> None:
    met = predicate(parse("subject eq 'a' or extended/any(e:e/id eq 'b') and not isAllDay"))

    assert [met(document) for document in ({"subject": "a"}, DOCUMENT, {}, DOCUMENT | {"isAllDay": True})] == [
        True, True, False, False,
    ]  # fmt: skip
