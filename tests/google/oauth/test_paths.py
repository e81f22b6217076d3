"""Every path that the OAuth server answers on is known before what answers is imported."""

from __future__ import annotations

import pytest

from mockserver.google.oauth import operations as oauth
from mockserver.google.oauth.paths import NOT_EMULATED, SERVED, owns


def test_every_path_of_an_operation_is_owned_and_said_to_be_served() -> None:
    for operation in oauth.table:
        for path in operation.paths:
            assert owns(path)
            assert all(path in SERVED[method] for method in (operation.method, *operation.also))


@pytest.mark.parametrize("path", [*NOT_EMULATED, "/o/oauth2/anything", "/robot/v1/metadata/x509/sync-bot"])
def test_what_is_not_emulated_is_owned_all_the_same(path: str) -> None:
    assert owns(path)


@pytest.mark.parametrize("path", ["/healthz", "/calendar/v3/colors", "/oauth2", "/token/more", "/"])
def test_every_other_path_is_not(path: str) -> None:
    assert not owns(path)
