"""Changes that the outside world makes to a session while it runs: the `do` of a scenario's timeline, now.

The whole of that language is declared, so that what is not built yet says so and is no spelling mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from mockserver.control.answers import says
from mockserver.control.bodies import Body
from mockserver.control.problems import NOT_BUILT, WRONG_BODY, WRONG_CHANGE, Problem, listed
from mockserver.http.operation import OperationTable
from mockserver.identity.vocabulary import spelt
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.control.parts import Call
    from mockserver.session import Session

table = OperationTable("control")
Person = Annotated[str, says("The key of the person.")]
AppKey = Annotated[str | None, says("The key of the app; without it every client.")]
Provider = Literal["google", "microsoft"]
Planned = Annotated[Any, says("Not built yet: answered 501.")]


class Revoke(Body, frozen=True, kw_only=True):
    """A person takes back what they granted."""

    person: Person
    provider: Provider = "google"
    app: AppKey = None


class AccessToken(Body, frozen=True, kw_only=True):
    """How the access tokens of a grant live, as in a scenario."""

    expires_in: Annotated[str | None, says("An ISO 8601 duration such as PT5M; without it as before.")] = None


class Grant(Body, frozen=True, kw_only=True):
    """A person grants again, or something else than before; new tokens take the place of the old ones."""

    person: Person
    provider: Provider = "google"
    app: AppKey = None
    scopes: Annotated[tuple[str, ...] | None, says("Short names or full ones; without it as before.")] = None
    access_token: AccessToken = AccessToken()
    refresh_token: Literal["valid", "expired", "none"] = "valid"


class Expire(Body, frozen=True, kw_only=True):
    """Tokens, cursors, channels or subscriptions die before their time."""

    what: Literal["access-tokens", "refresh-tokens", "sync-cursors", "channels"]
    person: Annotated[str | None, says("Whose; of cursors, those of their primary calendar and calendar list.")] = None
    provider: Provider | None = None
    calendar: Annotated[str | None, says("Of cursors: the id of the calendar they follow.")] = None


class RotateKeys(Body, frozen=True, kw_only=True):
    """The next key signs; the documents show it already, and go on to show the former one."""

    provider: Annotated[Provider | None, says("At which authorization server; without it at both.")] = None


class Do(Body, frozen=True, kw_only=True):
    """One change, by its name."""

    revoke: Revoke | None = None
    grant: Grant | None = None
    expire: Expire | None = None
    create_event: Planned = None
    change_event: Planned = None
    delete_event: Planned = None
    respond: Planned = None
    share: Planned = None
    unshare: Planned = None
    delete_calendar: Planned = None
    rotate_keys: RotateKeys | None = None
    disable_account: Planned = None
    arm: Planned = None
    disarm: Planned = None


class Change(Body, frozen=True, kw_only=True):
    """What to do."""

    do: Do


@table.operation(
    "changes.make",
    "POST",
    "/_mock/sessions/{session}/changes",
    options={"summary": "Revoke, grant, expire, rotate keys: what happens outside the application", "body": Change},
)
def make_change(call: Call, body: Change) -> None:
    session, do = call.session, body.do
    change = _one_of(do)
    try:
        match change:
            case Revoke():
                session.identity.revoke_grant(change.person, change.provider, change.app)
            case Grant():
                _grant(session, change)
            case Expire():
                _expire(session, change)
            case RotateKeys():
                session.identity.authorization.rotate_keys(change.provider)
    except (LookupError, ValueError) as error:
        raise Problem(WRONG_CHANGE, str(error)) from None


def _one_of(do: Do) -> Revoke | Grant | Expire | RotateKeys:
    """The one change that is to be made. Raises `Problem`."""
    given = {name: change for name in do.__struct_fields__ if (change := getattr(do, name)) is not None}
    if len(given) != 1:
        said = " and ".join(given) or "nothing"
        raise Problem(WRONG_BODY, f"$.do: it says {said}; give one of {', '.join(do.__struct_fields__)}")
    [(name, change)] = given.items()
    if not isinstance(change, Revoke | Grant | Expire | RotateKeys):
        raise Problem(NOT_BUILT, f"$.do.{name} is not built yet; there is revoke, grant, expire and rotate_keys")
    return change


def _grant(session: Session, change: Grant) -> None:
    expires_in = change.access_token.expires_in
    session.identity.grant_again(
        change.person,
        change.provider,
        change.app,
        scopes=None if change.scopes is None else tuple(spelt(scope, change.provider) for scope in change.scopes),
        access_expires_in=None if expires_in is None else parse_duration(expires_in),
        refresh=change.refresh_token,
    )


def _expire(session: Session, change: Expire) -> None:
    if change.what != "sync-cursors" and change.calendar is not None:
        raise ValueError(f"calendar goes with sync-cursors only; {change.what} belong to people")
    if change.what == "access-tokens":
        session.identity.expire_access_tokens(change.person, change.provider)
    elif change.what == "refresh-tokens":
        session.identity.expire_refresh_tokens(change.person, change.provider)
    elif change.what == "channels":
        if change.person is not None:
            session.template.directory.person(change.person)  # LookupError where there is none
        for watcher in session.watchers:
            watcher.expire(session, change.provider, change.person)
    else:
        for scope in _followed(session, change):
            session.cursors.expire(scope)


def _followed(session: Session, change: Expire) -> Iterator[str]:
    """The collections whose cursors are meant, by their names in the session's documents. Raises LookupError."""
    where = f"{change.provider}/" if change.provider is not None else ""
    names = [name for name in session.documents.names() if name.startswith(where)]
    owners: set[str] | None = None
    if change.calendar is not None:
        owners = {change.calendar.lower()}
    elif change.person is not None:
        owners = {change.person, session.template.directory.person(change.person).email.lower()}
    found = [name for name in names if owners is None or _whose(name) in owners]
    if not found and change.calendar is not None:
        there = sorted({_whose(name) for name in names if "/events/" in name})
        raise LookupError(f"no calendar {change.calendar!r}; there is {listed(there)}")
    yield from found


def _whose(name: str) -> str:
    """The calendar or person whose collection it is: `google/events/{calendar}`, `microsoft/events/{person}/1`."""
    return name.lower().split("/", 3)[2] if name.count("/") > 1 else ""
