"""The faults at Microsoft Graph: every one of the catalogue has words, and those that Graph has for it."""

from __future__ import annotations

import json

import pytest

from mockserver.faults import API_FAULTS, GRAPH_FAULTS, Fault, Met
from mockserver.microsoft.faults import ROWS, refusal
from mockserver.microsoft.render import refused
from tests.microsoft.contract import check_graph_answer
from tests.microsoft.exchanges import asked

WORDS = {
    "access-denied": (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    "api-disabled": (403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
    "backend-error": (
        500,
        "ErrorInternalServerTransientError",
        "An internal server error occurred. Try again later.",
    ),
    "conflict": (409, "ErrorIrresolvableConflict", "The item was changed by another request."),
    "daily-limit-exceeded": (429, "activityLimitReached", "Please retry again later."),
    "event-too-long": (400, "ErrorCalendarDurationIsTooLong", "Duration is too long."),
    "gateway-timeout": (504, "UnknownError", ""),
    "no-calendar-account": (
        404,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    ),
    "quota-exceeded": (507, "ErrorQuotaExceeded", "The mailbox is full."),
    "rate-limited": (429, "TooManyRequests", "Please retry again later."),
    "rate-limited-per-calendar": (
        429,
        "ApplicationThrottled",
        "Application is over its MailboxConcurrency limit.",
    ),
    "rate-limited-per-minute": (429, "ApplicationThrottled", "Application is over its RequestCount limit."),
    "rate-limited-per-user": (429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
    "resource-locked": (423, "notAllowed", "The resource is locked."),
    "resource-not-discovered": (404, "ResourceNotFound", "Resource could not be discovered."),
    "sign-up-required": (401, "InvalidAuthenticationToken", "Access token is empty."),
    "token-expired": (401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
    "token-expired-plainly": (401, "InvalidAuthenticationToken", "Access token has expired."),
    "unavailable": (503, "ServiceUnavailable", "The service is unavailable."),
    "unknown-error": (500, "UnknownError", ""),
}


def test_every_fault_of_the_catalogue_has_a_row() -> None:
    assert ROWS.keys() == API_FAULTS.keys() | GRAPH_FAULTS.keys() == WORDS.keys()


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_fault_has_its_words(name: str) -> None:
    reply = refused(asked(), refusal(Met(Fault(name))))
    error = json.loads(reply.body)["error"]

    assert (reply.status, error["code"], error["message"]) == WORDS[name]
    assert reply.reason == error["code"]
    check_graph_answer("GET", "/v1.0/me/events", reply.status, reply.headers, reply.body)


@pytest.mark.parametrize("name", sorted(name for name, (status, *_) in WORDS.items() if status in {429, 503}))
def test_a_fault_that_passes_says_when_to_come_again(name: str) -> None:
    assert refused(asked(), refusal(Met(Fault(name)))).headers["Retry-After"] == "1"


@pytest.mark.parametrize("name", sorted(name for name, (status, *_) in WORDS.items() if status == 401))
def test_a_fault_of_the_token_challenges(name: str) -> None:
    assert refused(asked(), refusal(Met(Fault(name)))).headers["WWW-Authenticate"].startswith('Bearer realm="", ')
