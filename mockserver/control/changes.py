"""Changes that the outside world makes to a session while it runs: the `do` of a scenario's timeline, now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mockserver.control.bodies import Body
from mockserver.control.problems import WRONG_BODY, WRONG_CHANGE, Problem, listed
from mockserver.control.session_document import says
from mockserver.http.operation import OperationTable
from mockserver.identity import scopes as known_scopes
from mockserver.timing.durations import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockserver.control.parts import Call
    from mockserver.session import Session

table = OperationTable("control")
Person = Annotated[str, says("The key of the person.")]
AppKey = Annotated[str | None, says("The key of the app; without it every client.")]


class Revoke(Body, frozen=True, kw_only=True):
    """A person takes back what they granted."""

    person: Person
    provider: Literal["google"] = "google"
    app: AppKey = None


class AccessToken(Body, frozen=True, kw_only=True):
    """How the access tokens of a grant live, as in a scenario."""

    expires_in: Annotated[str | None, says("An ISO 8601 duration such as PT5M; without it as before.")] = None


class Grant(Body, frozen=True, kw_only=True):
    """A person grants again, or something else than before; new tokens take the place of the old ones."""

    person: Person
    provider: Literal["google"] = "google"
    app: AppKey = None
    scopes: Annotated[tuple[str, ...] | None, says("Short names or full ones; without it as before.")] = None
    access_token: AccessToken = AccessToken()
    refresh_token: Literal["valid", "expired", "none"] = "valid"


class Expire(Body, frozen=True, kw_only=True):
    """Tokens or cursors die before their time."""

    what: Literal["access-tokens", "refresh-tokens", "sync-cursors"]
    person: Annotated[str | None, says("Whose; of cursors, those of their primary calendar and calendar list.")] = None
    provider: Literal["google"] | None = None
    calendar: Annotated[str | None, says("Of cursors: the id of the calendar they follow.")] = None


class Do(Body, frozen=True, kw_only=True):
    """One change, by its name."""

    revoke: Revoke | None = None
    grant: Grant | None = None
    expire: Expire | None = None


class Change(Body, frozen=True, kw_only=True):
    """What to do."""

    do: Do


@table.operation(
    "changes.make",
    "POST",
    "/_mock/sessions/{session}/changes",
    options={"summary": "Revoke, grant, expire: what happens outside the application", "body": Change},
)
def make_change(call: Call, body: Change) -> None:
    session, do = call.session, body.do
    given = [change for change in (do.revoke, do.grant, do.expire) if change is not None]
    if len(given) != 1:
        raise Problem(WRONG_BODY, f"do: {len(given)} changes; give one of revoke, grant, expire")
    try:
        match given[0]:
            case Revoke() as change:
                session.identity.revoke_grant(change.person, change.provider, change.app)
            case Grant() as change:
                _grant(session, change)
            case Expire() as change:
                _expire(session, change)
    except (LookupError, ValueError) as error:
        raise Problem(WRONG_CHANGE, str(error)) from None


def _grant(session: Session, change: Grant) -> None:
    expires_in = change.access_token.expires_in
    session.identity.grant_again(
        change.person,
        change.provider,
        change.app,
        scopes=None if change.scopes is None else tuple(known_scopes.full(scope) for scope in change.scopes),
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
    else:
        for scope in _followed(session, change):
            session.cursors.expire(scope)


def _followed(session: Session, change: Expire) -> Iterator[str]:
    """The collections whose cursors are meant, by their names in the session's documents. Raises LookupError."""
    owners: set[str] | None = None
    if change.calendar is not None:
        owners = {change.calendar.lower()}
    elif change.person is not None:
        owners = {change.person, session.template.directory.person(change.person).email.lower()}
    found = [name for name in session.documents.names() if owners is None or name.rpartition("/")[2].lower() in owners]
    if not found and change.calendar is not None:
        there = sorted({name.rpartition("/")[2] for name in session.documents.names() if "/events/" in name})
        raise LookupError(f"no calendar {change.calendar!r}; there is {listed(there)}")
    yield from found
