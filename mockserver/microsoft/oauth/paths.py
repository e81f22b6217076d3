"""The paths of Microsoft's authorization server: known from the start, while what answers on them is imported late."""

from __future__ import annotations

import re

V2, V1 = "/{tenant}/oauth2/v2.0/", "/{tenant}/oauth2/"
TOKEN = (V2 + "token", V1 + "token")
AUTHORIZE = (V2 + "authorize",)
DEVICE_CODE = (V2 + "devicecode",)
DEVICE_PAGE = (V1 + "deviceauth",)
LOGOUT = (V2 + "logout", V1 + "logout")
DISCOVERY = ("/{tenant}/v2.0/.well-known/openid-configuration",)
KEYS = ("/{tenant}/discovery/v2.0/keys", "/{tenant}/discovery/keys")
INSTANCE = ("/{tenant}/discovery/instance",)
USERINFO = ("/oidc/userinfo",)

# Google's own paths of this form are gone before anybody asks here, all but those under /o/oauth2.
_FAMILIES = re.compile(
    r"/(?!o/|_mock/)[^/]+/(?:(?:oauth2|discovery|userrealm)/.+|(?:v2\.0/)?\.well-known/openid-configuration"
    r"|(?:v2\.0/)?adminconsent)"
)


def owns(path: str) -> bool:
    """Whether a path is one of Microsoft's authorization server."""
    return path in USERINFO or _FAMILIES.fullmatch(path) is not None
