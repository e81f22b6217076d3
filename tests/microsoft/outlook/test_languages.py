"""Outlook's languages."""

from __future__ import annotations

from mockserver.microsoft.outlook.languages import LANGUAGES, language
from tests.microsoft.sdk_client import checked_client
from tests.microsoft.world import graph


async def test_the_official_client_lists_every_language() -> None:
    async with graph() as client, checked_client(f"{client.origin}/v1.0", "alice") as sdk:
        page = await sdk.me.outlook.supported_languages.get()
    assert page is not None
    assert [one.locale for one in page.value or ()] == list(LANGUAGES)


def test_the_letter_case_of_a_locale_does_not_count() -> None:
    assert language("EN-gb") == {"locale": "en-GB", "displayName": "English (United Kingdom)"}
    assert language("xx") is None
