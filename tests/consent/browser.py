"""Real Chromium, the one that is on this machine: started, windows in it, or the reason why there is none.

TEST_CHROMIUM=required forbids the skip. Playwright drives it and brings no browser of its own.
"""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",  # its sandbox cannot be had by root, nor in most containers; it meets only pages of these tests
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str:
    """Where Chromium is. Skips the test where there is none, saying what to install."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"no Chromium found (looked for {', '.join(_NAMES)}); on Debian: apt-get install chromium fonts-liberation"
    if os.environ.get("TEST_CHROMIUM") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, started; it takes about a second, so tests share one."""
    path = executable()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=list(_FLAGS), timeout=60_000)
        try:
            yield started
        finally:
            await started.close()


@asynccontextmanager
async def window(browser: Browser, **options: Any) -> AsyncIterator[Page]:
    """A window in a fresh profile; `options` are those of Playwright's `new_context`.

    At its end no script may have failed, and nothing been tried that a page's policy forbids.
    """
    complaints: list[str] = []
    context = await browser.new_context(**options)
    try:
        context.set_default_timeout(20_000)
        page = await context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    finally:
        await context.close()
    # Which status an answer has is no failure of a page, and every app without an icon of its own has a 404.
    failures = [text for text in complaints if not text.startswith("Failed to load resource: the server responded")]
    assert not failures, "; ".join(failures)
