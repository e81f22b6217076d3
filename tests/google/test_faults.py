"""The faults at Google Calendar: each of the rows that no request brings about by itself, word for word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.faults import Fault, Rule, When
from tests.google.event_world import Client, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SERVICE = "calendar-json.googleapis.com"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with serving() as client:
        yield client


def arm(client: Client, fault: str, times: int | None = None, **when: Any) -> None:
    client.session.faults.arm(Rule(When(**when), Fault(fault), times))


@dataclass(frozen=True)
class Backend:
    """A refusal as the backend writes it."""

    fault: str
    code: int
    domain: str
    reason: str
    message: str

    def body(self) -> bytes:
        return (
            '{\n "error": {\n  "errors": [\n   {\n'
            f'    "domain": "{self.domain}",\n    "reason": "{self.reason}",\n    "message": "{self.message}"\n   }}\n'
            "  ],\n"
            f'  "code": {self.code},\n  "message": "{self.message}"\n }}\n}}'
        ).encode()


async def test_the_older_shape_of_an_expired_token_says_where_it_was_without_details(client: Client) -> None:
    arm(client, "token-expired-plainly")
    answer = await client.ask("GET", "/colors")

    assert answer.status == 401
    assert answer.body.decode() == (
        '{\n "error": {\n  "errors": [\n   {\n    "domain": "global",\n    "reason": "authError",\n'
        '    "message": "Invalid Credentials",\n    "locationType": "header",\n    "location": "Authorization"\n   }\n'
        '  ],\n  "code": 401,\n  "message": "Invalid Credentials"\n }\n}'
    )


async def test_who_has_to_sign_up_is_told_where(client: Client) -> None:
    arm(client, "sign-up-required")
    answer = await client.ask("GET", "/colors", as_="", key="AIza-mock")

    message = "Daily Limit for Unauthenticated Use Exceeded. Continued use requires signup."
    assert answer.status == 403
    assert answer.json["error"]["errors"] == [
        {
            "domain": "usageLimits",
            "reason": "dailyLimitExceededUnreg",
            "message": message,
            "extendedHelp": "https://code.google.com/apis/console",
        }
    ]


@pytest.mark.parametrize(
    "refusal",
    [
        Backend("access-denied", 403, "global", "forbidden", "Forbidden"),
        Backend("backend-error", 500, "global", "backendError", "Backend Error"),
        Backend("daily-limit-exceeded", 403, "usageLimits", "dailyLimitExceeded", "Daily Limit Exceeded"),
        Backend(
            "event-too-long",
            400,
            "calendar",
            "eventDurationExceedsLimit",
            "The duration of the event exceeds the limit.",
        ),
        Backend(
            "no-calendar-account",
            403,
            "calendar",
            "notACalendarUser",
            "The user must be signed up for Google Calendar.",
        ),
        Backend("quota-exceeded", 403, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded."),
        Backend("rate-limited", 429, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded"),
        Backend("rate-limited-per-calendar", 403, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded"),
        Backend("rate-limited-per-user", 403, "usageLimits", "userRateLimitExceeded", "User Rate Limit Exceeded"),
        Backend("unavailable", 503, "global", "backendError", "The service is currently unavailable."),
    ],
    ids=lambda refusal: refusal.fault,
)
async def test_a_fault_of_the_backend_has_its_words(client: Client, refusal: Backend) -> None:
    arm(client, refusal.fault)
    answer = await client.ask("GET", "/colors")

    assert (answer.status, answer.body) == (refusal.code, refusal.body())


async def test_a_token_that_is_to_be_expired_is_refused_by_the_front_end(client: Client) -> None:
    arm(client, "token-expired")
    answer = await client.ask("GET", "/colors")

    assert (answer.status, answer.reason) == (401, "authError")
    assert answer.json["error"]["status"] == "UNAUTHENTICATED"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="https://accounts.google.com/", error="invalid_token"'


async def asked(client: Client) -> tuple[dict[str, Any], str]:
    """The error that a request is answered with, and the number of its project."""
    answer = await client.ask("GET", "/colors")
    error: dict[str, Any] = answer.json["error"]
    assert answer.status == error["code"] == 403
    assert error["status"] == "PERMISSION_DENIED"
    consumer: str = error["details"][0]["metadata"]["consumer"]
    return error, consumer.removeprefix("projects/")


async def test_the_quota_per_minute_is_told_with_its_details(client: Client) -> None:
    arm(client, "rate-limited-per-minute")
    error, project = await asked(client)

    message = (
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service "
        f"'{SERVICE}' for consumer 'project_number:{project}'."
    )
    assert len(project) == 12
    assert error["message"] == message
    assert error["errors"] == [{"message": message, "domain": "usageLimits", "reason": "rateLimitExceeded"}]
    assert error["details"] == [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {
                "quota_limit": "defaultPerMinutePerUser",
                "service": SERVICE,
                "consumer": f"projects/{project}",
                "quota_location": "global",
                "quota_metric": f"{SERVICE}/default",
                "quota_limit_value": "600",
            },
        },
        {
            "@type": "type.googleapis.com/google.rpc.Help",
            "links": [
                {
                    "description": "Request a higher quota limit.",
                    "url": "https://cloud.google.com/docs/quota#requesting_higher_quota",
                }
            ],
        },
    ]


async def test_an_api_that_is_not_enabled_says_where_it_would_be(client: Client) -> None:
    arm(client, "api-disabled")
    error, project = await asked(client)

    console = f"https://console.developers.google.com/apis/api/{SERVICE}/overview?project={project}"
    message = (
        f"Google Calendar API has not been used in project {project} before or it is disabled. Enable it by visiting "
        f"{console} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to "
        "our systems and retry."
    )
    assert error["errors"] == [
        {"message": message, "domain": "usageLimits", "reason": "accessNotConfigured", "extendedHelp": console}
    ]
    assert error["details"][0]["reason"] == "SERVICE_DISABLED"
    assert error["details"][1]["links"][0]["url"] == console


async def test_a_request_that_meets_a_fault_changes_nothing(client: Client) -> None:
    arm(client, "backend-error", operation="google.calendars.insert", times=1)
    failed = await client.ask("POST", "/calendars", {"summary": "New"})
    before = await client.ids()
    made = await client.ask("POST", "/calendars", {"summary": "New"})

    assert (failed.status, made.status) == (500, 200)
    assert len(await client.ids()) == len(before) + 1


async def test_only_whom_it_is_meant_for_meets_it_and_the_journal_says_so(client: Client) -> None:
    arm(client, "unavailable", person="bob", nth=2)
    statuses = [(await client.ask("GET", "/colors", as_=who)).status for who in ("bob", "alice", "bob", "bob")]

    entries = list(client.session.journal.read())
    assert statuses == [200, 200, 503, 200]
    assert entries[2].reason == "backendError"
    assert entries[2].notes == ("met the fault unavailable",)


async def test_whoever_is_not_let_in_meets_no_fault(client: Client) -> None:
    arm(client, "unavailable")

    assert (await client.ask("GET", "/colors", as_="alice-expired")).status == 401


async def test_a_reset_arms_again_what_the_scenario_arms_and_nothing_else(client: Client) -> None:
    arm(client, "unavailable")
    client.session.reset()

    assert (await client.ask("GET", "/colors")).status == 200
