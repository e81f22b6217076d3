"""What the consent page shows, and what it posts. No HTML here, and no knowledge of requests or grants.

The page posts a form: what the endpoint gave as `hidden`, and three fields of its own, whose names no parameter of
OAuth or OpenID Connect has. A program that stands in for a person posts the same.

| field | value |
|---|---|
| `decision` | `allow` or `deny`; not there while the account is being chosen |
| `account` | the key of an account; empty to choose another |
| `ticked` | the name of a scope, once for each box that is ticked |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DECISION, ACCOUNT, TICKED = OWN_FIELDS = ("decision", "account", "ticked")
MOST_FIELDS = 200
MOST_CHARACTERS = 500
"""Of an account's key or a scope's name."""

Provider = Literal["google", "microsoft"]


class Account(msgspec.Struct, frozen=True):
    """Somebody who can sign in; `key` is what the page posts."""

    key: str
    name: str
    email: str


class AskedScope(msgspec.Struct, frozen=True):
    """A scope that the app asks for. One that is `required` is allowed with the rest and has no box to untick."""

    name: str
    title: str
    detail: str
    required: bool = False
    granted_before: bool = False


class ErrorView(msgspec.Struct, frozen=True):
    """An error to show: the provider's code and words, `details` such as its trace id, and this server's own advice."""

    code: str
    message: str
    advice: str = ""
    details: tuple[tuple[str, str], ...] = ()


class ConsentView(msgspec.Struct, frozen=True):
    """One showing of the page: the choice of an account where none of them is `chosen`, else the question itself.

    `hidden` comes back with the answer; it may not use the page's own names. Where it is asked `for_everybody`, an
    administrator answers for the organisation.
    """

    provider: Provider
    app_name: str
    accounts: tuple[Account, ...]
    chosen: str | None
    scopes: tuple[AskedScope, ...]
    action_url: str
    hidden: tuple[tuple[str, str], ...] = ()
    error: ErrorView | None = None
    for_everybody: bool = False

    def __post_init__(self) -> None:
        taken = [name for name, _ in self.hidden if name in OWN_FIELDS]
        if taken:
            raise ValueError(f"the page itself posts {', '.join(taken)}: what is hidden needs other names")

    @property
    def account(self) -> Account | None:
        """Who was chosen; None where nobody was, or nobody who can sign in."""
        return next((account for account in self.accounts if account.key == self.chosen), None)


class BadDecision(ValueError):  # noqa: N818 - named by what it says
    """What was posted is nothing that the page posts. The text says what is wrong and what would be right."""


class Decision(msgspec.Struct, frozen=True):
    """What was answered. `allowed` is None where only an account was chosen, and the page is to be shown again for it.

    `account` is None where nobody was chosen, or somebody else is to be. `ticked` is empty unless allowed.
    """

    allowed: bool | None
    account: str | None
    ticked: tuple[str, ...] = ()

    def granted(self, asked: Sequence[AskedScope]) -> tuple[str, ...]:
        """What is allowed of what was asked, in that order. Raises `BadDecision` for a scope that nobody asked for."""
        names = [scope.name for scope in asked]
        foreign = [name for name in self.ticked if name not in names]
        if foreign:
            raise BadDecision(f"{TICKED}={foreign[0]} was not asked for; asked for were {', '.join(names)}")
        if not self.allowed:
            return ()
        return tuple(scope.name for scope in asked if scope.required or scope.name in self.ticked)


def decision(pairs: Iterable[tuple[str, str]]) -> Decision:
    """Read what the page posts, from all fields of the form; those of others are passed by. Raises `BadDecision`."""
    posted: dict[str, list[str]] = {name: [] for name in OWN_FIELDS}
    for number, (name, value) in enumerate(pairs, 1):
        if number > MOST_FIELDS:
            raise BadDecision(f"the form has more than {MOST_FIELDS} fields")
        if name in posted:
            posted[name].append(_bounded(name, value))
    answer, account, ticked = _only(DECISION, posted), _only(ACCOUNT, posted), _each_once(posted[TICKED])
    match answer:
        case "allow" if account:
            return Decision(allowed=True, account=account, ticked=ticked)
        case "allow":
            raise BadDecision(f"{DECISION}=allow needs {ACCOUNT}=<whose account>")
        case "deny":
            return Decision(allowed=False, account=account or None)
        case None if account is not None and not ticked:
            return Decision(allowed=None, account=account or None)
    sent = "there is none" if answer is None else f"it is {answer[:40]!r}"
    raise BadDecision(f"{DECISION} is allow or deny, and {sent}")


def _bounded(name: str, value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        raise BadDecision(f"{name} has {len(value)} characters; at most {MOST_CHARACTERS} are read")
    return value


def _only(name: str, posted: dict[str, list[str]]) -> str | None:
    values = posted[name]
    if len(values) > 1:
        raise BadDecision(f"{name} is there {len(values)} times; right would be once")
    return values[0] if values else None


def _each_once(ticked: list[str]) -> tuple[str, ...]:
    if len(set(ticked)) != len(ticked):
        twice = next(name for name in ticked if ticked.count(name) > 1)
        raise BadDecision(f"{TICKED}={twice} is there more than once")
    return tuple(ticked)
