from __future__ import annotations

from typing import Any

import pytest

from mockserver.clock import MINUTE, Clock
from mockserver.identity import codes
from mockserver.identity.codes import Asked, CodeRefused, Codes, challenge_of
from mockserver.identity.tokens import session_of
from mockserver.ids import Ids

REDIRECT = "http://localhost:3000/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636 appendix B


def asked(**members: Any) -> Asked:
    common = {"person": "alice", "app": "autosched", "provider": "google", "redirect_uri": REDIRECT, "scopes": ("a",)}
    return Asked(**(common | members))


@pytest.fixture
def clock() -> Clock:
    return Clock(0, "frozen")


@pytest.fixture
def table(clock: Clock) -> Codes:
    return Codes("k3v9", clock, Ids("office"))


def refusal(table: Codes, text: str, **sent: Any) -> str:
    app, provider = sent.pop("app", "autosched"), sent.pop("provider", "google")
    with pytest.raises(CodeRefused) as raised:
        table.redeem(text, app, provider, **({"redirect_uri": REDIRECT} | sent))
    return raised.value.reason


def test_a_code_brings_what_was_asked_once(table: Codes) -> None:
    facts = asked(nonce="n", offline=True, consented=True)
    code = table.issue(facts, generation=2)

    redeemed = table.redeem(code.text, "autosched", "google", redirect_uri=REDIRECT)

    assert (redeemed.asked, redeemed.generation) == (facts, 2)
    assert refusal(table, code.text) == "redeemed"


@pytest.mark.parametrize(("provider", "start"), [("google", "4/0A"), ("microsoft", "0.A")])
def test_a_code_looks_as_the_provider_s_and_says_its_session(table: Codes, provider: Any, start: str) -> None:
    text = table.issue(asked(provider=provider), 0).text

    assert text.startswith(start)
    assert session_of(text) == "k3v9"
    assert len(text) <= 256


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"app": "other"}, "foreign-client"),
        ({"redirect_uri": None}, "redirect-uri-missing"),
        ({"redirect_uri": REDIRECT + "/"}, "redirect-uri-mismatch"),
        ({"tenant": "other"}, "foreign-tenant"),
        ({"verifier": VERIFIER}, "verifier-unexpected"),
        ({"provider": "microsoft"}, "malformed"),
    ],
)
def test_what_does_not_fit_a_code_is_told_apart_and_does_not_use_it_up(
    table: Codes, sent: dict[str, Any], reason: str
) -> None:
    code = table.issue(asked(tenant="common"), 0)

    assert refusal(table, code.text, **sent) == reason
    table.redeem(code.text, "autosched", "google", redirect_uri=REDIRECT, tenant="common")


@pytest.mark.parametrize(
    ("verifier", "reason"),
    [(None, "verifier-missing"), ("short", "verifier-malformed"), ("x" * 43, "verifier-wrong")],
)
def test_a_wrong_verifier_is_told_apart(table: Codes, verifier: str | None, reason: str) -> None:
    code = table.issue(asked(challenge=CHALLENGE, method="S256"), 0)

    assert refusal(table, code.text, verifier=verifier) == reason


@pytest.mark.parametrize(("method", "challenge"), [("S256", CHALLENGE), ("plain", VERIFIER)])
def test_the_right_verifier_fits_either_method(table: Codes, method: Any, challenge: str) -> None:
    code = table.issue(asked(challenge=challenge, method=method), 0)

    table.redeem(code.text, "autosched", "google", redirect_uri=REDIRECT, verifier=VERIFIER)
    assert challenge_of(VERIFIER, method) == challenge


def test_a_code_dies_on_the_session_s_clock(table: Codes, clock: Clock) -> None:
    code = table.issue(asked(), 0)
    clock.advance(10 * MINUTE)

    assert refusal(table, code.text) == "expired"


def test_what_nobody_issued_is_unknown_or_no_code_at_all(table: Codes) -> None:
    assert refusal(table, "4/0Amock-k3v9.x") == "unknown"
    assert refusal(table, "rubbish") == "malformed"


def test_codes_are_bounded(table: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "LIMIT", 2)
    first, second, third = (table.issue(asked(), 0) for _ in range(3))

    assert refusal(table, first.text) == "unknown"
    for code in (second, third):
        table.redeem(code.text, "autosched", "google", redirect_uri=REDIRECT)


def test_a_snapshot_makes_a_redeemed_code_good_again(table: Codes) -> None:
    code = table.issue(asked(), 0)
    saved = table.snapshot()
    once = table.redeem(code.text, "autosched", "google", redirect_uri=REDIRECT)

    table.restore(saved)

    assert table.redeem(code.text, "autosched", "google", redirect_uri=REDIRECT) == once
