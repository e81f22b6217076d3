"""From a method and a path to an operation."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.http.operation import OperationTable
from mockserver.http.routing import MAX_SEGMENTS, Routes

if TYPE_CHECKING:
    from mockserver.http.operation import Operation

SEGMENT = st.text(min_size=1, max_size=12)


def routes(*declared: tuple[str, str, str]) -> Routes:
    """Routes of operations, each as its name, method and path."""
    table = OperationTable("books")
    for name, method, path in declared:
        table.operation(name, method, path)(lambda exchange: exchange)
    return Routes(table)


SHELF = routes(
    ("list", "GET", "/books"),
    ("get", "GET", "/books/{book}"),
    ("insert", "POST", "/books"),
    ("newest", "GET", "/books/newest"),
    ("pages", "GET", "/books/{book}/pages/{page}"),
    ("cover", "GET", "/books/newest/cover"),
)


def found(method: str, path: str) -> tuple[str, dict[str, str]] | None:
    operation = SHELF.find(method, path)
    return None if operation is None else (operation[0].name, operation[1])


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/books", ("list", {})),
        ("POST", "/books", ("insert", {})),
        ("GET", "/books/dune", ("get", {"book": "dune"})),
        ("GET", "/books/dune/pages/7", ("pages", {"book": "dune", "page": "7"})),
        ("GET", "/books/newest", ("newest", {})),
        ("GET", "/books/newest/cover", ("cover", {})),
        ("GET", "/books/newest/pages/1", ("pages", {"book": "newest", "page": "1"})),
        ("GET", "/books/%6eewest", ("newest", {})),
        ("GET", "/books/a%2Fb", ("get", {"book": "a/b"})),
        ("GET", "/books/a+b%20c", ("get", {"book": "a+b c"})),
        ("GET", "/books/alice%40autosched.example", ("get", {"book": "alice@autosched.example"})),
        ("GET", "/books/alice@autosched.example", ("get", {"book": "alice@autosched.example"})),
        ("GET", "/books/%ff", ("get", {"book": "\ufffd"})),
        ("DELETE", "/books", None),
        ("GET", "/books/", None),
        ("GET", "/books//pages/1", None),
        ("GET", "/Books", None),
        ("GET", "/", None),
        ("GET", "", None),
        ("GET", "/books/dune/pages", None),
    ],
)
def test_a_path_leads_to_its_operation(method: str, path: str, expected: tuple[str, dict[str, str]] | None) -> None:
    assert found(method, path) == expected
    assert found(method, path) == expected  # the second time it is remembered


@given(SEGMENT, SEGMENT)
def test_whatever_stands_in_a_path_encoded_comes_out_decoded(book: str, page: str) -> None:
    path = f"/books/{quote(book, safe='')}/pages/{quote(page, safe='')}"

    assert found("GET", path) == ("pages", {"book": book, "page": page})


@given(st.text(string.printable, max_size=60), st.sampled_from(["GET", "POST", "", "BREW"]))
def test_no_path_makes_it_fail(path: str, method: str) -> None:
    SHELF.find(method, "/" + path)
    SHELF.nearest("/" + path)


def test_a_path_longer_than_is_remembered_is_found_as_well() -> None:
    assert found("GET", "/books/" + "x" * 1000) == ("get", {"book": "x" * 1000})


def test_a_path_of_very_many_segments_leads_nowhere() -> None:
    assert SHELF.find("GET", "/books" * (MAX_SEGMENTS + 1)) is None


def test_two_operations_cannot_have_the_same_method_and_path() -> None:
    with pytest.raises(ValueError, match=r"GET /books is declared twice, by books\.all too"):
        routes(("list", "GET", "/books"), ("all", "GET", "/books"))


def test_parameters_of_two_names_are_the_same_place() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        routes(("get", "GET", "/books/{book}"), ("fetch", "GET", "/books/{id}"))


class Late:
    """Operations that come late, and how often they were asked for."""

    def __init__(self, *declared: tuple[str, str, str]) -> None:
        self.declared = declared
        self.asked = 0

    def __call__(self) -> tuple[Operation, ...]:
        self.asked += 1
        return routes(*self.declared).operations


def with_late(*declared: tuple[str, str, str]) -> tuple[Routes, Late]:
    late = Late(*declared)
    return Routes(SHELF.operations, late), late


def test_late_operations_wait_until_a_request_that_no_other_serves() -> None:
    shelf, late = with_late(("lend", "POST", "/books/{book}/lend"))

    assert shelf.find("GET", "/books/dune") is not None
    assert late.asked == 0

    operation, parameters = shelf.find("POST", "/books/dune/lend") or pytest.fail("it leads nowhere")
    assert (operation.name, parameters) == ("lend", {"book": "dune"})
    assert shelf.find("DELETE", "/nowhere") is None
    assert late.asked == 1


def test_all_operations_are_known_to_whoever_asks_for_all() -> None:
    shelf, _ = with_late(("lend", "POST", "/books/{book}/lend"))

    assert [one.name for one in shelf.operations] == [*(one.name for one in SHELF.operations), "lend"]


def test_the_nearest_path_may_be_one_that_comes_late() -> None:
    shelf, _ = with_late(("lend", "POST", "/books/{book}/lend"))

    assert shelf.nearest("/books/dune/len") == "POST /books/{book}/lend"


def test_a_late_operation_cannot_take_what_another_serves() -> None:
    shelf, _ = with_late(("oldest", "GET", "/books/oldest"))

    with pytest.raises(ValueError, match=r"books\.oldest comes late, but books\.get serves GET /books/oldest"):
        shelf.find("POST", "/nowhere")


def test_a_late_operation_cannot_have_the_name_of_another() -> None:
    shelf, _ = with_late(("get", "POST", "/books/{book}/lend"))

    with pytest.raises(ValueError, match=r"books\.get is declared twice"):
        shelf.find("POST", "/nowhere")


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/book", "GET, POST /books"),
        ("/books/dune/page/7", "GET /books/{book}/pages/{page}"),
        ("/books/dune", "GET /books/{book}"),
        ("/zzzzzzzzzzzzzzzz", None),
    ],
)
def test_the_nearest_served_path_is_told(path: str, nearest: str | None) -> None:
    assert SHELF.nearest(path) == nearest
