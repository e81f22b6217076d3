"""The operations `subscriptions.create`, `list`, `get`, `update`, `delete` and `reauthorize`.

What a subscription gets, and when, is in `notifications.py` and `lifecycle.py`.
https://learn.microsoft.com/graph/api/resources/subscription
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from mockserver.clock import MINUTE, parse_instant
from mockserver.http.operation import OperationTable
from mockserver.microsoft import scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.formats import date_time_offset
from mockserver.microsoft.push import lifecycle, notifications
from mockserver.microsoft.push.resources import read_resource, workload_refusal
from mockserver.microsoft.push.subscriptions import (
    MOST_IN_MAILBOX,
    MOST_IN_SESSION,
    Subscription,
    change,
    find,
    live,
    open_subscription,
)
from mockserver.microsoft.push.validation import check_url, validate
from mockserver.microsoft.queries import preferences_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Collection, Resource, collection, entity, fragment
from mockserver.microsoft.routes import ROOT
from mockserver.microsoft.rows import (
    EXPIRATION_PAST,
    EXPIRATION_TOO_LATE,
    NO_CONTENT_TYPE,
    NOT_BUILT,
    SUBSCRIPTION_FIELD_MISSING,
    SUBSCRIPTION_INVALID,
    SUBSCRIPTION_NOT_CHANGED,
    SUBSCRIPTION_NOT_FOUND,
    SUBSCRIPTION_NOT_READ,
)

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.push.resources import Target
    from mockserver.session import Session

table = OperationTable("microsoft")
SET = "subscriptions"
ALL, ONE = f"{ROOT}/{SET}", f"{ROOT}/{SET}/{{subscription}}"
LONGEST_LIFETIME: Final = 10_080 * MINUTE
"""[inferred]: of what was recorded, the figure that shipped clients use for events."""
SHORTEST_LIFETIME: Final = 45 * MINUTE
LONGEST_CLIENT_STATE: Final = 128
LONGEST_RESOURCE: Final = 2_048  # [inferred]
CHANGE_TYPES: Final = frozenset({"created", "updated", "deleted"})
TLS_VERSIONS: Final = ("v1_0", "v1_1", "v1_2", "v1_3")
_REQUIRED: Final = ("changeType", "notificationUrl", "resource", "expirationDateTime")
_CHANGEABLE: Final = frozenset({"expirationDateTime", "notificationUrl"})
_RICH: Final = ("encryptionCertificate", "encryptionCertificateId", "notificationUrlAppId", "notificationQueryOptions")


def _about(page: str, **options: Any) -> dict[str, Any]:
    facts = {"scopes": scopes.SUBSCRIBE, "options": options}
    return {**facts, "reference": f"https://learn.microsoft.com/graph/api/{page}"}


@table.operation("subscriptions.create", "POST", ALL, **_about("subscription-post-subscriptions", workload=True))
async def create_subscription(exchange: Exchange) -> Resource:
    """Subscribe, once everybody who is to get messages has agreed."""
    body, session = _read(exchange), exchange.session
    for name in _REQUIRED:
        if not body.get(name):
            raise Refusal(SUBSCRIPTION_FIELD_MISSING, name=name, why=f"{name} is missing from the body")
    _refuse_encryption(body)
    asked = _asked(exchange, body)
    target = read_resource(exchange, asked.resource)
    await validate(session, asked.url)
    if asked.lifecycle_url is not None:
        await validate(session, asked.lifecycle_url)
    _check_room(session, target)
    made = replace(asked, mailbox=target.mailbox, event=target.event)
    notifications.notify(session)  # those that are there already are told of what changed before the new one came
    open_subscription(session, target.collection, made)
    lifecycle.tend(session)
    applied = 'IdType="ImmutableId"' if made.immutable_ids else ""
    return entity(fragment(_document(session, made)), SET, "subscription", created=True, applied=applied)


@table.operation("subscriptions.list", "GET", ALL, **_about("subscription-list"))
def list_subscriptions(exchange: Exchange) -> Collection:
    """Those that the calling app made for whoever is signed in."""
    found = [one for _, one in live(exchange.session) if _is_callers(exchange, one)]
    return collection([fragment(_document(exchange.session, one, shown=False)) for one in found], SET, "subscription")


@table.operation("subscriptions.get", "GET", ONE, **_about("subscription-get", odata=("select",)))
def get_subscription(exchange: Exchange) -> Resource:
    if exchange.parameters["subscription"].lower() == "getvapidpublickey()":
        raise exchange.provider.unmatched(exchange)
    _, found = _find(exchange)
    return entity(fragment(_document(exchange.session, found, shown=False)), SET, "subscription")


@table.operation("subscriptions.update", "PATCH", ONE, **_about("subscription-update"))
async def update_subscription(exchange: Exchange) -> Resource:
    """Renew a subscription, or send its notifications elsewhere; it is authorized anew with it."""
    body, session = _read(exchange), exchange.session
    _, old = _find(exchange)
    if not any(body.get(name) for name in _CHANGEABLE):
        why = "nothing else can be changed; make a new subscription"
        raise Refusal(SUBSCRIPTION_NOT_CHANGED, why=why)
    for name in sorted(body.keys() - _CHANGEABLE):
        exchange.note(f"{name[:80]} has no effect: only expirationDateTime and notificationUrl can be changed")
    changed: dict[str, Any] = {}
    if body.get("expirationDateTime"):
        changed["expires"] = _expires(session, body["expirationDateTime"])
    if body.get("notificationUrl") not in {None, "", old.url}:
        changed["url"] = check_url(session, "notificationUrl", body["notificationUrl"])
        await validate(session, changed["url"])
    watched, old = _find(exchange)  # others may have changed it meanwhile
    new = _authorized(exchange, replace(old, **changed))
    change(session, watched, old, new)
    lifecycle.release(session, old.url)
    lifecycle.tend(session)
    return entity(fragment(_document(session, new)), SET, "subscription")


@table.operation("subscriptions.delete", "DELETE", ONE, **_about("subscription-delete"))
def delete_subscription(exchange: Exchange) -> None:
    notifications.notify(exchange.session)  # what changed before is told
    watched, found = _find(exchange)
    change(exchange.session, watched, found, None)
    lifecycle.release(exchange.session, found.url)


@table.operation("subscriptions.reauthorize", "POST", ONE + "/reauthorize", **_about("subscription-reauthorize"))
def reauthorize(exchange: Exchange) -> None:
    """Let a subscription hang on the token of this request."""
    watched, found = _find(exchange)
    change(exchange.session, watched, found, _authorized(exchange, found))
    lifecycle.tend(exchange.session)


def _find(exchange: Exchange) -> tuple[str, Subscription]:
    """The subscription that a path names, and what it watches. Raises `Refusal` where it is not the caller's."""
    id_ = exchange.parameters["subscription"]
    found = find(exchange.session, id_)
    if found is None or not _is_callers(exchange, found[1]):
        there = ", ".join(one.id for _, one in live(exchange.session) if _is_callers(exchange, one)) or "none"
        raise Refusal(SUBSCRIPTION_NOT_FOUND, why=f"{id_[:80]} is none of the caller's that live: {there[:400]}")
    return found


def _is_callers(exchange: Exchange, subscription: Subscription) -> bool:
    caller = exchange.caller
    return bool(subscription.app == caller.app and subscription.person == caller.person)


def _authorized(exchange: Exchange, subscription: Subscription) -> Subscription:
    """A subscription that hangs on the token of this request."""
    now, token = exchange.session.clock.now(), exchange.token
    person, app = exchange.caller.person, exchange.caller.app
    consent = exchange.session.identity.consent(person, app, "microsoft") if person else None
    # What was taken back before it was made, as a readable token's may be, is not taken back again.
    grant = (person, app) if person and not (consent is not None and consent.revoked) else None
    until = subscription.expires if token is None else token.expires
    return replace(subscription, grant=grant, since=now, authorized_until=until, reminded=now - 1)


def _document(session: Session, one: Subscription, *, shown: bool = True) -> dict[str, Any]:
    """A subscription as it is answered; `clientState` is shown to who has just sent it, and never read back."""
    identity = session.identity
    creator = identity.object_id(one.person) if one.person else identity.microsoft_client(one.app).object_id
    return {
        "id": one.id,
        "resource": one.resource,
        "applicationId": identity.microsoft_client_id(one.app),
        "changeType": one.change_type,
        "clientState": one.client_state if shown else None,
        "notificationUrl": one.url,
        "notificationQueryOptions": None,
        "lifecycleNotificationUrl": one.lifecycle_url,
        "expirationDateTime": date_time_offset(one.expires),
        "creatorId": creator,
        "includeResourceData": False,
        "latestSupportedTlsVersion": one.tls,
        "encryptionCertificate": None,
        "encryptionCertificateId": None,
        "notificationUrlAppId": None,
    }


# The members of the body. Each raises `Refusal`.


def _read(exchange: Exchange) -> dict[str, Any]:
    try:
        return read_body(exchange, "subscription")
    except Refusal as refused:
        if refused.row is NO_CONTENT_TYPE:
            raise
        raise Refusal(SUBSCRIPTION_NOT_READ, why=refused.why or refused.message) from None


def _asked(exchange: Exchange, body: dict[str, Any]) -> Subscription:
    """The subscription that a body asks for; what it watches is not known yet."""
    session = exchange.session
    lifecycle_url = body.get("lifecycleNotificationUrl")
    asked = Subscription(
        id=session.ids.uuid("subscription"),
        app=exchange.caller.app,
        person=exchange.caller.person,
        resource=_bounded(body, "resource", LONGEST_RESOURCE) or "",
        mailbox="",
        event="",
        change_type=_change_type(body["changeType"]),
        url=check_url(session, "notificationUrl", body["notificationUrl"]),
        lifecycle_url=check_url(session, "lifecycleNotificationUrl", lifecycle_url) if lifecycle_url else None,
        client_state=_bounded(body, "clientState", LONGEST_CLIENT_STATE),
        tls=_tls(body.get("latestSupportedTlsVersion")),
        immutable_ids=preferences_of(exchange).immutable_ids,
        grant=None,
        expires=_expires(session, body["expirationDateTime"]),
        since=0,
        authorized_until=0,
        reminded=0,
    )
    return _authorized(exchange, asked)


def _bounded(body: dict[str, Any], name: str, longest: int) -> str | None:
    value: str | None = body.get(name)
    if value is not None and len(value) > longest:
        raise Refusal(SUBSCRIPTION_INVALID, name=name, why=f"{name}: at most {longest} characters")
    return value


def _change_type(value: str) -> str:
    types = [one.strip().lower() for one in value.split(",")]
    if not CHANGE_TYPES.issuperset(types):
        why = f"changeType: a list of created, updated and deleted with commas between, not {value[:80]!r}"
        raise Refusal(SUBSCRIPTION_INVALID, name="changeType", why=why)
    return value


def _tls(value: str | None) -> str:
    if value is not None and value not in TLS_VERSIONS:
        why = f"latestSupportedTlsVersion: one of {', '.join(TLS_VERSIONS)}"
        raise Refusal(SUBSCRIPTION_INVALID, name="latestSupportedTlsVersion", why=why)
    return value or "v1_2"


def _expires(session: Session, value: str) -> Instant:
    """When a subscription ends: as asked, but no sooner than any does."""
    now = session.clock.now()
    try:
        asked = parse_instant(value)
    except ValueError as error:
        raise Refusal(SUBSCRIPTION_NOT_READ, why=f"expirationDateTime: {error}") from None
    if asked <= now:
        raise Refusal(EXPIRATION_PAST, why=f"expirationDateTime: it is {date_time_offset(now)} in this session")
    if asked > now + LONGEST_LIFETIME:
        minutes = str(LONGEST_LIFETIME // MINUTE)
        raise Refusal(EXPIRATION_TOO_LATE, minutes=minutes, why=f"it is {date_time_offset(now)} in this session")
    return max(asked, now + SHORTEST_LIFETIME)


def _refuse_encryption(body: dict[str, Any]) -> None:
    asked = [name for name in _RICH if body.get(name)]
    if body.get("includeResourceData"):
        asked.append("includeResourceData")
    if asked:
        raise Refusal(
            NOT_BUILT,
            operation=f"a subscription with {', '.join(sorted(asked))}",
            nearest="a subscription without resource data",
            why="encrypted resource data is not emulated; leave these out and read the event that is notified",
        )


def _check_room(session: Session, target: Target) -> None:
    mailboxes = [one.mailbox for _, one in live(session)]
    if mailboxes.count(target.mailbox) >= MOST_IN_MAILBOX:
        why = f"{target.mailbox} has {MOST_IN_MAILBOX}; delete some"
    elif len(mailboxes) >= MOST_IN_SESSION:
        why = f"this session has {MOST_IN_SESSION}, all that one may; delete some"
    else:
        return
    reason = f"The limit of {MOST_IN_MAILBOX} subscriptions per mailbox has been reached."  # [inferred]
    raise workload_refusal(HTTPStatus.FORBIDDEN, reason, why)
