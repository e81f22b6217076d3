from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.identity.grants import DEVICE_CODE, TokenRequest, exchange_grant
from mockserver.identity.refusals import OAuthRefusal

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity


def request(identity: Identity, code: str) -> TokenRequest:
    client = identity.client("autosched")
    form = {"grant_type": DEVICE_CODE, "device_code": code, "client_id": client.client_id}
    return TokenRequest(form | {"client_secret": client.client_secret})


def test_an_approved_device_gets_what_was_ticked(identity: Identity) -> None:
    core = identity.authorization
    device = core.device_codes.issue("autosched", "google", ("openid", "email"))
    core.approve_device(device, "alice", ("openid",))
    issued = exchange_grant(request(identity, device.text), identity)
    assert issued.scope == "openid"
    assert issued.refresh_token is not None
    assert issued.id_token is not None


def test_who_waits_is_told_so_and_who_comes_with_nothing_is_refused(identity: Identity) -> None:
    device = identity.authorization.device_codes.issue("autosched", "google", ("openid",))
    for code, row in ((device.text, "device-pending"), (device.text, "device-slow-down"), ("x", "grant-unusable")):
        with pytest.raises(OAuthRefusal) as refused:
            exchange_grant(request(identity, code), identity)
        assert refused.value.row.key == row
