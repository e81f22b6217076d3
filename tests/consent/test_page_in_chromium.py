"""The pages in real Chromium, served by a small endpoint that does with them what an authorization endpoint does."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from mockserver.consent.page import FORM_POST_HEADERS, HEADERS, code_page, error_page, form_post_page, page
from mockserver.consent.view import ErrorView, decision
from mockserver.consent.words import asked
from tests.consent.browser import chromium, window
from tests.consent.markup import CALENDAR, EVENTS, view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from mockserver.consent.view import ConsentView

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.asyncio(loop_scope="module")]

ALLOWED = {"account": "alice", "granted": f"openid {CALENDAR} {EVENTS}"}
FIELDS = (("code", "1.A<\"'&+/="), ("state", "s p a c e"), ("submit", "x"))


class Endpoint:
    """The endpoint at 127.0.0.1, and the app that it answers to at localhost, which is another origin."""

    def __init__(self, shown: ConsentView) -> None:
        self._shown = shown
        self.posted: list[list[tuple[str, str]]] = []
        self.returned: dict[str, str] = {}
        self.origin: str | None = None
        self.url = ""
        self._app = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Endpoint]:
        app = web.Application()
        app.router.add_get("/o/oauth2/v2/auth", self._ask)
        app.router.add_post("/o/oauth2/v2/auth", self._answer)
        app.router.add_get("/form_post", self._form_post)
        app.router.add_get("/error", self._error)
        app.router.add_get("/device", self._device)
        app.router.add_route("*", "/back", self._back)
        async with TestServer(app, host="127.0.0.1") as server:
            self.url = str(server.make_url("/o/oauth2/v2/auth"))
            self._app = f"http://localhost:{server.port}/back"
            yield self

    async def _ask(self, _request: web.Request) -> web.Response:
        return web.Response(body=page(self._shown), headers=HEADERS)

    async def _answer(self, request: web.Request) -> web.Response:
        pairs = [(name, str(value)) for name, value in (await request.post()).items()]
        self.posted.append(pairs)
        answer = decision(pairs)
        if answer.allowed is None:
            changes = {name: getattr(self._shown, name) for name in self._shown.__struct_fields__}
            self._shown = view(**changes | {"chosen": answer.account})
            return await self._ask(request)
        granted = " ".join(answer.granted(self._shown.scopes))
        query = {"account": answer.account or "", "granted": granted} if answer.allowed else {"error": "access_denied"}
        raise web.HTTPFound(str(request.url.with_path("/back").with_host("localhost").with_query(query)))

    async def _form_post(self, _request: web.Request) -> web.Response:
        return web.Response(body=form_post_page(self._app, FIELDS), headers=FORM_POST_HEADERS)

    async def _device(self, _request: web.Request) -> web.Response:
        return web.Response(body=code_page("google", self._app), headers=HEADERS)

    async def _error(self, _request: web.Request) -> web.Response:
        error = ErrorView(
            "AADSTS50011",
            "The redirect URI http://elsewhere/ does not match those configured for the application.",
            "Register it in the scenario: apps.autosched.redirect_uris.",
            (("Trace ID", "4f0c"), ("Correlation ID", "9b1d")),
        )
        return web.Response(body=error_page("microsoft", error), headers=HEADERS, status=400)

    async def _back(self, request: web.Request) -> web.Response:
        fields = request.query if request.method == "GET" else await request.post()
        self.returned = {name: str(value) for name, value in fields.items()}
        self.origin = request.headers.get("Origin")
        return web.Response(text="<!doctype html><title>the app</title>", content_type="text/html")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@asynccontextmanager
async def asking(browser: Browser, shown: ConsentView, **options: object) -> AsyncIterator[tuple[Endpoint, Page]]:
    async with Endpoint(shown).running() as endpoint, window(browser, **options) as page:
        await page.goto(endpoint.url)
        yield endpoint, page


async def back_at_the_app(page: Page) -> None:
    await page.wait_for_url("http://localhost:*/back**")


async def test_allowing_leads_back_to_the_app_with_every_scope(browser: Browser, tmp_path: Path) -> None:
    async with asking(browser, view()) as (endpoint, page):
        await page.screenshot(path=tmp_path / "consent.png")
        await page.get_by_role("button", name="Allow", exact=True).click()
        await back_at_the_app(page)

    assert endpoint.returned == ALLOWED
    assert ("request", "r-1") in endpoint.posted[0]


async def test_an_unticked_scope_is_not_granted(browser: Browser) -> None:
    async with asking(browser, view()) as (endpoint, page):
        await page.get_by_label("Full use of your calendars").uncheck()
        await page.get_by_role("button", name="Allow", exact=True).click()
        await back_at_the_app(page)

    assert endpoint.returned["granted"] == f"openid {EVENTS}"


async def test_denying_grants_nothing(browser: Browser) -> None:
    async with asking(browser, view()) as (endpoint, page):
        await page.get_by_role("button", name="Deny").click()
        await back_at_the_app(page)

    assert endpoint.returned == {"error": "access_denied"}


async def test_choosing_an_account_leads_to_the_question_for_it(browser: Browser) -> None:
    async with asking(browser, view(chosen=None)) as (endpoint, page):
        await page.get_by_role("button", name="Bob Brown").click()
        assert await page.get_by_role("heading").inner_text() == "Allow Autosched to use this account?"
        await page.get_by_role("button", name="Allow", exact=True).click()
        await back_at_the_app(page)

    assert endpoint.returned["account"] == "bob"


async def test_another_account_can_be_chosen_after_all(browser: Browser) -> None:
    async with asking(browser, view()) as (endpoint, page):
        await page.get_by_role("button", name="Use another account").click()
        assert await page.get_by_role("heading").inner_text() == "Choose an account"
        await page.get_by_role("button", name="Cancel").click()
        await back_at_the_app(page)

    assert endpoint.returned == {"error": "access_denied"}


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.value"))


async def test_the_keyboard_alone_is_enough_and_goes_from_top_to_bottom(browser: Browser) -> None:
    passed = []
    async with asking(browser, view(chosen=None)) as (endpoint, page):
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Allow").wait_for()
        for _ in range(5):
            await page.keyboard.press("Tab")
            passed.append(await focused(page))
            if passed[-1] == CALENDAR:
                await page.keyboard.press("Space")
        await page.keyboard.press("Enter")
        await back_at_the_app(page)

    assert passed == ["", CALENDAR, EVENTS, "deny", "allow"]
    assert endpoint.returned == {"account": "alice", "granted": f"openid {EVENTS}"}


async def test_enter_in_a_box_never_allows(browser: Browser) -> None:
    async with asking(browser, view()) as (endpoint, page):
        await page.get_by_label("Read and change events").press("Enter")
        await back_at_the_app(page)

    assert endpoint.returned == {"error": "access_denied"}


async def test_an_answer_posts_itself_to_the_app_unchanged_and_says_where_it_comes_from(browser: Browser) -> None:
    async with Endpoint(view()).running() as endpoint, window(browser) as page:
        await page.goto(endpoint.url.replace("/o/oauth2/v2/auth", "/form_post"))
        await back_at_the_app(page)

    assert endpoint.returned == dict(FIELDS)
    assert endpoint.origin == endpoint.url.removesuffix("/o/oauth2/v2/auth")


async def test_without_scripts_an_answer_is_posted_by_a_button(browser: Browser) -> None:
    async with Endpoint(view()).running() as endpoint, window(browser, java_script_enabled=False) as page:
        await page.goto(endpoint.url.replace("/o/oauth2/v2/auth", "/form_post"))
        await page.get_by_role("button", name="Continue").click()
        await back_at_the_app(page)

    assert endpoint.returned == dict(FIELDS)


async def test_a_devices_code_is_typed_and_sent_with_enter(browser: Browser, tmp_path: Path) -> None:
    async with Endpoint(view()).running() as endpoint, window(browser) as page:
        await page.goto(endpoint.url.replace("/o/oauth2/v2/auth", "/device"))
        await page.get_by_label("The code that the app or device shows").fill("ABCD-EFGH")
        await page.screenshot(path=tmp_path / "device.png")
        await page.keyboard.press("Enter")
        await back_at_the_app(page)

    assert endpoint.returned == {"user_code": "ABCD-EFGH"}


LONG = view(
    app_name="Autosched " * 8 + "x" * 80,
    scopes=asked("microsoft", ("https://graph.microsoft.com/Calendars.ReadWrite.Shared", "api://" + "a" * 120)),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "shown"), [("usual", view()), ("long", LONG), ("choice", view(chosen=None))])
async def test_a_page_fits_a_small_screen_in_both_colour_schemes(
    browser: Browser, scheme: str, name: str, shown: ConsentView, tmp_path: Path
) -> None:
    async with asking(browser, shown, viewport={"width": 320, "height": 640}, color_scheme=scheme) as (_, page):
        width = await page.evaluate("document.documentElement.scrollWidth")
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        await page.screenshot(path=tmp_path / f"{name}-{scheme}-small.png", full_page=True)

    assert width == 320
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(28, 35, 32)"}[scheme]


async def test_an_error_page_is_shown_and_goes_nowhere(browser: Browser, tmp_path: Path) -> None:
    async with Endpoint(view()).running() as endpoint, window(browser) as page:
        shown = await page.goto(endpoint.url.replace("/o/oauth2/v2/auth", "/error"))
        await page.screenshot(path=tmp_path / "error.png")

        assert shown
        assert "AADSTS50011" in await page.get_by_role("alert").inner_text()
    assert endpoint.returned == {}
