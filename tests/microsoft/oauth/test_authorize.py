"""The authorization endpoint: pages, codes, and what goes back to the app."""

from __future__ import annotations

import pytest

from tests.microsoft.oauth.oauth_world import ALICE, CALLBACK, entra


async def test_who_is_hinted_at_gets_a_code_without_a_page() -> None:
    async with entra() as client:
        back = (await client.authorize(client_info="1")).sent_back

    assert list(back) == ["code", "client_info", "session_state", "state"]
    assert back["code"].startswith("0.A")
    assert back["state"] == "as it was"


async def test_without_a_hint_the_page_asks_for_the_account() -> None:
    async with entra() as client:
        answer = await client.authorize(login_hint="")

    assert answer.status == 200
    assert ALICE in answer.text


async def test_a_person_allows_on_the_page() -> None:
    async with entra() as client:
        page = await client.authorize("asker")
        form = {
            "client_id": client.client("asker")["client_id"],
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "Calendars.Read",
            "account": "alice",
            "decision": "allow",
        }
        allowed = await client.ask("POST", "/common/oauth2/v2.0/authorize", data=form)
        denied = await client.ask("POST", "/common/oauth2/v2.0/authorize", data=form | {"decision": "deny"})
        nobody = await client.ask("POST", "/common/oauth2/v2.0/authorize", data=form | {"account": "zoe"})
        silent = await client.authorize("asker", scope="Calendars.Read", prompt="none")

    assert "Asker" in page.text
    assert allowed.sent_back["code"]
    assert (denied.sent_back["error"], denied.sent_back["error_subcode"]) == ("access_denied", "cancel")
    assert nobody.sent_back["error"] == "invalid_request"
    assert silent.sent_back["code"]


async def test_an_answer_goes_by_form_where_the_app_wants_that() -> None:
    async with entra() as client:
        answer = await client.authorize(response_mode="form_post")

    assert answer.status == 200
    assert f'action="{CALLBACK}"' in answer.text
    assert 'name="code"' in answer.text


async def test_an_answer_goes_behind_the_hash_where_the_app_wants_that() -> None:
    async with entra() as client:
        answer = await client.authorize(response_mode="fragment")

    assert answer.headers["Location"].startswith(f"{CALLBACK}#code=0.A")


@pytest.mark.parametrize(
    ("query", "error", "number"),
    [
        ({"app": "denier"}, "access_denied", 65004),
        ({"response_type": "id_token"}, "unsupported_response_type", 700054),
        ({"response_type": "nonsense"}, "unsupported_response_type", 70005),
        ({"response_type": ""}, "invalid_request", 900144),
        ({"response_mode": "pigeon"}, "unsupported_response_mode", 70007),
        ({"scope": ""}, "invalid_request", 900144),
        ({"scope": "Calendars.Fly"}, "invalid_client", 650053),
        ({"prompt": "nonsense"}, "invalid_request", 90023),
        ({"prompt": "none", "login_hint": ""}, "login_required", 50058),
        ({"prompt": "none", "app": "asker"}, "interaction_required", 65001),
        ({"code_challenge": "short"}, "invalid_request", 501491),
        ({"tenant": "consumers"}, "access_denied", 50020),
    ],
)
async def test_what_is_refused_goes_back_to_the_app(query: dict[str, str], error: str, number: int) -> None:
    async with entra() as client:
        back = (await client.authorize(**query)).sent_back

    assert back["error"] == error
    assert back["error_description"].startswith(f"AADSTS{number}: ")
    assert back["state"] == "as it was"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"redirect_uri": "http://localhost:3000/other"}, 50011),
        ({"redirect_uri": "https://evil.example/callback"}, 50011),
        ({"app": "nowhere"}, 500113),
        ({"client_id": "00000000-0000-4000-8000-000000000000"}, 700016),
        ({"client_id": ""}, 900144),
    ],
)
async def test_what_nobody_can_be_told_is_shown(query: dict[str, str], number: int) -> None:
    async with entra() as client:
        answer = await client.authorize(**query)

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f"AADSTS{number}" in answer.text
    assert "Location" not in answer.headers
