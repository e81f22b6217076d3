"""What a session sends to the application: outcomes, what waits, who is subscribed, and waiting until all is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import msgspec

from mockserver.clock import SECOND, rfc3339
from mockserver.control.answers import says
from mockserver.control.bodies import Body
from mockserver.control.problems import WRONG_BODY, Problem
from mockserver.delivery.delivery import State  # noqa: TC001 - msgspec reads the hint at run time
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.control.parts import Call
    from mockserver.delivery import Outcome, Posted, Subscription
    from mockserver.session import Session

table = OperationTable("control")
PATH = "/_mock/sessions/{session}/webhooks"
PATIENCE = "PT10S"
MOST_PATIENCE = 60
"""Seconds of real time that one call waits at most."""

Number = Annotated[int, msgspec.Meta(ge=0, description="Only outcomes with a higher number.")]


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which outcomes are listed."""

    after: Number = 0


class Settle(Body, frozen=True, kw_only=True):
    """How long to wait, and which outcomes to answer with."""

    timeout: Annotated[str, says("In real time, as an ISO 8601 duration of one minute at most.")] = PATIENCE
    after: Number = 0


class WebhookOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one attempt to deliver a message."""

    number: int
    delivery: Annotated[int, says("The number of the message; the same for all attempts at it.")]
    attempt: Annotated[int, says("1 for the first; 0 where none was made.")]
    at: Annotated[str, says("When it fell due on the session's clock, RFC 3339 in UTC.")]
    provider: str
    key: Annotated[str, says("Messages of one key go out in their order.")]
    url: str
    about: Annotated[str, says("What the message is, for people.")]
    state: Annotated[State, says("Whether it arrived, waits for a retry, or has failed for good.")]
    status: Annotated[int | None, says("The status of the answer; null where none came.")]
    error: Annotated[str | None, says("Why no answer came.")]
    retry_at: Annotated[str | None, says("When the next attempt falls due on the session's clock.")]


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is not done yet."""

    delivery: int
    attempts: Annotated[int, says("How many were begun.")]
    due: Annotated[str, says("When the next attempt falls due on the session's clock, or fell.")]
    provider: str
    key: str
    about: str


class SubscriptionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A standing order for messages, such as one of Google's channels."""

    provider: str
    id: str
    resource: Annotated[str, says("The collection that is watched.")]
    resource_id: str
    person: Annotated[str, says("The key of the person, or service account, that ordered them.")]
    app: str
    address: str
    expires: str


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended: `settled` says that nothing more is due now. `pending` are retries that fall due later."""

    settled: Annotated[bool, says("False where the time ran out.")]
    outcomes: list[WebhookOutcome]
    next: Annotated[int, says("The `after` of the next question.")]
    dropped: Annotated[int, says("How many outcomes are kept no more, because their number is bounded.")]
    pending: list[Pending]


class Webhooks(msgspec.Struct, frozen=True, kw_only=True):
    """What a session has sent, what waits, and who is subscribed."""

    outcomes: list[WebhookOutcome]
    next: Annotated[int, says("The `after` of the next question.")]
    dropped: Annotated[int, says("How many outcomes are kept no more, because their number is bounded.")]
    pending: list[Pending]
    subscriptions: list[SubscriptionFacts]


@table.operation(
    "webhooks.list",
    "GET",
    PATH,
    query=Query,
    options={"summary": "What the session sent to the application, and who is subscribed", "answer": Webhooks},
)
def list_webhooks(call: Call, query: Query) -> Webhooks:
    session = call.session
    session.notify()
    subscriptions = [_subscription(one) for watcher in session.watchers for one in watcher.subscriptions(session)]
    outcomes, following = _outcomes(session, query.after)
    return Webhooks(
        outcomes=outcomes,
        next=following,
        dropped=session.outbox.dropped,
        pending=_pending(session),
        subscriptions=subscriptions,
    )


@table.operation(
    "webhooks.settle",
    "POST",
    PATH + "/settle",
    options={
        "summary": "Wait until every notification due has been delivered or has failed",
        "body": Settle,
        "answer": Settled,
    },
)
async def settle(call: Call, body: Settle) -> Settled:
    seconds = _seconds(body.timeout)
    session = call.session
    session.notify()  # what fell due just now may have changed something
    settled = True
    try:
        async with asyncio.timeout(seconds):
            await session.outbox.settle()
    except TimeoutError:
        settled = False
    outcomes, following = _outcomes(session, body.after)
    return Settled(
        settled=settled,
        outcomes=outcomes,
        next=following,
        dropped=session.outbox.dropped,
        pending=_pending(session),
    )


def _seconds(text: str) -> float:
    from mockserver.timing.durations import parse_duration  # noqa: PLC0415 - the first to need it

    try:
        seconds = parse_duration(text) / SECOND
    except ValueError as error:
        raise Problem(WRONG_BODY, f"timeout: {error}") from None
    if not 0 < seconds <= MOST_PATIENCE:
        raise Problem(WRONG_BODY, f"timeout: {text} must be longer than nothing and {MOST_PATIENCE} seconds at most")
    return seconds


def _outcomes(session: Session, after: int) -> tuple[list[WebhookOutcome], int]:
    """The outcomes behind number `after`, and the number of the last there is."""
    outbox = session.outbox
    found = [_outcome(outcome) for outcome in outbox.outcomes if outcome.number > after]
    return found, outbox.dropped + len(outbox.outcomes)


def _outcome(outcome: Outcome) -> WebhookOutcome:
    return WebhookOutcome(
        number=outcome.number,
        delivery=outcome.delivery,
        attempt=outcome.attempt,
        at=rfc3339(outcome.at, 3),
        provider=outcome.provider,
        key=outcome.key,
        url=outcome.url,
        about=outcome.about,
        state=outcome.state,
        status=outcome.status or None,
        error=outcome.error or None,
        retry_at=None if outcome.retry_at is None else rfc3339(outcome.retry_at, 3),
    )


def _pending(session: Session) -> list[Pending]:
    return [_waiting(posted) for posted in session.outbox.pending()]


def _waiting(posted: Posted) -> Pending:
    delivery = posted.delivery
    return Pending(
        delivery=posted.number,
        attempts=posted.attempt,
        due=rfc3339(posted.due, 3),
        provider=delivery.provider,
        key=delivery.key,
        about=delivery.about,
    )


def _subscription(one: Subscription) -> SubscriptionFacts:
    return SubscriptionFacts(
        provider=one.provider,
        id=one.id,
        resource=one.resource,
        resource_id=one.resource_id,
        person=one.person,
        app=one.app,
        address=one.address,
        expires=rfc3339(one.expires, 3),
    )
