"""Microsoft's permissions: the delegated ones that people grant, the application ones that administrators do.

A permission is held by its short name in Microsoft's spelling (`Calendars.ReadWrite`); letter case does not count and
Graph's address may stand before it. A token of a person has delegated ones in `scp`, that of an app by itself has
application ones in `roles`. Which operation accepts which is declared with the operation.
https://learn.microsoft.com/graph/permissions-reference
"""

from __future__ import annotations

from mockserver.identity.scopes import UnknownScope

GRAPH = "https://graph.microsoft.com/"

SIGN_IN: tuple[str, ...] = ("offline_access", "openid", "profile", "email")
"""OpenID Connect's own; they are never written behind an address."""

USUAL: tuple[str, ...] = (
    "Calendars.ReadWrite",
    "Calendars.ReadWrite.Shared",
    "MailboxSettings.ReadWrite",
    "User.Read",
    "User.ReadBasic.All",
    "Place.Read.All",
    "Group.ReadWrite.All",
    *SIGN_IN,
)
"""What a person has granted an app where nothing else is said: all that a scheduling product needs."""

APPLICATION: tuple[str, ...] = (
    "Calendars.Read",
    "Calendars.ReadBasic.All",
    "Calendars.ReadWrite",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "MailboxSettings.Read",
    "MailboxSettings.ReadWrite",
    "Mail.ReadWrite",
    "Place.Read.All",
    "Place.ReadWrite.All",
    "User.Read.All",
    "User.ReadBasic.All",
    "User.ReadWrite.All",
)
"""Application permissions, of tokens that speak for no person."""

DELEGATED: tuple[str, ...] = (
    *USUAL,
    "Calendars.Read",
    "Calendars.Read.Shared",
    "Calendars.ReadBasic",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Group.Read.All",
    "Mail.ReadWrite",
    "MailboxSettings.Read",
    "Place.ReadWrite.All",
    "User.Read.All",
    "User.ReadWrite",
    "User.ReadWrite.All",
)
"""Delegated permissions, of tokens that speak for a person."""

_BY_LOWER = {
    False: {name.lower(): name for name in DELEGATED},
    True: {name.lower(): name for name in APPLICATION},
}


def short(name: str) -> str:
    """A permission's name without Graph's address."""
    return name[len(GRAPH) :] if name.lower().startswith(GRAPH) else name


def permission(name: str, *, application: bool = False) -> str:
    """A permission's short name in Microsoft's spelling. Raises `UnknownScope`."""
    bare = short(name)
    found = _BY_LOWER[application].get(bare.lower())
    if found is None or (found in SIGN_IN and bare != name):
        raise UnknownScope(name, _BY_LOWER[application].values())
    return found
