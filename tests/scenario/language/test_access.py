"""Apps, grants and tokens as they are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.scenario.language import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_app_is_a_client_unless_it_says_otherwise(sound: Callable[..., dict[str, Any]]) -> None:
    apps = msgspec.convert(sound(), Scenario).apps

    assert (apps["autosched"].kind, apps["sync-bot"].kind) == ("client", "service-account")


def test_a_token_is_good_at_every_provider_unless_it_names_one(sound: Callable[..., dict[str, Any]]) -> None:
    given = {"both": {"person": "alice"}, "one": {"person": "alice", "provider": "microsoft"}}

    tokens = msgspec.convert(sound(tokens=given), Scenario).tokens

    assert (tokens["both"].provider, tokens["one"].provider) == (None, "microsoft")


def test_a_grant_is_at_google_and_of_the_full_scopes_unless_it_says_otherwise(
    sound: Callable[..., dict[str, Any]],
) -> None:
    [grant] = msgspec.convert(sound(grants=[{"person": "alice", "app": "autosched"}]), Scenario).grants

    assert (grant.provider, grant.scopes, grant.refresh_token) == ("google", None, "valid")
