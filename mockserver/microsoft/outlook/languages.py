"""Outlook's languages. Which there are is not recorded: these stand for them [inferred]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mockserver.http.operation import OperationTable
from mockserver.microsoft import lists, scopes
from mockserver.microsoft.mailbox import open_own_mailbox
from mockserver.microsoft.outlook.time_zones import EVERY, FUNCTION
from mockserver.microsoft.templates import USER

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
LANGUAGES: Final = {
    "ar-SA": "Arabic (Saudi Arabia)",
    "bg-BG": "Bulgarian (Bulgaria)",
    "ca-ES": "Catalan (Catalan)",
    "cs-CZ": "Czech (Czechia)",
    "da-DK": "Danish (Denmark)",
    "de-AT": "German (Austria)",
    "de-CH": "German (Switzerland)",
    "de-DE": "German (Germany)",
    "el-GR": "Greek (Greece)",
    "en-AU": "English (Australia)",
    "en-CA": "English (Canada)",
    "en-GB": "English (United Kingdom)",
    "en-IE": "English (Ireland)",
    "en-IN": "English (India)",
    "en-NZ": "English (New Zealand)",
    "en-US": "English (United States)",
    "en-ZA": "English (South Africa)",
    "es-ES": "Spanish (Spain)",
    "es-MX": "Spanish (Mexico)",
    "et-EE": "Estonian (Estonia)",
    "fi-FI": "Finnish (Finland)",
    "fr-BE": "French (Belgium)",
    "fr-CA": "French (Canada)",
    "fr-CH": "French (Switzerland)",
    "fr-FR": "French (France)",
    "he-IL": "Hebrew (Israel)",
    "hi-IN": "Hindi (India)",
    "hr-HR": "Croatian (Croatia)",
    "hu-HU": "Hungarian (Hungary)",
    "id-ID": "Indonesian (Indonesia)",
    "it-CH": "Italian (Switzerland)",
    "it-IT": "Italian (Italy)",
    "ja-JP": "Japanese (Japan)",
    "ko-KR": "Korean (Korea)",
    "lt-LT": "Lithuanian (Lithuania)",
    "lv-LV": "Latvian (Latvia)",
    "nb-NO": "Norwegian Bokmål (Norway)",
    "nl-BE": "Dutch (Belgium)",
    "nl-NL": "Dutch (Netherlands)",
    "pl-PL": "Polish (Poland)",
    "pt-BR": "Portuguese (Brazil)",
    "pt-PT": "Portuguese (Portugal)",
    "ro-RO": "Romanian (Romania)",
    "ru-RU": "Russian (Russia)",
    "sk-SK": "Slovak (Slovakia)",
    "sl-SI": "Slovenian (Slovenia)",
    "sv-SE": "Swedish (Sweden)",
    "th-TH": "Thai (Thailand)",
    "tr-TR": "Turkish (Türkiye)",
    "uk-UA": "Ukrainian (Ukraine)",
    "vi-VN": "Vietnamese (Vietnam)",
    "zh-CN": "Chinese (Simplified, China)",
    "zh-TW": "Chinese (Traditional, Taiwan)",
}
"""Every locale and its name."""


def language(locale: str) -> dict[str, str] | None:
    """A localeInfo by its locale in whatever case, None where there is none."""
    found = next((known for known in LANGUAGES if known.lower() == locale.lower()), None)
    return None if found is None else {"locale": found, "displayName": LANGUAGES[found]}


@table.operation(
    "outlook.supportedLanguages",
    "GET",
    f"{USER}/outlook/supportedLanguages()",
    scopes=scopes.SIGNED_IN,
    options=FUNCTION,
    reference="https://learn.microsoft.com/graph/api/outlookuser-supportedlanguages",
)
def supported_languages(exchange: Exchange) -> Value:
    open_own_mailbox(exchange)
    every = [{"locale": locale, "displayName": name} for locale, name in LANGUAGES.items()]
    return lists.page_of(exchange, every, "Collection(microsoft.graph.localeInfo)", "localeInfo", default_size=EVERY)
