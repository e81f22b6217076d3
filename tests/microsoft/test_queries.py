"""A query is read by what its operation declares; what it does not look at is said in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from multidict import CIMultiDict

from mockserver.http.operation import OperationTable
from mockserver.microsoft.odata.options import Options
from mockserver.microsoft.queries import LIST, ONE, WINDOW, note_ignored, odata_options, parameter, preferences_of
from mockserver.microsoft.refusals import Refusal
from tests.microsoft.exchanges import asked

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange


def of_operation(target: str, **options: Any) -> Exchange:
    table = OperationTable("microsoft")
    table.operation("things.list", "GET", "/v1.0/things", options=options)(lambda: None)
    exchange = asked(target=target)
    exchange.operation = next(iter(table))
    return exchange


def test_an_option_counts_where_the_operation_declares_it() -> None:
    exchange = of_operation("/v1.0/things?$top=5&select=id", odata=ONE)

    assert odata_options(exchange) == Options(select="id")


def test_an_option_that_no_service_knows_is_refused_everywhere() -> None:
    with pytest.raises(Refusal, match=r"The query parameter '\$what' is not supported"):
        odata_options(of_operation("/v1.0/things?$what=5"))


def test_what_the_operation_does_not_look_at_is_said_in_the_journal() -> None:
    exchange = of_operation("/v1.0/things?$top=5&colour=red&$select=id&enddatetime=x", odata=ONE, parameters=WINDOW)

    note_ignored(exchange)

    assert exchange.notes == [
        f"query parameter {name} has no effect here; right would be: startDateTime, endDateTime, $select, $expand"
        for name in ("$top", "colour")
    ]


def test_a_list_takes_every_option() -> None:
    exchange = of_operation("/v1.0/things?$top=5&$count=true&$filter=a&$orderby=b&$skip=1&$search=x", odata=LIST)

    note_ignored(exchange)

    assert exchange.notes == []


def test_the_letter_case_of_a_parameter_does_not_count() -> None:
    assert parameter(asked(target="/v1.0/things?STARTdatetime=x"), "startDateTime") == "x"
    assert parameter(asked(), "startDateTime") is None


def test_preferences_are_those_of_all_prefer_headers() -> None:
    exchange = asked()
    exchange.headers = CIMultiDict([("Prefer", "odata.maxpagesize=5"), ("Prefer", 'IdType="ImmutableId"')])

    assert (preferences_of(exchange).page_size, preferences_of(exchange).immutable_ids) == (5, True)
    assert preferences_of(asked()).applied == ""
