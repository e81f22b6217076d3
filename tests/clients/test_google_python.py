"""What google-api-python-client and google-auth do in a way of their own."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from google.auth.exceptions import RefreshError
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document

from tests.clients.real_clients import PythonClient, google_calendar, service_account_credentials, user_credentials
from tests.contract import CheckedHttp
from tests.published import document

if TYPE_CHECKING:
    from tests.wire import World


@pytest.mark.parametrize("scenario", ["token-states"])
def test_a_dead_access_token_is_refreshed_without_asking_the_user(session: World) -> None:
    credentials = user_credentials(session, "erin")
    dead = credentials.token

    with google_calendar(credentials, session.urls["google_calendar"]) as calendar:
        [event] = calendar.events().list(calendarId="primary").execute()["items"]

    assert event["summary"] == "Planning"
    assert credentials.token != dead


@pytest.mark.parametrize("scenario", ["token-states"])
@pytest.mark.parametrize("person", ["mallory", "trent"])
def test_a_refresh_token_that_is_no_good_means_asking_for_consent_again(session: World, person: str) -> None:
    credentials = user_credentials(session, person)
    session.advance("PT2H")

    with (
        google_calendar(credentials, session.urls["google_calendar"]) as calendar,
        pytest.raises(RefreshError, match=r"invalid_grant: Token has been expired or revoked\."),
    ):
        calendar.events().list(calendarId="primary").execute()


@pytest.mark.parametrize("scenario", ["token-states"])
def test_a_service_account_acts_only_for_whom_it_may(session: World) -> None:
    """The scenario's `acts_for` names Alice alone."""
    with closing(PythonClient(session, "rui")) as rui, pytest.raises(RefreshError, match="unauthorized_client"):
        rui.call("events.list", calendarId="primary")


def test_a_question_too_long_for_a_url_goes_as_a_form(session: World) -> None:
    """The client turns a GET of more than 2048 characters into a POST with X-HTTP-Method-Override."""
    properties = {f"booking{number}": f"{number:0>60}" for number in range(40)}
    query = [f"{name}={value}" for name, value in properties.items()]
    body = {"extendedProperties": {"private": properties}}
    with google_calendar(service_account_credentials(session, "alice"), session.urls["google_calendar"]) as calendar:
        booked = calendar.events().quickAdd(calendarId="primary", text="Dentist on March 9 2026 at 3pm").execute()
        calendar.events().patch(calendarId="primary", eventId=booked["id"], body=body).execute()
        asked = len(session.requests())

        found = calendar.events().list(calendarId="primary", privateExtendedProperty=query).execute()["items"]

    assert [event["id"] for event in found] == [booked["id"]]
    [entry] = session.requests()[asked:]
    assert (entry["method"], entry["operation"], "query" in entry) == ("GET", "google.events.list", False)


def test_a_service_account_s_token_alone_leads_to_its_session(session: World) -> None:
    """An application is told one URL for all sessions: the key file is what it was given for this one."""
    credentials = service_account_credentials(session, "alice")

    with google_calendar(credentials, session.wire.url + "/calendar/v3") as calendar:
        calendar.events().list(calendarId="primary").execute()

    assert session.requests()[-1]["operation"] == "google.events.list"


def test_the_published_description_with_another_root_works_as_well(session: World) -> None:
    described = {**document(), "rootUrl": session.urls["base"] + "/"}
    http = AuthorizedHttp(service_account_credentials(session, "alice"), http=CheckedHttp(timeout=60))

    with build_from_document(described, http=http) as calendar:
        assert calendar.calendars().get(calendarId="primary").execute()["id"] == "alice@autosched.example"
