from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mockserver.clock import Clock
from mockserver.identity import standing
from mockserver.identity.directory import App, Directory, Person
from mockserver.identity.identity import Identity
from mockserver.identity.tokens import TokenRefused
from mockserver.ids import Derived, Ids, derive

if TYPE_CHECKING:
    from collections.abc import Callable


def test_standing_tokens_have_googles_shapes_and_bounds(identity: Identity) -> None:
    tokens = identity.standing("alice", "autosched")
    assert re.fullmatch(r"ya29\.a0mock-k3v9\.[\w-]{43,}", tokens.access_token)
    assert re.fullmatch(r"1//0mock-k3v9\.[\w-]{43,}", tokens.refresh_token or "")
    assert len(tokens.access_token) <= 2048
    assert len(tokens.refresh_token or "") <= 512


def test_two_sessions_of_one_id_and_seed_have_the_same_tokens(make: Callable[..., Identity]) -> None:
    assert make().standing("alice", "autosched") == make().standing("alice", "autosched")


def test_every_pair_session_and_seed_has_its_own_tokens(make: Callable[..., Identity]) -> None:
    every = [
        make().standing("alice", "autosched"),
        make().standing("bob", "autosched"),
        make().standing("alice", "fixed"),
        make(session="other").standing("alice", "autosched"),
        make(seed="other").standing("alice", "autosched"),
    ]
    assert len({tokens.access_token for tokens in every}) == len(every)
    assert len({tokens.refresh_token for tokens in every}) == len(every)


def test_an_identity_derives_nothing_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Creating one costs the same with 10 people and with 10,000; asking for one person's tokens, two derivations."""
    derivations: list[tuple[str, ...]] = []

    def counted(*parts: str) -> Derived:
        derivations.append(parts)
        return derive(*parts)

    monkeypatch.setattr(standing, "derive", counted)
    monkeypatch.setattr("mockserver.identity.clients.derive", counted)
    people = {f"p{number}": Person(f"p{number}", "P", f"p{number}@crowd.example") for number in range(10_000)}
    directory = Directory(people, {"app": App("app"), "bot": App("bot", "service-account", acts_for=("p1",))})
    identity = Identity(directory, "s", Clock(0, "frozen"), Ids("crowd"))
    assert derivations == []
    tokens = identity.standing("p9999", "app")
    assert len(derivations) == 2
    assert identity.judge(tokens.access_token).principal == "p9999"
    assert len(derivations) == 3
    identity.judge(tokens.access_token)
    assert len(derivations) == 3


@pytest.mark.parametrize("spoil", [lambda text: text[:-1], lambda text: text + "A", lambda text: text.swapcase()])
def test_a_changed_token_is_unknown(identity: Identity, spoil: Callable[[str], str]) -> None:
    tokens = identity.standing("alice", "autosched")
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge(spoil(tokens.access_token))
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge_refresh(spoil(tokens.refresh_token or ""))


def test_a_proof_is_good_for_its_own_pair_only(identity: Identity) -> None:
    alice = identity.standing("alice", "autosched").access_token
    bob = identity.standing("bob", "autosched").access_token
    for forged in (bob[:60] + alice[60:], alice[:60] + bob[60:]):
        with pytest.raises(TokenRefused, match="unknown"):
            identity.judge(forged)


@pytest.mark.parametrize("named", ["", "!!!!", "YWxpY2U", "_w", "eABhdXRvc2NoZWQ", "YWxpY2UAeA", "YWxpY2UAc3luYy1ib3Q"])
def test_a_token_that_names_no_pair_of_the_session_is_unknown(identity: Identity, named: str) -> None:
    with pytest.raises(TokenRefused):
        identity.judge(f"ya29.a0mock-k3v9.{'x' * 43}{named}")
    with pytest.raises(TokenRefused, match="unknown"):
        identity.judge_refresh(f"1//0mock-k3v9.{'x' * 43}{named}")


def test_where_nothing_was_granted_there_are_no_standing_tokens(identity: Identity) -> None:
    for person, app in (("carol", "autosched"), ("room-4", "autosched"), ("alice", "sync-bot")):
        with pytest.raises(LookupError, match="no standing tokens"):
            identity.standing(person, app)
    with pytest.raises(LookupError, match="no standing tokens"):
        identity.standing("room-4", "autosched", "microsoft")


def test_a_grant_without_offline_access_has_no_refresh_token(identity: Identity) -> None:
    assert identity.standing("bob", "fixed").refresh_token is None
