"""The paths of Google's OAuth server: known from the start, while what answers on them is imported late.

They are those of `oauth2.googleapis.com`, `accounts.google.com` and `www.googleapis.com` together, older aliases
included.
"""

from __future__ import annotations

TOKEN = ("/token", "/oauth2/v4/token", "/oauth2/v3/token", "/o/oauth2/token")
REVOKE = ("/revoke", "/o/oauth2/revoke")
TOKENINFO = ("/tokeninfo", "/oauth2/v3/tokeninfo", "/oauth2/v2/tokeninfo", "/oauth2/v1/tokeninfo")
SERVED = {"POST": frozenset((*TOKEN, *REVOKE, *TOKENINFO)), "GET": frozenset(TOKENINFO)}
# Paths of the real hosts that are not emulated, and what each would be called.
NOT_EMULATED = {
    "/o/oauth2/v2/auth": "google.oauth.authorize",
    "/o/oauth2/auth": "google.oauth.authorize",
    "/device/code": "google.oauth.device_code",
    "/v1/userinfo": "google.oauth.userinfo",
    "/oauth2/v3/userinfo": "google.oauth.userinfo",
    "/oauth2/v2/userinfo": "google.oauth.userinfo",
    "/oauth2/v1/userinfo": "google.oauth.userinfo",
    "/userinfo/v2/me": "google.oauth.userinfo",
    "/oauth2/v3/certs": "google.oauth.certs",
    "/oauth2/v1/certs": "google.oauth.certs",
    "/.well-known/openid-configuration": "google.oauth.discovery",
}
ACCOUNT_KEYS = ("/service_accounts/v1/jwk/", "/service_accounts/v1/metadata/raw/", "/robot/v1/metadata/x509/")
_FAMILIES = ("/o/oauth2/", "/oauth2/", "/service_accounts/", "/robot/v1/")
_EXACT = frozenset((*TOKEN, *REVOKE, *TOKENINFO, *NOT_EMULATED))


def owns(path: str) -> bool:
    """Whether a path is one of Google's OAuth hosts."""
    return path in _EXACT or path.startswith(_FAMILIES)
