"""The one declaration of an operation, and what it refuses to hear."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mockserver.http.operation import OperationTable, joined


class Query(msgspec.Struct, frozen=True, rename="camel"):
    """Two parameters."""

    max_results: int = 10
    q: str | None = None


def handle(exchange: Any) -> Any:
    return exchange


def declare(name: str = "list", method: str = "GET", paths: Any = "/books", **facts: Any) -> OperationTable:
    table = OperationTable("books")
    table.operation(name, method, paths, **facts)(handle)
    return table


def test_a_declaration_is_an_operation_with_its_facts() -> None:
    (operation,) = declare(
        paths=["/books", "/shelf/{shelf}/books"],
        scopes=["read", "write"],
        query=Query,
        accepted={"alt": "there is one format"},
        options={"method": "Books.List"},
        also=("PUT",),
        confidential=True,
        reference="https://books.example/list",
    )

    assert (operation.id, operation.name, operation.method, operation.also) == ("books.list", "list", "GET", ("PUT",))
    assert operation.paths == ("/books", "/shelf/{shelf}/books")
    assert operation.scopes == {"read", "write"}
    assert operation.reader.names == {"maxResults", "q"}
    assert operation.handler is handle
    assert operation.confidential


def test_a_name_may_have_dots() -> None:
    (operation,) = declare("events.list")

    assert (operation.id, operation.name) == ("books.events.list", "events.list")


def test_the_handler_is_left_as_it_is() -> None:
    assert OperationTable("books").operation("list", "GET", "/books")(handle) is handle


def test_what_was_declared_cannot_be_changed() -> None:
    accepted = {"alt": "there is one format"}
    (operation,) = declare(accepted=accepted)

    accepted["q"] = "later"

    assert dict(operation.accepted) == {"alt": "there is one format"}
    with pytest.raises(TypeError):
        operation.options["x"] = 1  # type: ignore[index]  # this is what must not work


def test_a_table_keeps_the_order_of_its_declarations() -> None:
    table = OperationTable("books")
    for name in ("c", "a", "b"):
        table.operation(name, "GET", f"/{name}")(handle)

    assert [operation.name for operation in table] == ["c", "a", "b"]
    assert len(table) == 3


def test_an_operation_is_declared_once() -> None:
    table = declare()

    with pytest.raises(ValueError, match=r"operation books\.list is declared twice"):
        table.operation("list", "GET", "/other")(handle)


def test_two_tables_share_no_operation() -> None:
    with pytest.raises(ValueError, match="two tables declare the same operation"):
        joined(declare(), declare())


def test_joined_tables_keep_their_order() -> None:
    assert [one.name for one in joined(declare("b"), declare("a"))] == ["b", "a"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"method": "get"}, "its methods"),
        ({"method": "BREW"}, "its methods"),
        ({"method": "HEAD"}, "HEAD and OPTIONS follow by themselves"),
        ({"also": ("GET",)}, "must differ"),
        ({"also": ("POST", "POST")}, "must differ"),
        ({"paths": ()}, "it has no path"),
        ({"paths": "books"}, "must begin with /"),
        ({"paths": "/books/{book"}, "each parameter be a whole segment"),
        ({"paths": "/books/book}"}, "each parameter be a whole segment"),
        ({"paths": "/books/{book}.json"}, "each parameter be a whole segment"),
        ({"paths": "/books/no-{book}"}, "each parameter be a whole segment"),
        ({"paths": "/books/{}"}, "each parameter be a whole segment"),
        ({"paths": "/books/{book}/pages/{book}"}, "a name of its own"),
        ({"paths": ["/books", "/books/{q}"], "query": Query}, r"\['q'\] cannot be in both its path and its query"),
        ({"query": Query, "accepted": {"q": "why not"}}, r"\['q'\] cannot be both read and accepted"),
        ({"accepted": {"alt": " "}}, r"\['alt'\] need a reason"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(facts: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        declare(**facts)


def test_a_refused_declaration_leaves_nothing_behind() -> None:
    table = OperationTable("books")
    with pytest.raises(ValueError, match="its methods"):
        table.operation("list", "get", "/books")(handle)

    assert len(table) == 0


def test_one_scope_is_not_a_set_of_letters() -> None:
    with pytest.raises(TypeError, match="scopes are a set of texts"):
        declare(scopes="read")


def test_an_unknown_fact_is_refused() -> None:
    with pytest.raises(TypeError, match="scope"):
        declare(scope=["read"])
