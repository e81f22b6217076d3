"""Page tokens and sync tokens: what they are bound to, and what is no token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import DAY
from mockserver.documents import Cursor
from mockserver.google import refusals
from mockserver.google.events.lists import table
from mockserver.google.paging import open_page, open_sync, page_token, query_of, sync_token
from mockserver.google.refusals import Refusal
from mockserver.http.exchange import Exchange
from mockserver.session import Session
from mockserver.session.session import Choices
from tests.google.event_world import template

if TYPE_CHECKING:
    from mockserver.google.refusals import Row

LIST = next(operation for operation in table if operation.name == "events.list")
PLACE = Cursor(3, 1_000_000, "a b:c")


def asked(session: Session | None = None, person: str = "alice", **query: str) -> Exchange:
    """A list that somebody asks for."""
    exchange = Exchange("GET", LIST.paths[0], "", {})
    exchange.operation = LIST
    exchange.session = session or Session("paging", template())
    exchange.person = person
    exchange.pairs = list(query.items())
    return exchange


def same(one: Cursor, other: Cursor) -> bool:
    """Whether both are one place, whenever they were handed out."""
    return (one.revision, one.at, one.tie) == (other.revision, other.at, other.tie)


def refused(exchange: Exchange, token: str, *, sync: bool = False, scope: str = "events") -> Row:
    with pytest.raises(Refusal) as caught:
        (open_sync if sync else open_page)(exchange, scope, token)
    return caught.value.row


def test_a_query_is_bound_by_the_methods_own_parameters_in_any_order() -> None:
    exchange = asked(q="a", timeZone="UTC", maxResults="3", pageToken="x", fields="items", alt="json", _="1", key="k")

    assert query_of(exchange) == "q=a&timeZone=UTC"
    assert query_of(asked(timeZone="UTC", q="a")) == "q=a&timeZone=UTC"


@given(st.integers(0, 2**62), st.integers(-(2**62), 2**62), st.text(max_size=60))
def test_a_token_remembers_its_place(revision: int, at: int, tie: str) -> None:
    exchange = asked()
    place = Cursor(revision, at, tie)

    assert same(open_page(exchange, "events", page_token(exchange, "events", place)), place)
    assert same(open_sync(exchange, "events", sync_token(exchange, "events", place)), place)


def test_a_token_is_url_safe() -> None:
    exchange = asked()

    tokens = [page_token(exchange, "events", Cursor(number, tie="ÿ?>")) for number in range(50)]

    assert not {"+", "/", "&", "%"} & set("".join(tokens))


@pytest.mark.parametrize("sync", [False, True])
def test_padding_may_be_lost_on_the_way(*, sync: bool) -> None:
    exchange = asked()
    token = (sync_token if sync else page_token)(exchange, "events", PLACE)

    assert same((open_sync if sync else open_page)(exchange, "events", token.rstrip("=")), PLACE)


def test_a_page_token_is_bound_to_its_query_and_list() -> None:
    session = Session("paging", template())
    token = page_token(asked(session, q="a"), "events", PLACE)

    assert same(open_page(asked(session, q="a", maxResults="9"), "events", token), PLACE)
    assert refused(asked(session, q="b"), token) is refusals.INVALID_PAGE_TOKEN
    assert refused(asked(session, q="a"), token, scope="others") is refusals.INVALID_PAGE_TOKEN


def test_a_sync_token_is_bound_to_its_list_and_to_who_asked_in_which_role() -> None:
    session = Session("paging", template())
    token = sync_token(asked(session, q="a"), "events", PLACE, "reader")

    assert same(open_sync(asked(session), "events", token, "reader"), PLACE)
    assert refused(asked(session), token, sync=True) is refusals.FULL_SYNC_REQUIRED
    assert refused(asked(session, "bob"), token, sync=True) is refusals.FULL_SYNC_REQUIRED
    assert refused(asked(session), token, sync=True, scope="others") is refusals.FULL_SYNC_REQUIRED


def test_one_kind_of_token_is_not_the_other() -> None:
    exchange = asked()

    assert refused(exchange, sync_token(exchange, "events", PLACE)) is refusals.INVALID_PAGE_TOKEN
    assert refused(exchange, page_token(exchange, "events", PLACE), sync=True) is refusals.FULL_SYNC_REQUIRED


def test_a_token_of_a_session_with_another_seed_is_none_here() -> None:
    token = page_token(asked(Session("other", template(), Choices(seed="other"))), "events", PLACE)

    assert refused(asked(Session("paging", template())), token) is refusals.INVALID_PAGE_TOKEN


@pytest.mark.parametrize("sync", [False, True])
def test_a_token_dies(*, sync: bool) -> None:
    exchange = asked()
    token = (sync_token if sync else page_token)(exchange, "events", PLACE)
    exchange.session.clock.advance(7 * DAY)

    row = refused(exchange, token, sync=sync)

    assert row is (refusals.FULL_SYNC_REQUIRED if sync else refusals.INVALID_PAGE_TOKEN)


def test_tokens_can_be_made_to_expire() -> None:
    exchange = asked()
    token = sync_token(exchange, "events", PLACE)
    exchange.session.cursors.expire("events")

    assert refused(exchange, token, sync=True) is refusals.FULL_SYNC_REQUIRED


@given(st.text(max_size=80))
def test_any_text_is_refused_and_nothing_else_happens(token: str) -> None:
    assert refused(asked(), token) is refusals.INVALID_PAGE_TOKEN
    assert refused(asked(), token, sync=True) in {refusals.INVALID_SYNC_TOKEN, refusals.FULL_SYNC_REQUIRED}


@given(st.data())
def test_a_token_with_any_other_character_is_refused(data: st.DataObject) -> None:
    exchange = asked()
    token = page_token(exchange, "events", PLACE).rstrip("=")
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("ABCabc012-_").filter(lambda letter: letter != token[place]))

    assert refused(exchange, token[:place] + other + token[place + 1 :]) is refusals.INVALID_PAGE_TOKEN
