from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity


def test_a_client_has_names_of_googles_shape(identity: Identity) -> None:
    client = identity.client("autosched")
    assert re.fullmatch(r"[1-9]\d{11}-mock-k3v9\.autosched\.apps\.googleusercontent\.com", client.client_id)
    assert re.fullmatch(r"GOCSPX-[\w-]{28}", client.client_secret)
    assert client.redirect_uris == ("http://localhost:3000/callback",)


def test_a_service_account_has_names_of_googles_shape(identity: Identity) -> None:
    account = identity.service_account("sync-bot")
    assert account.email == "sync-bot@mock-k3v9.iam.gserviceaccount.com"
    assert re.fullmatch(r"[1-9]\d{20}", account.unique_id)
    assert re.fullmatch(r"[0-9a-f]{40}", account.private_key_id)
    assert account.project_id == "mock-k3v9"


def test_an_app_is_found_again_by_its_name_at_google(identity: Identity) -> None:
    for key in ("autosched", "fixed"):
        client = identity.client(key)
        assert identity.client_by_id(client.client_id) == client
    account = identity.service_account("sync-bot")
    assert identity.service_account_by_email(account.email.upper()) == account


def test_a_fixed_client_id_takes_the_place_of_the_derived_one(identity: Identity) -> None:
    assert identity.client("fixed").client_id == "77.apps.googleusercontent.com"
    assert identity.client("fixed").client_secret == "s+cret%"
    derived = identity.client("autosched").client_id.replace("autosched", "fixed")
    assert identity.client_by_id(derived) is None


@pytest.mark.parametrize("change", ["session", "seed"])
def test_another_session_or_seed_has_other_secrets(make: Callable[..., Identity], change: str) -> None:
    one, other = make(), make(**{change: "other"})
    assert one.client("autosched").client_secret != other.client("autosched").client_secret
    assert one.service_account("sync-bot").private_key_id != other.service_account("sync-bot").private_key_id


def test_names_of_another_session_are_not_known(make: Callable[..., Identity]) -> None:
    other = make(session="other")
    identity = make()
    assert identity.client_by_id(other.client("autosched").client_id) is None
    assert identity.service_account_by_email(other.service_account("sync-bot").email) is None


@pytest.mark.parametrize("client_id", ["", "x", "123456789012-mock-k3v9.autosched.apps.googleusercontent.com"])
def test_a_client_id_that_was_never_given_is_not_known(identity: Identity, client_id: str) -> None:
    assert identity.client_by_id(client_id) is None


def test_a_client_has_no_key_file_and_a_service_account_no_client_id(identity: Identity) -> None:
    with pytest.raises(LookupError, match="is a service account"):
        identity.client("sync-bot")
    with pytest.raises(LookupError, match="is an OAuth client"):
        identity.service_account("autosched")
    email = identity.service_account("sync-bot").email
    assert identity.service_account_by_email(email.replace("sync-bot", "autosched")) is None
    assert identity.client_by_id(identity.client("autosched").client_id.replace("autosched", "sync-bot")) is None
