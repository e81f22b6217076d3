"""Who calls Graph: a person through an app, or an app by itself, which has every mailbox and no `/me`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.identity.tokens import TokenRefused
from mockserver.microsoft.refusals import Refusal, refusal_of
from mockserver.microsoft.rows import ACCESS_DENIED, REQUEST_DENIED, TOKEN_EMPTY, WORKLOAD_REFUSED

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation


class Caller(msgspec.Struct, frozen=True):
    """`person` is the key of the person who is signed in, empty where an app calls by itself."""

    person: str
    app: str
    scopes: frozenset[str]

    @property
    def app_only(self) -> bool:
        return not self.person


def credential_of(exchange: Exchange) -> str | None:
    """The token in the `Authorization` header; Graph takes none in the query."""
    scheme, _, token = exchange.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def identify(exchange: Exchange) -> Caller:
    """Who calls, by a token that is good. Raises `Refusal` (401)."""
    session, text = exchange.session, credential_of(exchange)
    if not text:
        return _without_token(exchange)
    try:
        token = session.identity.judge(text, "microsoft")
    except TokenRefused as refused:
        if refused.token is not None:
            exchange.token = refused.token
            exchange.person = refused.token.principal or ""
        raise refusal_of(refused) from None
    exchange.token = token
    exchange.person = token.principal or ""
    return Caller(token.principal or "", token.app, token.scopes)


def admit(exchange: Exchange, operation: Operation) -> None:
    """Let a request in whose token is good and has a permission that will do. Raises `Refusal` (401, 403).

    An operation's option `delegated` says that no app may call it by itself.
    """
    caller = exchange.caller = identify(exchange)
    if caller.scopes.isdisjoint(operation.scopes):
        held = ", ".join(sorted(caller.scopes)) or "none"
        wanted = ", ".join(sorted(operation.scopes))
        why = f"the token's permissions are: {held}; one of these would do: {wanted}"
    elif caller.app_only and operation.options.get("delegated"):
        why = f"{operation.id} is for people who are signed in; no application permission admits to it"
    else:
        return
    if operation.options.get("workload"):  # refused by what is asked for, and told by whoever asked it
        raise Refusal(WORKLOAD_REFUSED, inner="Forbidden", reason=ACCESS_DENIED.message, why=why)
    raise Refusal(REQUEST_DENIED if _of_directory(operation) else ACCESS_DENIED, why=why)


def _of_directory(operation: Operation) -> bool:
    """Whether the directory refuses in its words, and not the mailbox in Exchange's."""
    return bool(operation.options.get("directory"))


def _without_token(exchange: Exchange) -> Caller:
    """With `auth: off` the first person calls."""
    template = exchange.session.template
    if not template.strict:
        person = next((one for one in template.directory.people.values() if "microsoft" in one.accounts), None)
        if person is not None:
            exchange.person = person.key
            exchange.note(f"auth is off: answered as {person.key}")
            operation = exchange.operation
            return Caller(person.key, "", operation.scopes if operation is not None else frozenset())
    raise Refusal(TOKEN_EMPTY)
