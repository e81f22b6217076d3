"""The paths of Google's OAuth server: known from the start, while what answers on them is imported late.

They are those of `oauth2.googleapis.com`, `accounts.google.com`, `openidconnect.googleapis.com` and
`www.googleapis.com` together, older aliases included.
"""

from __future__ import annotations

TOKEN = ("/token", "/oauth2/v4/token", "/oauth2/v3/token", "/o/oauth2/token")
REVOKE = ("/revoke", "/o/oauth2/revoke")
TOKENINFO = ("/tokeninfo", "/oauth2/v3/tokeninfo", "/oauth2/v2/tokeninfo", "/oauth2/v1/tokeninfo")
AUTHORIZE = ("/o/oauth2/v2/auth", "/o/oauth2/auth")
DEVICE_CODE = "/device/code"
DEVICE = "/device"
USERINFO = ("/v1/userinfo", "/oauth2/v3/userinfo")
USERINFO_OLD = ("/oauth2/v2/userinfo", "/oauth2/v1/userinfo", "/userinfo/v2/me")
CERTS, CERTS_OLD = "/oauth2/v3/certs", "/oauth2/v1/certs"
DISCOVERY = "/.well-known/openid-configuration"
ACCOUNT_KEYS = ("/service_accounts/v1/jwk/", "/service_accounts/v1/metadata/raw/", "/robot/v1/metadata/x509/")
_POST = frozenset((*TOKEN, *REVOKE, *TOKENINFO, *AUTHORIZE, DEVICE_CODE, DEVICE, *USERINFO, *USERINFO_OLD))
_GET = frozenset((*TOKENINFO, *AUTHORIZE, DEVICE, *USERINFO, *USERINFO_OLD, CERTS, CERTS_OLD, DISCOVERY))
SERVED = {"POST": _POST, "GET": _GET}
_FAMILIES = ("/o/oauth2/", "/oauth2/", "/service_accounts/", "/robot/v1/")


def owns(path: str) -> bool:
    """Whether a path is one of Google's OAuth hosts."""
    return path in _POST or path in _GET or path.startswith(_FAMILIES)
