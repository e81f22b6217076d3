from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from mockserver.identity.client_authentication import ClientRefused, authenticate, client_id_of, prove
from mockserver.identity.directory import App, Directory, Person
from mockserver.identity.refusals import OAuthRefusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


@pytest.mark.parametrize("app", ["autosched", "fixed"])
def test_a_client_is_proven_in_the_form_or_by_basic_encoded_or_not(identity: Identity, app: str) -> None:
    client = identity.client(app)
    form = {"client_id": client.client_id, "client_secret": client.client_secret}
    assert authenticate(identity, form) == client
    assert authenticate(identity, {}, basic(client.client_id, client.client_secret)) == client
    encoded = basic(quote_plus(client.client_id), quote_plus(client.client_secret))
    assert authenticate(identity, {}, encoded.replace("Basic", "bAsIc")) == client
    assert authenticate(identity, {"client_id": client.client_id}, encoded) == client


def test_an_authorization_header_of_another_scheme_is_no_client_authentication(identity: Identity) -> None:
    client = identity.client("autosched")
    form = {"client_id": client.client_id, "client_secret": client.client_secret}
    assert authenticate(identity, form, "Bearer alice") == client


@pytest.mark.parametrize(
    ("form", "authorization", "row"),
    [
        ({}, None, "client-undetermined"),
        ({"client_id": ""}, None, "client-undetermined"),
        ({}, "Basic ???", "client-undetermined"),
        ({}, "Basic", "client-undetermined"),
        ({"client_id": "x", "client_secret": "y"}, None, "client-unknown"),
        ({"client_id": "77.apps.googleusercontent.com"}, None, "client-secret-missing"),
        ({"client_id": "77.apps.googleusercontent.com", "client_secret": "S"}, None, "client-secret-wrong"),
        ({"client_id": "77.apps.googleusercontent.com", "client_secret": "s%2Bcret%25"}, None, "client-secret-wrong"),
        ({}, basic("77.apps.googleusercontent.com", ""), "client-secret-missing"),
        ({}, basic("77.apps.googleusercontent.com", "x"), "client-secret-wrong"),
        ({"client_id": "other"}, basic("77.apps.googleusercontent.com", "s+cret%"), "request-malformed"),
    ],
)
def test_who_does_not_prove_to_be_a_client_is_refused(
    identity: Identity, form: dict[str, str], authorization: str | None, row: str
) -> None:
    with pytest.raises(OAuthRefusal) as raised:
        authenticate(identity, form, authorization)
    assert raised.value.row.key == row


def test_the_client_id_is_read_from_wherever_it_stands_without_proof() -> None:
    assert client_id_of({"client_id": "x"}) == "x"
    assert client_id_of({"client_id": "x"}, basic("y", "")) == "y"
    assert client_id_of({}) is None


PUBLIC = Directory(
    {"alice": Person("alice", "Alice", "alice@autosched.example")},
    {"phone": App("phone", public=True), "web": App("web")},
)


def microsoft_form(identity: Identity, app: str, secret: str | None = None) -> dict[str, str]:
    form = {"client_id": identity.microsoft_client_id(app)}
    return form if secret is None else form | {"client_secret": secret}


def test_a_client_of_microsoft_s_is_proven_in_the_form_or_by_basic(identity: Identity) -> None:
    client = identity.microsoft_client("sync-bot")
    by_form = prove(identity, "microsoft", microsoft_form(identity, "sync-bot", client.client_secret))
    by_basic = prove(identity, "microsoft", {}, basic(client.client_id, quote_plus(client.client_secret)))

    assert (by_form.app, by_form.method) == ("sync-bot", "post")
    assert (by_basic.app, by_basic.method) == ("sync-bot", "basic")


@pytest.mark.parametrize(
    ("app", "secret", "reason"),
    [("web", None, "secret-missing"), ("web", "x", "secret-wrong"), ("phone", "x", "secret-unexpected")],
)
def test_a_client_of_microsoft_s_that_proves_nothing_is_told_apart(
    make: Callable[..., Identity], app: str, secret: str | None, reason: str
) -> None:
    identity = make(PUBLIC)
    with pytest.raises(ClientRefused) as raised:
        prove(identity, "microsoft", microsoft_form(identity, app, secret))
    assert raised.value.reason == reason
    assert raised.value.client_id == identity.microsoft_client_id(app)


def test_a_public_client_needs_no_secret_at_either_provider(make: Callable[..., Identity]) -> None:
    identity = make(PUBLIC)
    google = identity.client("phone")

    assert prove(identity, "microsoft", microsoft_form(identity, "phone")).method == "none"
    assert prove(identity, "google", {"client_id": google.client_id}).method == "none"
    form = {"client_id": google.client_id, "client_secret": google.client_secret}
    assert prove(identity, "google", form).method == "post"
    with pytest.raises(ClientRefused, match="client_secret is not"):
        prove(identity, "google", form | {"client_secret": "x"})
