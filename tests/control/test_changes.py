from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from mockserver.control.changes import Do
from mockserver.control.problems import NOT_BUILT, UNKNOWN_SESSION, WRONG_BODY, WRONG_CHANGE
from mockserver.identity.tokens import TokenRefused
from tests.control.asking import refused
from tests.wire import world

if TYPE_CHECKING:
    from mockserver.control.problems import Row
    from tests.control.asking import Asker
    from tests.live import LiveServer
    from tests.wire import Answer, World

EVENTS = "/calendar/v3/calendars/primary/events"


def change(ask: Asker, session: World, do: Any) -> Answer:
    return ask("POST", f"{session.path}/changes", {"do": do})


def list_events(session: World, token: str, query: str = "") -> Answer:
    return session.wire.send("GET", EVENTS + query, {"Authorization": f"Bearer {token}"})


def refresh(session: World, person: str) -> Answer:
    client = session.document["apps"]["autosched"]["google"]
    form = {
        "grant_type": "refresh_token",
        "refresh_token": session.google(person)["refresh_token"],
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return session.wire.send("POST", "/token", headers, urlencode(form))


def test_revoke_ends_the_tokens_of_that_person_and_nobody_elses(ask: Asker, office: World) -> None:
    tokens = {person: office.google(person)["access_token"] for person in ("alice", "bob")}

    made = change(ask, office, {"revoke": {"person": "alice"}})

    assert (made.status, made.body) == (204, b"")
    assert list_events(office, tokens["alice"]).status == 401
    assert refresh(office, "alice").json["error"] == "invalid_grant"
    assert list_events(office, tokens["bob"]).status == 200


def test_a_change_stays_in_its_session(ask: Asker, office: World, live_server: LiveServer) -> None:
    with world(live_server.url, scenario="office") as other:
        change(ask, office, {"revoke": {"person": "alice"}})

        assert list_events(other, other.google("alice")["access_token"]).status == 200


def test_grant_gives_new_tokens_with_other_scopes(ask: Asker, office: World) -> None:
    change(ask, office, {"revoke": {"person": "alice"}})

    change(ask, office, {"grant": {"person": "alice", "scopes": ["calendar.readonly"]}})

    google = ask.get(office.path)["people"]["alice"]["google"]
    assert google["scopes"] == ["https://www.googleapis.com/auth/calendar.readonly"]
    assert list_events(office, google["access_token"]).status == 200
    assert list_events(office, office.google("alice")["access_token"]).status == 401


def test_grant_says_how_long_its_access_tokens_live(ask: Asker, office: World) -> None:
    change(ask, office, {"grant": {"person": "alice", "access_token": {"expires_in": "PT5M"}, "refresh_token": "none"}})
    google = ask.get(office.path)["people"]["alice"]["google"]

    office.advance("PT5M")

    assert google["refresh_token"] is None
    assert list_events(office, google["access_token"]).status == 401


def test_expired_access_tokens_can_be_refreshed(ask: Asker, office: World) -> None:
    change(ask, office, {"expire": {"what": "access-tokens", "person": "alice"}})

    assert list_events(office, office.google("alice")["access_token"]).status == 401
    assert list_events(office, office.google("bob")["access_token"]).status == 200
    assert list_events(office, refresh(office, "alice").json["access_token"]).status == 200


def test_expired_refresh_tokens_leave_access_tokens_alone(ask: Asker, office: World) -> None:
    change(ask, office, {"expire": {"what": "refresh-tokens"}})

    assert refresh(office, "alice").json["error"] == "invalid_grant"
    assert list_events(office, office.google("alice")["access_token"]).status == 200


@pytest.mark.parametrize(
    "whose", [{}, {"person": "alice"}, {"calendar": "alice@autosched.example"}], ids=["all", "person", "calendar"]
)
def test_an_expired_sync_token_asks_for_a_full_sync(ask: Asker, office: World, whose: dict[str, str]) -> None:
    token = office.google("alice")["access_token"]
    sync = quote(list_events(office, token).json["nextSyncToken"])

    change(ask, office, {"expire": {"what": "sync-cursors"} | whose})

    assert list_events(office, token, f"?syncToken={sync}").status == 410


def test_another_persons_sync_tokens_go_on(ask: Asker, office: World) -> None:
    token = office.google("alice")["access_token"]
    sync = quote(list_events(office, token).json["nextSyncToken"])

    change(ask, office, {"expire": {"what": "sync-cursors", "person": "bob"}})

    assert list_events(office, token, f"?syncToken={sync}").status == 200


REVOKE = {"person": "alice"}


def test_tokens_at_microsoft_are_revoked_granted_and_expired_by_themselves(
    ask: Asker, office: World, live_server: LiveServer
) -> None:
    identity = live_server.session(office.id).identity
    at_microsoft = {"person": "alice", "provider": "microsoft"}

    change(ask, office, {"revoke": at_microsoft})
    change(ask, office, {"grant": at_microsoft | {"scopes": ["calendars.read"]}})

    old, new = (
        document["people"]["alice"]["microsoft"]["access_token"] for document in (office.document, ask.get(office.path))
    )
    with pytest.raises(TokenRefused, match="revoked"):
        identity.judge(old, "microsoft")
    assert identity.judge(new, "microsoft").scopes == {"Calendars.Read"}
    change(ask, office, {"expire": {"what": "access-tokens"} | at_microsoft})
    with pytest.raises(TokenRefused, match="expired"):
        identity.judge(new, "microsoft")
    assert list_events(office, office.google("alice")["access_token"]).status == 200


@pytest.mark.parametrize(
    ("whose", "left"),
    [
        ({}, 0),
        ({"person": "alice"}, 0),
        ({"person": "bob"}, 1),
        ({"provider": "google"}, 0),
        ({"provider": "microsoft"}, 1),
    ],
)
def test_channels_end_before_their_time(ask: Asker, office: World, whose: dict[str, str], left: int) -> None:
    body = json.dumps({"id": "c1", "type": "web_hook", "address": "https://127.0.0.1:9/"})
    token = office.google("alice")["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    made = office.wire.send("POST", EVENTS + "/watch", headers, body)

    expired = change(ask, office, {"expire": {"what": "channels"} | whose})

    assert (made.status, expired.status) == (200, 204)
    assert len(ask.get(f"{office.path}/webhooks")["subscriptions"]) == left


def test_sync_tokens_expire_at_the_provider_that_is_named(ask: Asker, office: World) -> None:
    token = office.google("alice")["access_token"]
    sync = quote(list_events(office, token).json["nextSyncToken"])

    change(ask, office, {"expire": {"what": "sync-cursors", "provider": "microsoft"}})
    assert list_events(office, token, f"?syncToken={sync}").status == 200
    change(ask, office, {"expire": {"what": "sync-cursors", "provider": "google"}})
    assert list_events(office, token, f"?syncToken={sync}").status == 410


@pytest.mark.parametrize(
    ("do", "row", "said"),
    [
        ({"revoke": {"person": "alic"}}, WRONG_CHANGE, "alice"),
        ({"revoke": {"person": "alice", "app": "autoshed"}}, WRONG_CHANGE, "autosched"),
        ({"grant": {"person": "alice", "scopes": ["calender"]}}, WRONG_CHANGE, "calender"),
        ({"grant": {"person": "alice", "access_token": {"expires_in": "5 min"}}}, WRONG_CHANGE, "PT15M"),
        ({"expire": {"what": "sync-cursors", "calendar": "nobody@x.example"}}, WRONG_CHANGE, "alice@autosched.example"),
        ({"expire": {"what": "sync-cursors", "person": "alic"}}, WRONG_CHANGE, "alice"),
        ({"expire": {"what": "access-tokens", "calendar": "a"}}, WRONG_CHANGE, "sync-cursors"),
        ({"expire": {"what": "channels", "person": "alic"}}, WRONG_CHANGE, "alice"),
        ({}, WRONG_BODY, "give one of revoke, grant"),
        ({"revoke": REVOKE, "grant": REVOKE}, WRONG_BODY, "it says revoke and grant"),
        ({"revoke": {}}, WRONG_BODY, "person"),
        ({"revok": REVOKE}, WRONG_BODY, "did you mean revoke"),
        ({"expire": {"what": "access-token"}}, WRONG_BODY, "did you mean access-tokens"),
        ({"grant": REVOKE | {"provider": "microsoft", "scopes": ["Calendar.Read"]}}, WRONG_CHANGE, "Calendars.Read"),
    ],
)  # fmt: skip
def test_a_wrong_change_says_what_would_be_right_and_changes_nothing(
    ask: Asker, office: World, do: Any, row: Row, said: str
) -> None:
    problem = refused(change(ask, office, do), row)

    assert said in problem["detail"]
    assert list_events(office, office.google("alice")["access_token"]).status == 200


BUILT = {"revoke", "grant", "expire", "rotate_keys"}


@pytest.mark.parametrize("name", sorted(set(Do.__struct_fields__) - BUILT))
def test_what_is_planned_says_that_it_is_not_built(ask: Asker, office: World, name: str) -> None:
    problem = refused(change(ask, office, {name: {"calendar": "alice"}}), NOT_BUILT)

    assert problem["detail"] == f"$.do.{name} is not built yet; there is revoke, grant, expire and rotate_keys"


def test_the_session_must_live(ask: Asker) -> None:
    refused(ask("POST", "/sessions/nobodys/changes", {"do": {"revoke": REVOKE}}), UNKNOWN_SESSION)


def signing(office: World, live_server: LiveServer) -> dict[str, str]:
    """The id of the key that each authorization server signs with."""
    authorization = live_server.session(office.id).identity.authorization
    return {provider: keys.kid(keys.active) for provider, keys in authorization.keys.items()}


@pytest.mark.parametrize(
    ("said", "rotated"),
    [({}, {"google", "microsoft"}), ({"provider": "google"}, {"google"}), ({"provider": "microsoft"}, {"microsoft"})],
)
def test_rotate_keys_lets_the_next_key_sign(
    ask: Asker, office: World, live_server: LiveServer, said: dict[str, str], rotated: set[str]
) -> None:
    before = signing(office, live_server)

    made = change(ask, office, {"rotate_keys": said})

    after = signing(office, live_server)
    assert (made.status, made.body) == (204, b"")
    assert {provider for provider in before if before[provider] != after[provider]} == rotated


def test_rotated_keys_are_those_of_before_once_the_session_is_reset(
    ask: Asker, office: World, live_server: LiveServer
) -> None:
    before = signing(office, live_server)
    change(ask, office, {"rotate_keys": {}})

    ask("POST", f"{office.path}/reset")

    assert signing(office, live_server) == before
