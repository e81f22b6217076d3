from __future__ import annotations

import re

from mockserver.control import problems
from mockserver.control.problems import ROWS, UNKNOWN_APP, Problem, Row, listed


def test_every_kind_of_problem_stands_in_the_list_once() -> None:
    declared = [row for row in vars(problems).values() if isinstance(row, Row)]

    assert set(ROWS) == set(declared)
    assert len({row.slug for row in ROWS}) == len(ROWS)


def test_the_list_is_in_the_order_of_the_statuses() -> None:
    assert [row.status for row in ROWS] == sorted(row.status for row in ROWS)


def test_a_kind_is_named_as_a_part_of_a_url() -> None:
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", row.slug) for row in ROWS)
    assert all(400 <= row.status < 600 for row in ROWS)


def test_a_document_has_the_members_of_rfc_9457_and_further_ones() -> None:
    problem = Problem(UNKNOWN_APP, "no app 'autoshed'; there is autosched", near=["autosched"])

    assert problem.document("http://mock:8080") == {
        "type": "http://mock:8080/_mock/problems#unknown-app",
        "title": "The scenario has no app with such credentials",
        "status": 404,
        "detail": "no app 'autoshed'; there is autosched",
        "near": ["autosched"],
    }


def test_many_names_are_cut_and_no_names_are_said() -> None:
    assert listed([]) == "none"
    assert listed(["a", "b"]) == "a, b"
    assert listed([str(number) for number in range(25)], 3) == "0, 1, 2 and 22 more"
