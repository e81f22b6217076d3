"""Readable tokens: those that a scenario declares so that somebody can type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import DAY
from mockserver.identity.tokens import AccessToken

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.identity.consents import Consents
    from mockserver.identity.directory import Directory, Provider

NEVER: Instant = 253_402_300_799_000_000
"""When a valid one expires: with the last second of the year 9999."""


def readable_token(text: str, provider: Provider, directory: Directory, consents: Consents) -> AccessToken | None:
    """What a readable token says at a provider, if the scenario declares one of that text for it.

    It belongs to the present consent of its pair, so it works again once the person has granted again.
    """
    fact = directory.tokens.get(text)
    scopes = directory.good_at(fact, provider) if fact is not None else None
    if fact is None or scopes is None:
        return None
    app, start = directory.app_of(fact), consents.start
    changed = consents.changed(fact.person, app, provider) if fact.person is not None else None
    issued, expires = (start - DAY, start - 1) if fact.state == "expired" else (start, NEVER)
    return AccessToken(
        text,
        fact.person,
        app,
        provider,
        frozenset(scopes),
        issued,
        expires,
        changed.serial if changed is not None else 0,
        changed.generation if changed is not None else 0,
        readable=True,
        revoked=fact.state == "revoked",
    )
