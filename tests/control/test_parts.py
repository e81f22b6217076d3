from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
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
from mockserver.tls import Tls

if TYPE_CHECKING:
    from mockserver.scenario.language import Scenario


@pytest.fixture
def parts() -> Parts:
    template = Template("empty", Directory())

    def ready(scenario: Scenario, version: str, *, sent: bool) -> Template:
        raise NotImplementedError(scenario, version, sent)

    return Parts(Sessions(template), Catalogue([], ready, "empty"), Streams(), Tally())


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


class Known(Tls):
    """TLS of which the port is known without listening."""

    port = 8443


@pytest.mark.parametrize(
    ("headers", "scheme", "base"),
    [
        ({"Host": "mock:8080"}, "http", "https://mock:8443"),
        ({"Host": "mock"}, "http", "https://mock:8443"),
        ({"Host": "[::1]:8080"}, "http", "https://[::1]:8443"),
        ({"Host": "[::1]"}, "http", "https://[::1]:8443"),
        ({"Host": "mock:8080", "X-Forwarded-Prefix": "/a"}, "http", "https://mock:8443/a"),
        ({"Host": "mock:9443"}, "https", "https://mock:9443"),  # what is mapped to the port is seen by who asks there
        ({"Host": "mock", "X-Forwarded-Proto": "https"}, "http", "https://mock"),
    ],
)
def test_over_tls_a_session_is_at_the_same_host(parts: Parts, headers: dict[str, str], scheme: str, base: str) -> None:
    exchange = Exchange("GET", "/_mock/sessions", "", headers)
    exchange.scheme = scheme
    secure = Call(exchange, msgspec.structs.replace(parts, tls=Known()))

    assert secure.https_base_of(parts.sessions.default) == base
    made = parts.sessions.create(parts.sessions.default.template, Choices(), "one")
    assert secure.https_base_of(made) == f"{base}/s/one"


def test_without_tls_a_session_is_nowhere_over_it(parts: Parts) -> None:
    assert call(parts, "default").https_base_of(parts.sessions.default) is None
