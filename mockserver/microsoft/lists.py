"""What a query asks of documents: which of them, in which order, which page, which properties; and one document's.

Whatever is a list on Graph's calendar side goes through here, events as well as calendars. Reading the options is
`odata/`'s, which is imported only where a query has any.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.microsoft.odata.options import Options
from mockserver.microsoft.odata.paging import DEFAULT_SIZE, Page, next_query, page
from mockserver.microsoft.queries import declared_options, options_among, preferences_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, Raw, Resource, collection, entity, fragment, link
from mockserver.microsoft.rows import SEARCH_NOT_SUPPORTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.odata.expand import Expansion
    from mockserver.microsoft.odata.expressions import Expression
    from mockserver.microsoft.odata.orderby import Order
    from mockserver.microsoft.odata.select import Selection

    Expand = Callable[[dict[str, Any], Sequence[Expansion]], dict[str, Any]]
    """Makes of a document that goes into the answer the one with what is expanded of it."""

Document = dict[str, Any]
# Queries of which is remembered what they ask for, and how long such a query may be: clients ask the same few again.
REMEMBERED, LONGEST_REMEMBERED = 64, 300


class Asked(msgspec.Struct, frozen=True):
    """What a query asks for. Without a selection it is every property."""

    page: Page = Page()
    condition: Expression | None = None
    order: tuple[Order, ...] = ()
    selection: Selection | None = None
    expansions: tuple[Expansion, ...] = ()

    @property
    def names(self) -> Sequence[str]:
        """The selected properties as a context names them."""
        return () if self.selection is None else ["/".join(path) for path in self.selection.paths]

    def among(self, documents: Iterable[Document]) -> list[Document]:
        """The documents that meet the filter, in the order asked for, else in their own."""
        found = list(filter(self.condition_met(), documents))
        if not self.order:
            return found
        from mockserver.microsoft.odata.orderby import ordered  # noqa: PLC0415 - late, as the whole of odata

        return ordered(found, self.order, dict)

    def condition_met(self) -> Callable[[Mapping[str, Any]], bool]:
        """What says of a document whether it meets the filter."""
        if self.condition is None:
            return lambda _: True
        from mockserver.microsoft.odata.evaluation import predicate  # noqa: PLC0415 - late, as the whole of odata

        return predicate(self.condition)

    def shown(self, document: Document, expanded: Iterable[str] = ()) -> Document:
        """What is selected of a document. `expanded`: the properties that are there because they were expanded."""
        return document if self.selection is None else self.selection.applied(document, expanded)


def asked_of(exchange: Exchange, kind: str, *, default_size: int = DEFAULT_SIZE) -> Asked:
    """What a request asks of resources of a type, by those options that its operation declares. Raises `Refusal`."""
    size = preferences_of(exchange).page_size
    read = _remembered if is_short(exchange) else _asked
    return read(tuple(exchange.pairs), declared_options(exchange), kind, size, default_size)


def is_plain(exchange: Exchange) -> bool:
    """Whether a request asks for a resource as it is kept: it has neither options nor preferences."""
    return not exchange.pairs and "Prefer" not in exchange.headers


def is_short(exchange: Exchange) -> bool:
    """Whether the query of a request is short enough that what it asks for may be remembered."""
    return sum([len(name) + len(text) for name, text in exchange.pairs]) <= LONGEST_REMEMBERED


def _asked(
    pairs: tuple[tuple[str, str], ...], declared: tuple[str, ...], kind: str, size: int | None, default_size: int
) -> Asked:
    given = options_among(pairs, declared)
    if given == Options():
        return Asked(page(preferred=size, default=default_size))
    if given.search is not None:
        raise Refusal(SEARCH_NOT_SUPPORTED, why="events are searched for with $filter")
    condition = _condition(given.filter, kind)
    order = _order(given.orderby, kind, condition)
    return Asked(
        page(given.top, given.skip, given.count, preferred=size, default=default_size),
        condition,
        order,
        _selection(given.select, kind),
        _expansions(given.expand, kind),
    )


_remembered = lru_cache(REMEMBERED)(_asked)


def page_of(
    exchange: Exchange,
    documents: Iterable[Document],
    of: str,
    kind: str,
    *,
    default_size: int = DEFAULT_SIZE,
    expand: Expand | None = None,
) -> Collection:
    """A page of a list that is small enough to be gone through, after all that the query asks for.

    `of` is the entity set as contexts name it (`mailbox.entity_set`), `kind` the type of one, such as `calendar`. In
    their own order the documents come as they are given. Without `expand` nothing is expanded, which the journal is
    told. Raises `Refusal` for options that Graph refuses.
    """
    asked = asked_of(exchange, kind, default_size=default_size)
    _note_unexpanded(exchange, asked, expand)
    found = asked.among(documents)
    items = [fragment(_expanded(asked, document, expand)) for document in asked.page.of(found)]
    size = preferences_of(exchange).page_size
    return collection(
        items, of, kind, asked.names,
        count=len(found) if asked.page.count else None,
        next_link=next_link(exchange, asked.page, len(found)),
        applied=f"odata.maxpagesize={size}" if size else "",
    )  # fmt: skip


def one_of(
    exchange: Exchange,
    document: Document,
    of: str,
    kind: str,
    *,
    created: bool = False,
    etag: str | None = None,
    expand: Expand | None = None,
) -> Resource:
    """One document, with what `$select` says of it. The parameters are those of `page_of` and of `Resource`."""
    asked = asked_of(exchange, kind)
    _note_unexpanded(exchange, asked, expand)
    return entity(fragment(_expanded(asked, document, expand)), of, kind, asked.names, created=created, etag=etag)


def count_of(exchange: Exchange, documents: Iterable[Document], kind: str) -> Raw:
    """The answer of `/$count`: how many documents meet the filter."""
    asked = asked_of(exchange, kind)
    return Raw(str(sum(map(asked.condition_met(), documents))).encode())


def next_link(exchange: Exchange, asked: Page, length: int) -> str | None:
    """The link to the page after this one of a list of that length, None after the last."""
    skip = asked.next_skip(length)
    return None if skip is None else link(exchange, next_query(exchange.pairs, skip))


def _condition(text: str | None, kind: str) -> Expression | None:
    if text is None:
        return None
    from mockserver.microsoft.odata.binding import bind  # noqa: PLC0415 - late, as the whole of odata
    from mockserver.microsoft.odata.filter import parse  # noqa: PLC0415 - late, as the whole of odata

    return bind(parse(text), kind)


def _order(text: str | None, kind: str, condition: Expression | None) -> tuple[Order, ...]:
    if text is None:
        return ()
    from mockserver.microsoft.odata import orderby  # noqa: PLC0415 - late, as the whole of odata

    order = orderby.parse(text, kind)
    if condition is not None:
        orderby.refuse_inefficient(condition, order)
    return order


def _selection(text: str | None, kind: str) -> Selection | None:
    if text is None:
        return None
    from mockserver.microsoft.odata import select  # noqa: PLC0415 - late, as the whole of odata

    found = select.parse(text, kind)
    return found if found.paths else None


def _expansions(text: str | None, kind: str) -> tuple[Expansion, ...]:
    if text is None:
        return ()
    from mockserver.microsoft.odata import expand  # noqa: PLC0415 - late, as the whole of odata

    return expand.parse(text, kind)


def _expanded(asked: Asked, document: Document, expand: Expand | None) -> Document:
    """A document as the answer has it: expanded, and what is selected of it."""
    if expand is not None:
        document = expand(document, asked.expansions)
    return asked.shown(document, [expansion.name for expansion in asked.expansions])


def _note_unexpanded(exchange: Exchange, asked: Asked, expand: Expand | None) -> None:
    names = ", ".join(expansion.name for expansion in asked.expansions)
    if names and expand is None:
        exchange.note(f"$expand={names} has no effect here; right would be to ask for it below the resource")
