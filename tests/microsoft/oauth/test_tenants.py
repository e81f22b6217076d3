"""Whom a tenant in a path means."""

from __future__ import annotations

import pytest

from mockserver.microsoft.oauth.refusals import TENANT_MALFORMED, TENANT_UNKNOWN, Refusal
from mockserver.microsoft.oauth.tenants import CONSUMERS, tenant_of
from tests.microsoft.oauth.oauth_world import entra


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("common", "common"), ("Organizations", "organizations"), ("partner.example", "own"), (CONSUMERS, "consumers")],
)
async def test_every_spelling_is_understood(asked: str, kind: str) -> None:
    async with entra() as client:
        tenant = tenant_of(client.identity, asked)

        assert tenant.kind == kind
        assert tenant.id == (CONSUMERS if kind == "consumers" else client.tenant)


@pytest.mark.parametrize(
    ("asked", "row"),
    [("x.example", TENANT_UNKNOWN), ("0" * 8 + "-0000-0000-0000-" + "0" * 12, TENANT_UNKNOWN), ("x", TENANT_MALFORMED)],
)
async def test_a_tenant_that_is_not_there_is_refused(asked: str, row: object) -> None:
    async with entra() as client:
        with pytest.raises(Refusal) as refused:
            tenant_of(client.identity, asked)

    assert refused.value.row == row
