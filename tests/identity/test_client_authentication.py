from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from mockserver.identity.client_authentication import authenticate, client_id_of
from mockserver.identity.refusals import OAuthRefusal

if TYPE_CHECKING:
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
