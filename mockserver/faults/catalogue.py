"""The faults there are, by name. How each looks is said once for every provider, beside its refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults.rules import Fault

API_FAULTS: Mapping[str, str] = {
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
"""Of both providers' APIs."""
GRAPH_FAULTS: Mapping[str, str] = {
    "conflict": "Somebody else changed the item at the same moment.",
    "gateway-timeout": "The gateway waited for the service in vain; it is worth trying again.",
    "resource-locked": "The resource is locked, such as that of a tenant that was suspended.",
    "resource-not-discovered": "The service does not find where the mailbox is.",
    "unknown-error": "Something failed inside, and no more is said.",
}
"""Of Microsoft Graph alone."""
OAUTH_FAULTS: Mapping[str, str] = {
    "oauth-admin-policy": "An administrator of the organization does not let the app have this.",
    "oauth-client-deleted": "The app was deleted.",
    "oauth-client-disabled": "The app was disabled.",
    "oauth-client-in-testing": "The app is being tested, and the person is no tester: shown to the person.",
    "oauth-client-internal": "The app is for people of its own organization.",
    "oauth-delegation-missing": "The service account may not act for people, in the words of older answers.",
    "oauth-internal-failure": "Something failed inside the authorization server; it is worth trying again.",
    "oauth-origin-mismatch": "The page that asks stands at an origin that was not registered: shown to the person.",
    "oauth-quota-exceeded": "A quota of the authorization server is used up.",
    "oauth-rate-limited": "Too many calls of the authorization server in a short time.",
    "oauth-server-error": "The authorization server failed; it is worth trying again.",
    "oauth-session-control": "The organization wants the person to sign in again: what proves it is not good.",
    "oauth-session-control-required": "The organization wants the person to sign in again: nothing proves it.",
    "oauth-token-dead": "The token or the grant behind it has expired or was revoked.",
    "oauth-unavailable": "The authorization server is down for now; it is worth trying again.",
    "oauth-user-agent": "The person signs in with a browser that is not let in: shown to the person.",
}
"""Of their authorization servers."""
FAULTS: Mapping[str, str] = {**API_FAULTS, **GRAPH_FAULTS, **OAUTH_FAULTS}


class Met(Exception):  # noqa: N818 - a request has met a fault
    """A request that is to fail. Its provider makes the answer, as of every other refusal.

    `wait` is how long it should wait before it comes again, in microseconds; 0 where nothing says so.
    """

    def __init__(self, fault: Fault, wait: int = 0) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.wait = wait
