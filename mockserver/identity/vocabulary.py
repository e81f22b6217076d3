"""Which scopes a provider has, where that matters to both: what is granted where nothing is said, and how one is spelt.

The names themselves are those of `scopes.py` (Google) and `permissions.py` (Microsoft).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.identity import permissions, scopes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.identity.directory import Provider


def usual(provider: Provider) -> tuple[str, ...]:
    """What a person has granted an app where nothing else is said: everything about calendars."""
    return permissions.USUAL if provider == "microsoft" else scopes.USUAL


def everything(provider: Provider, *, app_only: bool = False) -> tuple[str, ...]:
    """All that can be granted: by a person, or to an app that speaks for nobody, which only Microsoft knows."""
    if provider == "microsoft":
        return permissions.APPLICATION if app_only else permissions.DELEGATED
    return scopes.ALL


def spelt(name: str, provider: Provider, *, app_only: bool = False) -> str:
    """A scope as its provider spells it, from the short name or the full one. Raises `UnknownScope`."""
    return permissions.permission(name, application=app_only) if provider == "microsoft" else scopes.full(name)


def known_to(provider: Provider, names: Sequence[str]) -> tuple[str, ...]:
    """Those of some scopes that the provider knows, as it spells them, each once; sign-in has scopes of both."""
    found: dict[str, None] = {}
    for name in names:
        try:
            found[spelt(name, provider)] = None
        except scopes.UnknownScope:
            continue
    return tuple(found)
