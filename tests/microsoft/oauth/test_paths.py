"""Whose path it is."""

from __future__ import annotations

import pytest

from mockserver.microsoft.oauth.paths import owns


@pytest.mark.parametrize(
    "path",
    [
        "/common/oauth2/v2.0/token",
        "/t/oauth2/anything",
        "/t/discovery/v2.0/keys",
        "/oidc/userinfo",
        "/common/userrealm/a@b.example",
        "/t/adminconsent",
        "/t/v2.0/adminconsent",
        "/t/.well-known/openid-configuration",
    ],
)
def test_what_stands_below_a_tenant_is_microsoft_s(path: str) -> None:
    assert owns(path)


@pytest.mark.parametrize("path", ["/o/oauth2/auth", "/_mock/oauth2/x", "/common", "/a/b/oauth2/x", "/t/v2.0/other"])
def test_what_is_somebody_else_s_is_left_alone(path: str) -> None:
    assert not owns(path)
