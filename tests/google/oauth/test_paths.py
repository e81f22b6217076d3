"""Every path that the OAuth server answers on is known before what answers is imported."""

from __future__ import annotations

import pytest

from mockserver.google.oauth.paths import ACCOUNT_KEYS, SERVED, owns
from mockserver.google.provider import GoogleOAuth


def test_every_path_of_an_operation_is_owned_and_said_to_be_served() -> None:
    for operation in GoogleOAuth.routes.operations:
        for path in operation.paths:
            assert owns(path)
            assert path.startswith(ACCOUNT_KEYS) or all(
                path in SERVED[method] for method in (operation.method, *operation.also)
            )


@pytest.mark.parametrize("path", ["/o/oauth2/anything", "/robot/v1/metadata/x509/sync-bot"])
def test_what_is_below_its_folders_is_owned_all_the_same(path: str) -> None:
    assert owns(path)


@pytest.mark.parametrize("path", ["/healthz", "/calendar/v3/colors", "/oauth2", "/token/more", "/"])
def test_every_other_path_is_not(path: str) -> None:
    assert not owns(path)
