"""The handshake: whoever is to get messages has to echo a token first, as plain text and within ten seconds.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus, urldefrag

from mockserver.delivery import Delivery, TargetRefused
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.rows import SUBSCRIPTION_INVALID, VALIDATION_FAILED, VALIDATION_STATUS, VALIDATION_TIMED_OUT

if TYPE_CHECKING:
    from mockserver.session import Session

LONGEST_URL: Final = 2_048  # [inferred]
SECONDS: Final = 10.0
_OK: Final = 200


def check_url(session: Session, name: str, url: str) -> str:
    """A URL that may be sent to, as far as it tells by itself; what its name means shows later. Raises `Refusal`."""
    targets = session.outbox.office.targets
    if len(url) > LONGEST_URL:
        raise Refusal(SUBSCRIPTION_INVALID, name=name, why=f"{name}: at most {LONGEST_URL} characters")
    if not url.lower().startswith(("https://", "http://") if targets.http else "https://"):
        why = f"{name} must be https, unless --webhook-http is given"
        raise Refusal(SUBSCRIPTION_INVALID, name=name, why=why)
    try:
        targets.check(url)
    except TargetRefused as error:
        raise Refusal(VALIDATION_FAILED, why=f"{name}: {error}") from None
    return url


async def validate(session: Session, url: str) -> None:
    """Ask a URL to echo a token. Raises `Refusal` where it does not."""
    request_id = session.ids.uuid("validation")
    # What it begins with was recorded. [inferred]: the rest
    token = f"Validation: Testing client application reachability for subscription Request-Id: {request_id}"
    plain = urldefrag(url).url
    delivery = Delivery(
        provider="microsoft",
        key=f"microsoft/validation/{request_id}",
        url=f"{plain}{'&' if '?' in plain else '?'}validationToken={quote_plus(token)}",
        headers={"Content-Type": "text/plain; charset=utf-8"},
        accepted=frozenset({_OK}),
        seconds=SECONDS,
        about="the validation of a subscription's URL",
    )
    outbox = session.outbox
    posted = outbox.post(delivery)
    await posted.tried.wait()
    attempt = posted.last
    if attempt is None or session.outbox is not outbox:
        raise Refusal(VALIDATION_FAILED, why="the validation was not sent; the journal says why, if not a reset")
    if attempt.late:
        raise Refusal(VALIDATION_TIMED_OUT, why=f"{attempt.error}; right would be the token as text/plain")
    if not attempt.status:
        raise Refusal(VALIDATION_FAILED, why=attempt.error)
    if attempt.status != _OK:
        raise Refusal(VALIDATION_STATUS, status=_phrase(attempt.status), why=f"{attempt.status}; right would be 200")
    if attempt.kind != "text/plain" or attempt.body != token.encode():
        why = (
            f"{len(attempt.body)} bytes of {attempt.kind[:80]}; right would be text/plain, and the decoded token alone"
        )
        raise Refusal(VALIDATION_FAILED, why=why)


def _phrase(status: int) -> str:
    """A status as .NET calls it: without spaces."""
    try:
        return HTTPStatus(status).phrase.replace(" ", "").replace("-", "")
    except ValueError:
        return str(status)
