from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import DAY, HOUR
from mockserver.identity.codes import Asked, CodeRefused
from mockserver.identity.device_codes import DeviceRefused
from mockserver.identity.directory import ACCESS_LIFETIME
from mockserver.identity.refresh_tokens import RefreshRefused
from mockserver.identity.scopes import CALENDAR
from mockserver.identity.tokens import TokenRefused
from tests.identity.conftest import READONLY

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.directory import Provider
    from mockserver.identity.identity import Identity
    from mockserver.identity.tokens import AccessToken

REDIRECT = "http://localhost:3000/callback"


def handed(identity: Identity, provider: Provider = "google", **said: Any) -> Any:
    """What alice's agreement to one scope brings."""
    identity.authorization.agree("alice", "autosched", provider, (READONLY,))
    return identity.authorization.hand_out("alice", "autosched", provider, (READONLY,), **({"refresh": True} | said))


def refusal(identity: Identity, text: str, app: str = "autosched", provider: Provider = "google") -> str:
    with pytest.raises(RefreshRefused) as raised:
        identity.authorization.redeem_refresh(text, app, provider)
    return raised.value.reason


def test_only_what_the_scenario_wrote_down_need_not_be_asked_for(identity: Identity) -> None:
    consented = identity.authorization.consented

    assert consented("alice", "autosched", "google") == frozenset()
    assert READONLY in consented("bob", "autosched", "google")
    assert consented("carol", "autosched", "google") == frozenset()


def test_agreeing_adds_to_what_was_agreed_and_leaves_older_tokens_good(identity: Identity) -> None:
    first = handed(identity)
    standing = identity.standing("alice", "autosched").access_token

    identity.authorization.agree("alice", "autosched", "google", (CALENDAR,))

    assert identity.authorization.consented("alice", "autosched", "google") == {READONLY, CALENDAR}
    for text in (first.access_token.text, standing):
        identity.judge(text)
    assert identity.judge(first.access_token.text).scopes == {READONLY}


def test_after_a_revocation_a_new_consent_begins_with_what_is_agreed_then(identity: Identity) -> None:
    first = handed(identity)
    identity.revoke_grant("alice", "google", "autosched")
    assert identity.authorization.consented("alice", "autosched", "google") == frozenset()

    identity.authorization.agree("alice", "autosched", "google", (CALENDAR,))

    assert identity.authorization.consented("alice", "autosched", "google") == {CALENDAR}
    assert refusal(identity, first.refresh_token.text) == "revoked"
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge(first.access_token.text)


def test_an_administrator_consents_for_everybody_at_microsoft_only(identity: Identity) -> None:
    identity.authorization.agree_for_everybody("autosched", ("Calendars.Read",))

    assert identity.authorization.consented("carol", "autosched", "microsoft") == {"Calendars.Read"}
    assert identity.authorization.consented("alice", "autosched", "google") == frozenset()


def test_a_code_dies_with_the_consent_behind_it(identity: Identity) -> None:
    authorization = identity.authorization
    authorization.agree("alice", "autosched", "google", (READONLY,))
    asked = Asked(person="alice", app="autosched", provider="google", redirect_uri=REDIRECT, scopes=(READONLY,))
    good, dead = authorization.issue_code(asked), authorization.issue_code(asked)
    assert authorization.redeem_code(good.text, "autosched", "google", redirect_uri=REDIRECT).asked == asked

    identity.revoke_grant("alice", "google", "autosched")

    with pytest.raises(CodeRefused, match="revoked"):
        authorization.redeem_code(dead.text, "autosched", "google", redirect_uri=REDIRECT)


def test_an_approved_device_gets_what_the_person_agreed_to(identity: Identity) -> None:
    authorization = identity.authorization
    device = authorization.device_codes.issue("autosched", "google", ("openid", "email"))

    authorization.approve_device(device, "alice", ("openid",))

    redeemed = authorization.redeem_device(device.text, "autosched", "google")
    assert (redeemed.person, redeemed.scopes) == ("alice", ("openid",))
    assert authorization.consented("alice", "autosched", "google") == {"openid"}


def test_a_device_is_denied_once_its_person_took_the_consent_back(identity: Identity) -> None:
    device = identity.authorization.device_codes.issue("autosched", "google", ("openid",))
    identity.authorization.approve_device(device, "alice", ("openid",))
    identity.revoke_grant("alice", "google", "autosched")

    with pytest.raises(DeviceRefused, match="denied"):
        identity.authorization.redeem_device(device.text, "autosched", "google")


def test_without_offline_access_no_refresh_token_is_handed_out(identity: Identity) -> None:
    assert handed(identity, refresh=False).refresh_token is None


def test_an_access_token_lives_as_long_as_the_grant_says_or_as_the_endpoint_does(identity: Identity) -> None:
    hand_out = identity.authorization.hand_out
    by_grant = hand_out("bob", "autosched", "google", (READONLY,)).access_token
    by_default = hand_out("alice", "autosched", "google", (READONLY,)).access_token
    by_endpoint = hand_out("bob", "autosched", "google", (READONLY,), lifetime=HOUR).access_token

    lives = [token.expires - token.issued for token in (by_grant, by_default, by_endpoint)]
    assert lives == [300_000_000, ACCESS_LIFETIME, HOUR]


def test_a_refresh_token_may_be_used_again_and_again_by_its_own_app(identity: Identity) -> None:
    token = handed(identity, nonce="n").refresh_token

    for _ in range(2):
        redeemed = identity.authorization.redeem_refresh(token.text, "autosched", "google")
        assert (redeemed.person, redeemed.scopes, redeemed.nonce) == ("alice", (READONLY,), "n")
    assert refusal(identity, token.text, app="fixed") == "foreign-client"
    assert refusal(identity, token.text, provider="microsoft") == "unknown"


def test_a_refresh_token_of_another_session_is_unknown(identity: Identity, make: Callable[..., Identity]) -> None:
    assert refusal(make(session="other"), handed(identity).refresh_token.text) == "unknown"


def test_standing_refresh_tokens_are_redeemed_like_issued_ones(identity: Identity) -> None:
    text = identity.standing("alice", "autosched").refresh_token
    assert text is not None

    token = identity.authorization.redeem_refresh(text, "autosched", "google")

    assert (token.person, token.standing) == ("alice", True)
    assert CALENDAR in token.scopes
    identity.clock.advance(400 * DAY)
    identity.authorization.redeem_refresh(text, "autosched", "google")


def test_google_s_refresh_tokens_live_on_with_their_use_and_die_after_six_months_without(identity: Identity) -> None:
    text = handed(identity).refresh_token.text
    for _ in range(2):
        identity.clock.advance(181 * DAY)
        identity.authorization.redeem_refresh(text, "autosched", "google")

    identity.clock.advance(182 * DAY)

    assert refusal(identity, text) == "expired"


def test_microsoft_s_die_after_90_days_whatever_use_was_made_of_them(identity: Identity) -> None:
    first = handed(identity, "microsoft").refresh_token
    identity.clock.advance(60 * DAY)
    used = identity.authorization.redeem_refresh(first.text, "autosched", "microsoft")
    hand_out = identity.authorization.hand_out
    second = hand_out("alice", "autosched", "microsoft", (READONLY,), refresh=True, after=used).refresh_token
    assert second is not None
    identity.authorization.redeem_refresh(first.text, "autosched", "microsoft")  # the old one keeps working

    identity.clock.advance(30 * DAY)

    assert refusal(identity, first.text, provider="microsoft") == "expired"
    identity.authorization.redeem_refresh(second.text, "autosched", "microsoft")


def test_the_successor_of_a_refresh_token_keeps_its_scopes_its_nonce_and_a_fixed_end(identity: Identity) -> None:
    first = handed(identity, "microsoft", fixed_lifetime=24 * HOUR, nonce="n").refresh_token
    identity.clock.advance(HOUR)
    hand_out = identity.authorization.hand_out

    second = hand_out("alice", "autosched", "microsoft", ("a",), refresh=True, after=first).refresh_token

    assert second is not None
    for name in ("expires", "fixed", "nonce", "scopes"):
        assert getattr(second, name) == getattr(first, name)


def test_of_a_hundred_and_one_refresh_tokens_at_google_the_oldest_dies(identity: Identity) -> None:
    texts = [handed(identity).refresh_token.text for _ in range(101)]

    assert refusal(identity, texts[0]) == "unknown"
    for text in texts[1:]:
        identity.authorization.redeem_refresh(text, "autosched", "google")


def test_expiring_refresh_tokens_reaches_issued_ones(identity: Identity) -> None:
    before = handed(identity).refresh_token.text
    identity.expire_refresh_tokens("alice", "google")

    assert refusal(identity, before) == "expired"
    identity.authorization.redeem_refresh(handed(identity).refresh_token.text, "autosched", "google")


def test_revoking_an_issued_refresh_token_ends_the_whole_grant(identity: Identity) -> None:
    first, second = handed(identity), handed(identity)

    identity.revoke(first.refresh_token.text)

    assert refusal(identity, second.refresh_token.text) == "revoked"
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge(second.access_token.text)


def test_an_endpoint_writes_a_token_s_text_and_says_for_whom_it_is(identity: Identity) -> None:
    def write(token: AccessToken) -> str:
        return f"ey.{token.text}.{token.resource}"

    token = handed(identity, "microsoft", resource="api-1", write=write).access_token

    assert token.text.endswith(".api-1")
    assert len(token.text) == len("ey.") + 64 + len(".api-1")
    assert identity.judge(token.text, "microsoft", "api-1").principal == "alice"
    with pytest.raises(TokenRefused, match="foreign-audience"):
        identity.judge(token.text, "microsoft")


def test_keys_rotate_at_one_provider_or_at_both(identity: Identity) -> None:
    def active() -> list[bytes]:
        return [keys.active.der for keys in identity.authorization.keys.values()]

    google, microsoft = active()
    identity.authorization.rotate_keys("google")
    assert active()[0] != google
    assert active()[1] == microsoft
    identity.authorization.rotate_keys()
    assert active()[1] != microsoft


def test_a_snapshot_brings_back_what_was_handed_out_and_agreed(
    identity: Identity, make: Callable[..., Identity]
) -> None:
    token = handed(identity).refresh_token
    identity.authorization.agree_for_everybody("autosched", ("x",))
    saved = identity.snapshot()
    identity.revoke(token.text)
    identity.authorization.rotate_keys()

    fresh = make()
    fresh.restore(saved)

    assert fresh.authorization.redeem_refresh(token.text, "autosched", "google") == token
    assert fresh.authorization.for_everybody("autosched") == {"x"}
    assert fresh.authorization.keys["google"].active.der != identity.authorization.keys["google"].active.der
    assert refusal(identity, token.text) == "revoked"


def test_a_snapshot_from_before_anything_was_asked_for_forgets_it_all(identity: Identity) -> None:
    saved = identity.snapshot()
    text = handed(identity).refresh_token.text

    identity.restore(saved)

    assert refusal(identity, text) == "unknown"
