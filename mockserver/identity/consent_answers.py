"""Who answers a consent page: nobody, where the scenario says what is answered and the request for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from mockserver.identity.directory import Provider
    from mockserver.identity.identity import Identity


class Answer(msgspec.Struct, frozen=True):
    """`grant`: `person` agrees to everything that was asked for. `deny`: they do not. `ask`: a page must be shown.

    `person` is the key of who is meant, None where that has to be asked too.
    """

    kind: Literal["grant", "ask", "deny"]
    person: str | None


def answer(identity: Identity, app: str, provider: Provider, login_hint: str | None = None) -> Answer:
    """How an authorization request of an app is answered, by the app's `consent` in the scenario."""
    person = meant(identity, provider, login_hint)
    says = identity.directory.app(app).consent
    if says == "deny":
        return Answer("deny", person)
    return Answer("grant" if says == "auto" and person is not None else "ask", person)


def meant(identity: Identity, provider: Provider, login_hint: str | None) -> str | None:
    """The key of the person whom a hint names by address, by `sub` or by object id; without one the only one there is.

    A hint that names nobody is ignored, as both providers do, and somebody has to be asked.
    """
    accounts = accounts_at(identity, provider)
    if not login_hint:
        return accounts[0] if len(accounts) == 1 else None
    by_email = identity.directory.by_email(login_hint)
    if by_email is not None:
        return by_email.key if by_email.key in accounts else None
    if provider == "microsoft":
        found = identity.person_of(login_hint)
        return found if found in accounts else None
    return next((key for key in accounts if identity.subject(key) == login_hint), None)


def accounts_at(identity: Identity, provider: Provider) -> tuple[str, ...]:
    """The keys of everybody who can sign in with a provider, in the scenario's order."""
    people = identity.directory.people.values()
    return tuple(one.key for one in people if provider in one.accounts and one.kind == "person")
