"""The faults there are, by name. How each looks is said once for every provider, beside its refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults.rules import Fault

FAULTS: Mapping[str, str] = {
    "access-denied": "The caller lacks permission, and no more is said.",
    "api-disabled": "The API is not enabled in the project.",
    "backend-error": "Something failed inside; it is worth trying again.",
    "daily-limit-exceeded": "The project's calls of the day are used up.",
    "event-too-long": "An event lasts longer than the service lets it.",
    "no-calendar-account": "The person has an account, but never signed up for the calendar.",
    "quota-exceeded": "A limit against abuse is reached, such as of events made.",
    "rate-limited": "Too many calls in a short time, for whomever.",
    "rate-limited-per-calendar": "Too many calls in a short time on one calendar.",
    "rate-limited-per-minute": "The quota of calls per minute is used up.",
    "rate-limited-per-user": "Too many calls in a short time by one person.",
    "sign-up-required": "Whoever calls without saying who they are has to sign up.",
    "token-expired": "The access token is refused as if its time were over.",
    "token-expired-plainly": "The same in the words of older answers, where the provider has had others.",
    "unavailable": "The service is down for now; it is worth trying again.",
}


class Met(Exception):  # noqa: N818 - a request has met a fault
    """A request that is to fail. Its provider makes the answer, as of every other refusal.

    `wait` is how long it should wait before it comes again, in microseconds; 0 where nothing says so.
    """

    def __init__(self, fault: Fault, wait: int = 0) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.wait = wait
