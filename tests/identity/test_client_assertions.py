from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from mockserver.clock import MINUTE, SECOND
from mockserver.identity.client_authentication import ASSERTION_TYPE, ClientRefused, prove
from mockserver.identity.directory import App, Directory

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity

TOKEN = "https://login.microsoftonline.com/common/oauth2/v2.0/token"


def claims_of(identity: Identity, **other: Any) -> dict[str, Any]:
    """What MSAL claims, times as floats."""
    now = identity.clock.now() / SECOND
    client_id = identity.microsoft_client_id("sync-bot")
    claims = {"aud": TOKEN, "iss": client_id, "sub": client_id, "iat": now, "nbf": now, "exp": now + 600, "jti": "j1"}
    return {name: value for name, value in (claims | other).items() if value is not None}


def signed(identity: Identity, claims: dict[str, Any] | None = None, app: str = "sync-bot", **header: Any) -> str:
    """An assertion as MSAL signs it, with another header where that is said."""
    own = identity.certificate("sync-bot")
    members = {"alg": "PS256", "typ": "JWT", "x5t#S256": own.x5t_s256} | header
    members = {name: value for name, value in members.items() if value is not None}
    registry = jws.JWSRegistry(algorithms=["PS256", "RS256", "RS512"], strict_check_header=False)
    registry.max_header_length = 8192
    key = RSAKey.import_key(identity.certificate_key(app).private_pem)
    payload = json.dumps(claims or claims_of(identity)).encode()
    return jws.serialize_compact(members, payload, key, registry=registry)


def form(assertion: str, **other: str) -> dict[str, str]:
    return {"client_assertion": assertion, "client_assertion_type": ASSERTION_TYPE} | other


def refusal(identity: Identity, sent: dict[str, str]) -> ClientRefused:
    with pytest.raises(ClientRefused) as raised:
        prove(identity, "microsoft", sent, audiences=(TOKEN,))
    return raised.value


def test_both_algorithms_and_both_thumbprints_prove_an_app(identity: Identity) -> None:
    own = identity.certificate("sync-bot")
    x5c = ["".join(own.certificate.split("\n")[1:-2])]
    client_id = identity.microsoft_client_id("sync-bot")
    thumbprint_only: Any = {"alg": "RS256", "x5t#S256": None, "x5t": own.x5t}
    for text in (
        signed(identity, x5c=x5c),
        signed(identity, None, **thumbprint_only),
        signed(identity, alg="RS256", x5t=own.x5t + "="),
    ):
        proven = prove(identity, "microsoft", form(text), audiences=(TOKEN,))
        assert (proven.app, proven.client_id, proven.method) == ("sync-bot", client_id, "assertion")


def test_a_replayed_assertion_is_told_and_not_refused(identity: Identity) -> None:
    text = signed(identity)

    replayed = [prove(identity, "microsoft", form(text), audiences=(TOKEN,)).replayed for _ in range(2)]

    assert replayed == [False, True]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"alg": "RS512"}, "assertion-algorithm"),
        ({"x5t#S256": None}, "assertion-key-missing"),
        ({"x5t#S256": "foreign"}, "assertion-key-unknown"),
        ({"x5t": "foreign"}, "assertion-key-unknown"),
        ({"jku": "https://evil.example/keys"}, "assertion-header"),
        ({"app": "lone-bot"}, "assertion-signature"),
    ],
)
def test_who_signs_otherwise_is_told_apart(identity: Identity, header: dict[str, Any], reason: str) -> None:
    assert refusal(identity, form(signed(identity, **header))).reason == reason


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "other"}, "assertion-issuer"),
        ({"aud": "https://other.example/"}, "assertion-audience"),
        ({"aud": ["https://other.example/", 7]}, "assertion-audience"),
        ({"exp": None}, "assertion-times"),
        ({"exp": True}, "assertion-times"),
        ({"exp": 1e300}, "assertion-times"),
        ({"exp": 1}, "assertion-expired"),
        ({"nbf": 10**11}, "assertion-early"),
        ({"nbf": "now"}, "assertion-times"),
        ({"sub": "unknown"}, "unknown"),
        ({"sub": None}, "no-client-id"),
    ],
)
def test_what_an_assertion_claims_wrongly_is_told_apart(
    identity: Identity, claims: dict[str, Any], reason: str
) -> None:
    assert refusal(identity, form(signed(identity, claims_of(identity, **claims)))).reason == reason


def test_the_subject_is_the_client_that_the_form_names(identity: Identity) -> None:
    text = signed(identity, claims_of(identity, sub="other"))
    sent = form(text, client_id=identity.microsoft_client_id("sync-bot"))

    assert refusal(identity, sent).reason == "assertion-subject"


def test_clocks_may_differ_by_five_minutes(identity: Identity) -> None:
    now = identity.clock.now() // SECOND
    late = claims_of(identity, exp=now - 299, nbf=now + 299)

    assert prove(identity, "microsoft", form(signed(identity, late)), audiences=(TOKEN,)).app == "sync-bot"
    later = claims_of(identity, exp=now - 5 * MINUTE // SECOND)
    assert refusal(identity, form(signed(identity, later))).reason == "assertion-expired"


@pytest.mark.parametrize("text", ["x", "a.b.c", "x" * 20_000])
def test_what_is_no_token_is_malformed(identity: Identity, text: str) -> None:
    assert refusal(identity, form(text)).reason == "assertion-malformed"


def test_no_algorithm_and_no_secret_key_pass_for_the_certificate(identity: Identity) -> None:
    own = identity.certificate("sync-bot")

    def segment(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    for algorithm in ("none", "HS256"):
        header = {"alg": algorithm, "x5t#S256": own.x5t_s256}
        text = f"{segment(header)}.{segment(claims_of(identity))}.c2ln"
        assert refusal(identity, form(text)).reason == "assertion-algorithm"


def test_another_assertion_type_is_refused(identity: Identity) -> None:
    sent = form(signed(identity)) | {"client_assertion_type": "urn:saml"}

    assert refusal(identity, sent).reason == "assertion-type"


def test_a_public_app_has_no_certificate(make: Callable[..., Identity], office: Directory) -> None:
    apps = dict(office.apps) | {"sync-bot": App("sync-bot", public=True)}
    identity = make(Directory(office.people, apps))

    assert refusal(identity, form(signed(identity))).reason == "secret-unexpected"


def test_google_takes_no_client_assertions(identity: Identity) -> None:
    client_id = identity.client("autosched").client_id
    with pytest.raises(ClientRefused, match="secret-missing"):
        prove(identity, "google", form("x.y.z", client_id=client_id))
