"""What every part of the language is, and the values that several of them have."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from mockserver.identity.directory import Provider

PROVIDERS: tuple[Provider, ...] = ("google", "microsoft")

Accounts = Annotated[tuple[Provider, ...], msgspec.Meta(min_length=1)]
Role = Literal["freeBusyReader", "reader", "writer", "owner"]
Response = Literal["needsAction", "accepted", "tentative", "declined"]
Visibility = Literal["default", "public", "private", "confidential"]
Shows = Literal["busy", "free"]
Status = Literal["confirmed", "tentative", "cancelled"]
Native = dict[str, Any]
"""Fields in a provider's own words."""
Count = Annotated[int, msgspec.Meta(ge=1)]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the language: a field it does not declare is a mistake, never ignored."""
