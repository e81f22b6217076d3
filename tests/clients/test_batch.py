"""google-api-python-client's batches: many calls in one request, with nothing but our description of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build, build_from_document
from googleapiclient.errors import BatchError

from tests.clients.batches import CheckedBatchHttp, executed
from tests.clients.real_clients import SECONDS, service_account_credentials, user_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire import World

    Connected = Callable[[Any], Any]

# For a token that it fetches in a batch the client opens a connection which it leaves to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

LUNCH = {
    "summary": "Mittagessen im Café Größenwahn",
    "start": {"dateTime": "2026-03-09T12:00:00-04:00"},
    "end": {"dateTime": "2026-03-09T12:45:00-04:00"},
}
DISCOVERY = "/discovery/v1/apis/{api}/{apiVersion}/rest"


@pytest.fixture
def connected(office: World) -> Iterator[Connected]:
    """The client with somebody's credentials; it knows no URL but the one of the session's description."""
    made = []

    def connect(credentials: Any) -> Any:
        http = AuthorizedHttp(credentials, http=CheckedBatchHttp(timeout=SECONDS))
        address = office.urls["base"] + DISCOVERY
        made.append(build("calendar", "v3", http=http, discoveryServiceUrl=address, static_discovery=False))
        return made[-1]

    yield connect
    for calendar in made:
        calendar.close()


@pytest.fixture
def alice(office: World, connected: Connected) -> Any:
    return connected(user_credentials(office, "alice"))


def statuses(calendar: Any) -> list[list[int]]:
    """The statuses of the parts of every batch that was answered."""
    found: list[list[int]] = calendar._http.http.statuses  # noqa: SLF001 - it keeps what it was built with there
    return found


def operations(office: World, after: int = 0) -> list[tuple[str, int]]:
    return [(entry["operation"], entry["status"]) for entry in office.requests()[after:]]


def test_each_call_of_a_batch_is_answered_as_it_would_be_alone(alice: Any) -> None:
    calls: dict[str, Callable[[], Any]] = {
        "calendars": lambda: alice.calendarList().list(maxResults=1),
        "calendar": lambda: alice.calendars().get(calendarId="alice@autosched.example"),
        "events": lambda: alice.events().list(calendarId="primary", singleEvents=True, q="stand-up", maxResults=3),
        "colours": lambda: alice.colors().get(fields="event(1,2)"),
        "rules": lambda: alice.acl().list(calendarId="primary"),
        "setting": lambda: alice.settings().get(setting="timezone"),
        "busy": lambda: alice.freebusy().query(
            body={"timeMin": "2026-03-09T00:00:00Z", "timeMax": "2026-03-10T00:00:00Z", "items": [{"id": "primary"}]}
        ),
    }

    together = executed(alice, {name: call() for name, call in calls.items()})

    assert [name for name, answered in together.items() if answered.error] == []
    alone = {name: call().execute() for name, call in calls.items()}
    assert {name: _lasting(answered.answer) for name, answered in together.items()} == {
        name: _lasting(answer) for name, answer in alone.items()
    }


def _lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the tokens, which are another each time."""
    return {name: value for name, value in answer.items() if name not in {"nextPageToken", "nextSyncToken"}}


def test_what_fails_in_a_batch_fails_alone(alice: Any) -> None:
    event = alice.events().insert(calendarId="primary", body=LUNCH).execute()
    stale = alice.events().patch(calendarId="primary", eventId=event["id"], body={"summary": "Lunch"})
    stale.headers["If-Match"] = '"3181161784712000"'
    calls = {
        "made": alice.events().insert(calendarId="primary", body={**LUNCH, "id": "lunch17"}),
        "stale": stale,
        "missing": alice.events().get(calendarId="primary", eventId="nothing17"),
        "hidden": alice.events().list(calendarId="carol@autosched.example"),
        "wrong": alice.events().list(calendarId="primary", timeMin="2026-03-09"),
        "read": alice.events().get(calendarId="primary", eventId=event["id"]),
    }

    given = executed(alice, calls)

    failed = [
        (name, answered.error.status_code, answered.error.reason) for name, answered in given.items() if answered.error
    ]
    assert [row[:2] for row in failed] == [("stale", 412), ("missing", 404), ("hidden", 404), ("wrong", 400)]
    assert [row[2] for row in failed[:3]] == ["Precondition Failed", "Not Found", "Not Found"]
    assert (given["made"].answer["id"], given["made"].answer["summary"]) == ("lunch17", LUNCH["summary"])
    assert given["read"].answer == event
    assert statuses(alice) == [[200, 412, 404, 404, 400, 200]]


def test_what_a_batch_deletes_is_gone(alice: Any) -> None:
    made = executed(
        alice, {str(number): alice.events().insert(calendarId="primary", body=LUNCH) for number in range(60)}
    )
    ids = [answered.answer["id"] for answered in made.values()]

    gone = executed(alice, {id_: alice.events().delete(calendarId="primary", eventId=id_) for id_ in ids})

    assert len(set(ids)) == 60
    assert [answered for answered in gone.values() if answered.error] == []
    assert statuses(alice) == [[200] * 60, [204] * 60]
    assert alice.events().list(calendarId="primary", q="Größenwahn").execute()["items"] == []


def test_parts_whose_token_expired_are_sent_again_with_another(alice: Any, office: World) -> None:
    """The batch itself is answered; the client reads 401 in its parts, fetches a token and sends those again."""
    calls = {
        "events": alice.events().list(calendarId="primary"),
        "made": alice.events().insert(calendarId="primary", body=LUNCH),
    }
    before = len(office.requests())
    office.advance("PT2H")

    given = executed(alice, calls)

    assert [answered.error for answered in given.values()] == [None, None]
    assert statuses(alice) == [[401, 401], [200, 200]]
    # A part has its line in the journal before the batch that it came in.
    assert operations(office, before) == [
        ("google.events.list", 401),
        ("google.events.insert", 401),
        ("google.batch", 200),
        ("google.oauth.token", 200),
        ("google.events.list", 200),
        ("google.events.insert", 200),
        ("google.batch", 200),
    ]


def test_only_the_parts_that_were_refused_are_sent_again(office: World, connected: Connected) -> None:
    """Two people's calls in one batch: one's token is dead, the other's is not."""
    alice, bob = connected(user_credentials(office, "alice")), connected(user_credentials(office, "bob"))
    expire = {"expire": {"what": "access-tokens", "person": "bob"}}
    office.wire.control("POST", f"{office.path}/changes", {"do": expire})
    calls = {
        "alice": alice.calendars().get(calendarId="primary"),
        "bob": bob.calendars().get(calendarId="primary"),
    }

    given = executed(alice, calls)

    assert {name: answered.answer["id"] for name, answered in given.items()} == {
        "alice": "alice@autosched.example",
        "bob": "bob@partner.example",
    }
    assert statuses(alice) == [[200, 401], [200]]
    assert [
        (entry["person"], entry["status"]) for entry in office.requests() if entry["operation"].endswith(".get")
    ] == [
        ("alice", 200),
        ("bob", 401),
        ("bob", 200),
    ]


def test_an_invitation_sent_in_a_batch_arrives(office: World, connected: Connected, alice: Any) -> None:
    bob = connected(user_credentials(office, "bob"))
    body = {**LUNCH, "attendees": [{"email": "bob@partner.example"}]}

    made = executed(alice, {"made": alice.events().insert(calendarId="primary", body=body, sendUpdates="all")})

    invited = bob.events().get(calendarId="primary", eventId=made["made"].answer["id"]).execute()
    assert invited["organizer"] == {"email": "alice@autosched.example"}


def test_a_batch_that_holds_too_much_is_not_even_sent(alice: Any, office: World) -> None:
    before = len(office.requests())

    with pytest.raises(BatchError, match="maximum calls"):
        executed(alice, {str(number): alice.colors().get() for number in range(1001)})

    assert operations(office, before) == []


def test_a_batch_of_a_client_made_from_the_document_goes_where_the_document_says(office: World) -> None:
    path = office.urls["base"].removeprefix(office.wire.url) + DISCOVERY.format(api="calendar", apiVersion="v3")
    described = office.wire.send("GET", path).json
    credentials = service_account_credentials(office, "carol")
    http = AuthorizedHttp(credentials, http=CheckedBatchHttp(timeout=SECONDS))

    with build_from_document(described, http=http) as carol:
        given = executed(carol, {"own": carol.calendars().get(calendarId="primary")})

    assert described["rootUrl"] == office.urls["base"] + "/"
    assert given["own"].answer["timeZone"] == "Australia/Lord_Howe"
    assert operations(office)[-2:] == [("google.calendars.get", 200), ("google.batch", 200)]
