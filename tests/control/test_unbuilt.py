from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockserver.control.problems import NOT_BUILT
from mockserver.control.unbuilt import planned
from tests.control.asking import refused

if TYPE_CHECKING:
    from tests.control.asking import Asker

SESSION = "/_mock/sessions/default"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{SESSION}/export"),
        ("GET", f"{SESSION}/findings"),
        ("GET", "/_mock/coverage"),
    ],
)
def test_what_is_planned_is_501_and_named(ask: Asker, method: str, path: str) -> None:
    problem = refused(ask.wire.send(method, path), NOT_BUILT)

    assert problem["detail"].endswith(f" is not built yet: {path}")


@pytest.mark.parametrize("path", ["/v1.01/me", "/v1.0x", "/_mock/exports", "/_mock/coverage/x", "/o/oauth2/nothing"])
def test_what_is_not_planned_is_not_promised(path: str) -> None:
    assert planned(path) is None
