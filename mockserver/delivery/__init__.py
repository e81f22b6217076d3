"""Delivery: messages that the mock sends to the application under test, such as change notifications.

`delivery` is one message and what became of it; `targets` whom one may be sent to; `sending` one attempt over a socket;
`outbox` a session's messages, in order and with their retries; `office` what all outboxes of a server share. What a
message says, and what makes it due, is the provider's business.
"""

from mockserver.delivery.delivery import Delivery, Outcome, Retry, Subscription, shown
from mockserver.delivery.office import Office
from mockserver.delivery.outbox import Outbox, Posted
from mockserver.delivery.targets import TargetRefused, Targets

__all__ = [
    "Delivery",
    "Office",
    "Outbox",
    "Outcome",
    "Posted",
    "Retry",
    "Subscription",
    "TargetRefused",
    "Targets",
    "shown",
]
