"""The device code grant (RFC 8628 section 3.4): whoever waits asks again and again until a person has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity.client_authentication import authenticate
from mockserver.identity.device_codes import DeviceRefused
from mockserver.identity.grants.request import Issued
from mockserver.identity.grants.sign_in import id_token_for
from mockserver.identity.refusals import google

if TYPE_CHECKING:
    from mockserver.identity.device_codes import DeviceFault
    from mockserver.identity.grants.request import TokenRequest
    from mockserver.identity.identity import Identity

_ROWS: dict[DeviceFault, str] = {
    "pending": "device-pending",
    "slow-down": "device-slow-down",
    "denied": "device-denied",
    "expired": "device-expired",
}
"""What is not here is `grant-unusable`."""


def exchange(request: TokenRequest, identity: Identity) -> Issued:
    """Issue what a person agreed to for the device. Raises `OAuthRefusal`, also while nobody has answered."""
    client = authenticate(identity, request.form, request.authorization)
    try:
        device = identity.authorization.redeem_device(request.demand("device_code"), client.app, "google")
    except DeviceRefused as refused:
        raise google(_ROWS.get(refused.reason, "grant-unusable"), str(refused)) from None
    handed = identity.authorization.hand_out(device.person, device.app, "google", device.scopes, refresh=True)
    access = handed.access_token
    return Issued(
        access,
        " ".join(device.scopes),
        handed.refresh_token.text if handed.refresh_token is not None else None,
        id_token=id_token_for(identity, access, client.client_id),
    )
