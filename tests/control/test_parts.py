from __future__ import annotations

import pytest

from mockserver.control.catalogue import Catalogue
from mockserver.control.parts import Call, Parts
from mockserver.control.streams import Streams
from mockserver.control.tally import Tally
from mockserver.http.exchange import Exchange
from mockserver.http.resolving import NoSuchSession
from mockserver.identity.directory import Directory
from mockserver.session import Sessions, Template
from mockserver.session.session import Choices


@pytest.fixture
def parts() -> Parts:
    template = Template("empty", Directory())
    return Parts(Sessions(template), Catalogue([], lambda _scenario, _version: template, "empty"), Streams(), Tally())


def call(parts: Parts, session_id: str) -> Call:
    exchange = Exchange("GET", f"/_mock/sessions/{session_id}", "", {"Host": "mock:8080"})
    exchange.parameters = {"session": session_id}
    return Call(exchange, parts)


def test_a_call_works_on_the_session_that_its_path_names(parts: Parts) -> None:
    made = parts.sessions.create(parts.sessions.default.template, Choices(), "one")

    assert call(parts, "one").session is made
    assert call(parts, "default").session is parts.sessions.default


@pytest.mark.parametrize("session_id", ["nobodys", "", "DEFAULT", "../default", "default\n"])
def test_a_session_that_does_not_live_is_refused_with_those_that_do(parts: Parts, session_id: str) -> None:
    with pytest.raises(NoSuchSession) as raised:
        _ = call(parts, session_id).session

    assert raised.value.live == ["default"]


def test_what_is_due_has_happened_before_a_call_looks(parts: Parts) -> None:
    happened: list[str] = []
    clock = parts.sessions.default.clock
    clock.at(clock.now(), lambda: happened.append("it"))

    _ = call(parts, "default").session

    assert happened == ["it"]


def test_the_default_session_needs_no_prefix_and_every_other_has_its_own(parts: Parts) -> None:
    made = parts.sessions.create(parts.sessions.default.template, Choices(), "one")

    assert call(parts, "one").base_of(made) == "http://mock:8080/s/one"
    assert call(parts, "one").base_of(parts.sessions.default) == "http://mock:8080"
