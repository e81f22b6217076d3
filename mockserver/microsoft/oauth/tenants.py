"""Whom a path's `{tenant}` means: everybody in a session is of one tenant, which has several spellings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from mockserver.microsoft.oauth.refusals import TENANT_MALFORMED, TENANT_UNKNOWN, Refusal

if TYPE_CHECKING:
    from mockserver.identity.identity import Identity

CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of personal accounts, of which a session has none."""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class Tenant(msgspec.Struct, frozen=True):
    """A tenant as it was asked for. `id` is its GUID; that of `common` and `organizations` is the session's own."""

    asked: str
    kind: Literal["own", "common", "organizations", "consumers"]
    id: str

    @property
    def issuer_segment(self) -> str:
        """What stands for it in an issuer: documents of no tenant in particular have a template."""
        return "{tenantid}" if self.kind in {"common", "organizations"} else self.id


def tenant_of(identity: Identity, asked: str) -> Tenant:
    """The tenant of a path's segment. Raises `Refusal`."""
    name, own = asked.lower(), identity.tenant_id
    if name in {"common", "organizations"}:
        return Tenant(asked, "common" if name == "common" else "organizations", own)
    if name in {"consumers", CONSUMERS}:
        return Tenant(asked, "consumers", CONSUMERS)
    if name == own or name in _domains(identity):
        return Tenant(asked, "own", own)
    if _GUID.fullmatch(name) or _DOMAIN.fullmatch(name):
        why = f"there is the tenant {own}, common, organizations and {', '.join(sorted(_domains(identity)))}"
        raise Refusal(TENANT_UNKNOWN, why, tenant=asked)
    raise Refusal(TENANT_MALFORMED, tenant=asked)


def _domains(identity: Identity) -> set[str]:
    people = identity.directory.people.values()
    return {one.email.rpartition("@")[2].lower() for one in people if "microsoft" in one.accounts}
