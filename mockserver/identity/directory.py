"""Who there is and what was granted when a scenario starts: immutable facts, shared by all its sessions.

What changes while a session runs (tokens, revocations, new consents) lives in `identity.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Never

import msgspec

from mockserver.clock import SECOND
from mockserver.identity.vocabulary import everything, known_to, usual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Provider = Literal["google", "microsoft"]
Pair = tuple[str, str, Provider]
"""A person's key, an app's key and the provider between them."""

BOTH_ACCOUNTS: frozenset[Provider] = frozenset(("google", "microsoft"))
ACCESS_LIFETIME = 3599 * SECOND
"""How long an access token lives where nothing else is said: what Google puts into `expires_in`."""


class Person(msgspec.Struct, frozen=True):
    """Somebody with a mailbox. A `room` or `equipment` is a resource: nobody signs in as one."""

    key: str
    name: str
    email: str
    zone: str = "UTC"
    accounts: frozenset[Provider] = BOTH_ACCOUNTS
    kind: Literal["person", "room", "equipment"] = "person"
    admin: bool = False
    """Whether they administer the organization of their address."""


class Group(msgspec.Struct, frozen=True):
    """People under one address; `members` are the addresses of whoever belongs to it, each of them somebody's."""

    key: str
    email: str
    members: tuple[str, ...] = ()
    name: str = ""


class App(msgspec.Struct, frozen=True):
    """An OAuth client, or a service account.

    `acts_for` names the people for whom a service account may act by domain-wide delegation. What the providers call
    the app is derived from its key unless it is fixed here.
    """

    key: str
    kind: Literal["client", "service-account"] = "client"
    redirect_uris: tuple[str, ...] = ()
    acts_for: tuple[str, ...] = ()
    google_client_id: str | None = None
    google_client_secret: str | None = None
    name: str = ""
    microsoft_client_id: str | None = None
    microsoft_client_secret: str | None = None
    public: bool = False
    """Whether it cannot keep a secret, so that none is asked for (RFC 6749 section 2.1)."""
    consent: Literal["auto", "ask", "deny"] = "auto"
    """How its consent page is answered: without a person where `login_hint` says who or only one can be meant, by one
    in any case, or refused at once."""


_USUAL: tuple[str, ...] = ("whatever is usual at the provider",)


class Grant(msgspec.Struct, frozen=True):
    """What a person granted to an app, as scopes in the provider's spelling; without any: what is usual with it.

    `access_expires_in` is how long its access tokens live; zero or less: those handed out at the start are dead already
    and later ones live as long as usual. `refresh` is the state of the refresh token: `revoked` means that the person
    took the whole grant back, `expired` that only the refresh token died, `none` that there never was one. For a
    service account that acts for the person, `scopes` are those its delegation was authorised for.
    """

    person: str
    app: str
    provider: Provider = "google"
    scopes: tuple[str, ...] = _USUAL
    access_expires_in: int = ACCESS_LIFETIME
    refresh: Literal["valid", "revoked", "expired", "none"] = "valid"

    def __post_init__(self) -> None:
        if self.scopes is _USUAL:
            msgspec.structs.force_setattr(self, "scopes", usual(self.provider))

    @property
    def lifetime(self) -> int:
        """Microseconds that a newly issued access token of this grant lives."""
        return self.access_expires_in if self.access_expires_in > 0 else ACCESS_LIFETIME


class ReadableToken(msgspec.Struct, frozen=True):
    """An access token that somebody can type; a valid one never expires.

    Without a person it speaks for the app alone, a service account, which only Microsoft knows. `app` None means the
    first client declared. `provider` None means each with which the person has an account, where `scopes`, if there are
    any, has some of its own; `scopes` None means what is usual there.
    """

    text: str
    person: str | None
    app: str | None = None
    provider: Provider | None = None
    state: Literal["valid", "expired", "revoked"] = "valid"
    scopes: tuple[str, ...] | None = None

    def scopes_at(self, provider: Provider) -> tuple[str, ...] | None:
        """Its scopes at a provider, None where it is not meant for that one."""
        if self.provider not in {None, provider}:
            return None
        if self.scopes is None:
            return usual(provider) if self.person is not None else everything(provider, app_only=True)
        return self.scopes if self.provider is not None else known_to(provider, self.scopes) or None


@dataclass(frozen=True)
class Directory:
    """A scenario's people, apps, grants, readable tokens and groups; all but the grants by key.

    Every person has granted every client what is usual with every provider they have an account with, unless `grants`
    names that pair. Raises ValueError where the facts contradict each other.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    apps: Mapping[str, App] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    tokens: Mapping[str, ReadableToken] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    keys: Literal["derived", "random"] = "derived"
    """Whether the signing keys follow from the session's seed, or are made anew."""
    clients: tuple[App, ...] = field(init=False)
    service_accounts: tuple[App, ...] = field(init=False)
    _by_email: dict[str, Person] = field(init=False, repr=False)
    _by_client_id: dict[str, App] = field(init=False, repr=False)
    _by_group_email: dict[str, Group] = field(init=False, repr=False)
    _by_pair: dict[Pair, Grant] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        apps = self.apps.values()
        for name, value in (
            ("people", MappingProxyType(dict(self.people))),
            ("apps", MappingProxyType(dict(self.apps))),
            ("tokens", MappingProxyType(dict(self.tokens))),
            ("groups", MappingProxyType(dict(self.groups))),
            ("_by_group_email", {group.email.lower(): group for group in self.groups.values()}),
            ("clients", tuple(app for app in apps if app.kind == "client")),
            ("service_accounts", tuple(app for app in apps if app.kind == "service-account")),
            ("_by_email", {person.email.lower(): person for person in self.people.values()}),
            ("_by_client_id", {app.google_client_id: app for app in apps if app.google_client_id}),
            ("_by_pair", {(grant.person, grant.app, grant.provider): grant for grant in self.grants}),
        ):
            object.__setattr__(self, name, value)
        self._check()

    def person(self, key: str) -> Person:
        """The person of that key. Raises LookupError, with the near names, where there is none."""
        return self.people[key] if key in self.people else _missing("person", key, self.people)

    def app(self, key: str) -> App:
        """The app of that key. Raises LookupError, with the near names, where there is none."""
        return self.apps[key] if key in self.apps else _missing("app", key, self.apps)

    def by_email(self, email: str) -> Person | None:
        """Whose address it is, in whatever case it is written."""
        return self._by_email.get(email.lower())

    def group(self, email: str) -> Group | None:
        """The group of that address, in whatever case it is written."""
        return self._by_group_email.get(email.lower())

    def by_fixed_client_id(self, client_id: str) -> App | None:
        """The app whose Google client id the scenario fixed to this one."""
        return self._by_client_id.get(client_id)

    def grant(self, person: str, app: str, provider: Provider = "google") -> Grant | None:
        """What the person granted the app at the start, if anything.

        To a service account that acts for the person everything known was granted unless the scenario says less. An
        empty app is that of readable tokens in a scenario that declares no client.
        """
        if not app:
            return Grant(person, app, provider)
        named = self._by_pair.get((person, app, provider))
        if named is not None:
            return named
        who, what = self.person(person), self.app(app)
        if provider not in who.accounts or who.kind != "person":
            return None
        if what.kind == "client":
            return Grant(person, app, provider)
        return Grant(person, app, provider, everything(provider)) if person in what.acts_for else None

    def is_written(self, person: str, app: str, provider: Provider) -> bool:
        """Whether `grants` names the pair, rather than that a default stands for it."""
        return (person, app, provider) in self._by_pair

    def good_at(self, token: ReadableToken, provider: Provider) -> tuple[str, ...] | None:
        """A readable token's scopes at a provider, None where that one does not take it."""
        if token.provider is None and token.person is not None and provider not in self.people[token.person].accounts:
            return None
        return token.scopes_at(provider)

    def app_of(self, token: ReadableToken) -> str:
        """The key of the app a readable token was issued to; empty where the scenario declares no client at all."""
        if token.app is not None:
            return token.app
        return self.clients[0].key if self.clients else ""

    def _check(self) -> None:
        self._check_filing()
        addresses = [person.email for person in self.people.values()] + [group.email for group in self.groups.values()]
        _only_once("e-mail address", [address.lower() for address in addresses])
        _only_once("client id", [app.google_client_id for app in self.apps.values() if app.google_client_id])
        _only_once("client id", [app.microsoft_client_id for app in self.apps.values() if app.microsoft_client_id])
        # A service account calls as somebody, so it must not be taken for a person.
        _only_once("key", [*self.people, *(app.key for app in self.service_accounts)])
        _only_once("granted pair", [(grant.person, grant.app, grant.provider) for grant in self.grants])
        for app in self.apps.values():
            self._check_app(app)
        for grant in self.grants:
            self._check_grant(grant)
        for token in self.tokens.values():
            self._check_token(token)

    def _check_filing(self) -> None:
        filed = [(key, person.key) for key, person in self.people.items()]
        filed += [(key, app.key) for key, app in self.apps.items()]
        filed += [(text, token.text) for text, token in self.tokens.items()]
        filed += [(key, group.key) for key, group in self.groups.items()]
        for under, name in filed:
            if name != under:
                raise ValueError(f"{name!r} is filed under {under!r}; both must be the same")

    def _check_app(self, app: App) -> None:
        for person in app.acts_for:
            self.person(person)
        if app.acts_for and app.kind == "client":
            raise ValueError(
                f"app {app.key!r} is a client and acts for whoever consents; only a service account acts_for"
            )

    def _check_grant(self, grant: Grant) -> None:
        person, app = self.person(grant.person), self.app(grant.app)
        if grant.provider not in person.accounts:
            raise ValueError(f"{person.key!r} has no {grant.provider} account to grant anything with")
        if app.kind == "service-account" and person.key not in app.acts_for:
            raise ValueError(f"{app.key!r} does not act for {person.key!r}: add the person to its acts_for")

    def _check_token(self, token: ReadableToken) -> None:
        app = self.app(token.app) if token.app is not None else None
        if token.person is not None:
            self.person(token.person)
        elif app is None or app.kind != "service-account" or token.provider != "microsoft":
            raise ValueError(
                f"token {token.text!r} is nobody's: name a person, or a service account of provider microsoft"
            )


def _only_once(what: str, values: Sequence[object]) -> None:
    if len(set(values)) != len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise ValueError(f"{what} {twice!r} occurs twice; each belongs to one only")


def _missing(kind: str, key: str, known_keys: Iterable[str]) -> Never:
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    near = get_close_matches(key, list(known_keys), 3) or sorted(known_keys)[:10]
    raise LookupError(f"no {kind} {key!r}; there is {', '.join(near) or 'none at all'}")
