from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.consent.page import (
    FORM_POST_HEADERS,
    HEADERS,
    code_page,
    error_page,
    form_post_page,
    message_page,
    page,
)
from mockserver.consent.view import Account, AskedScope, ErrorView
from mockserver.consent.words import asked
from tests.consent.markup import ALICE, BOB, CALENDAR, EVENTS, Markup, view

if TYPE_CHECKING:
    from collections.abc import Iterator

MISMATCH = ErrorView("Error 400: redirect_uri_mismatch", "Not registered: http://x/", "Register it.", (("Trace", "t"),))
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"' onfocus=alert(1) x='{{7*7}}{% raw %}&amp;"
PAGES = {
    "choose": page(view(chosen=None)),
    "consent": page(view()),
    "microsoft": page(view(provider="microsoft", scopes=asked("microsoft", ("User.Read",)))),
    "refused": page(view(error=MISMATCH)),
    "error": error_page("microsoft", MISMATCH),
    "code": code_page("google", "/device", MISMATCH),
    "message": message_page("google", "Signed out", "You can close this window."),
    "form_post": form_post_page("https://app.example/back", (("code", "c"), ("state", "s"))),
}


def texts_of(made: bytes) -> str:
    return " ".join(Markup(made).one("body").text.split())


def test_the_question_names_the_app_and_the_account() -> None:
    markup = Markup(page(view()))

    assert markup.one("h1").text == "Allow Autosched to use this account?"
    assert "Alice Adams alice@example.com" in texts_of(page(view()))


def test_each_of_googles_scopes_has_a_ticked_box_and_those_of_sign_in_have_none() -> None:
    boxes = Markup(page(view())).all("input", type="checkbox")

    assert [(box.attributes["name"], box.attributes["value"]) for box in boxes] == [
        ("ticked", CALENDAR),
        ("ticked", EVENTS),
    ]
    assert all("checked" in box.attributes for box in boxes)
    assert "Know that it is you" in texts_of(page(view()))


def test_microsofts_permissions_have_no_boxes_and_say_so() -> None:
    scopes = asked("microsoft", ("User.Read", "Calendars.ReadWrite"))
    made = page(view(provider="microsoft", scopes=scopes))

    assert not Markup(made).all("input", type="checkbox")
    assert "All of this, or nothing." in texts_of(made)


def test_what_was_granted_before_is_marked() -> None:
    items = Markup(page(view())).all("li")

    assert ["Allowed before." in item.text for item in items] == [False, False, True]


def test_the_form_posts_what_was_hidden_the_account_and_the_decision() -> None:
    markup = Markup(page(view(accounts=(ALICE,))))
    form = markup.one("form")

    assert form.attributes == {"method": "post", "action": "/o/oauth2/v2/auth?client_id=autosched"}
    assert [(field.attributes["name"], field.attributes["value"]) for field in markup.all("input", type="hidden")] == [
        ("request", "r-1"),
        ("account", "alice"),
    ]
    assert [(button.attributes, button.text) for button in markup.all("button")] == [
        ({"name": "decision", "value": "deny"}, "Deny"),
        ({"class": "act", "name": "decision", "value": "allow"}, "Allow"),
    ]


def test_the_account_can_be_changed_where_there_is_another() -> None:
    markup = Markup(page(view()))
    button = markup.one("button", name="account")

    assert button.attributes["value"] == ""
    assert button.within("form") is not markup.one("button", value="allow").within("form")


@pytest.mark.parametrize("chosen", [None, "mallory"])
def test_where_nobody_is_chosen_every_account_is_a_button(chosen: str | None) -> None:
    markup = Markup(page(view(chosen=chosen)))
    buttons = markup.all("button", name="account")

    assert [(button.attributes["value"], button.text) for button in buttons] == [
        (account.key, f"{account.name} {account.email}") for account in (ALICE, BOB)
    ]
    assert markup.one("input", type="hidden").attributes["value"] == "r-1"
    assert markup.one("button", name="decision").attributes["value"] == "deny"


def test_where_nobody_can_sign_in_the_page_says_why() -> None:
    assert "the scenario has no such person" in texts_of(page(view(accounts=(), chosen=None)))


def test_an_administrator_is_told_that_it_is_for_everybody() -> None:
    made = page(view(provider="microsoft", for_everybody=True))

    assert Markup(made).one("h1").text == "Allow Autosched for everybody in the organisation?"
    assert "nobody else will be asked" in texts_of(made)


def test_a_devices_code_is_asked_for_and_a_wrong_one_is_explained() -> None:
    markup = Markup(code_page("google", "/device", MISMATCH))

    assert markup.one("form").attributes == {"method": "post", "action": "/device"}
    assert markup.one("input").attributes["name"] == "user_code"
    assert "Not registered" in markup.one("div", role="alert").text
    assert not Markup(code_page("google", "/device")).all("div", role="alert")


def test_a_message_is_a_heading_and_a_sentence() -> None:
    markup = Markup(message_page("microsoft", "Signed out", "You can close this window."))

    assert (markup.one("h1").text, markup.one("p").text) == ("Signed out", "You can close this window.")


def test_an_error_stands_above_the_question() -> None:
    markup = Markup(page(view(error=MISMATCH)))
    alert = markup.one("div", role="alert")

    said = ("Error 400: redirect_uri_mismatch", "Not registered: http://x/", "Register it.", "Trace")
    assert all(text in alert.text for text in said)
    assert markup.elements.index(alert) < markup.elements.index(markup.one("h1"))


def test_an_error_page_shows_code_words_advice_and_details_and_leads_nowhere() -> None:
    markup = Markup(error_page("google", MISMATCH))

    assert markup.one("title").text == "Error 400: redirect_uri_mismatch - mockserver"
    assert "Not registered: http://x/" in markup.one("div", role="alert").text
    assert "Register it." in markup.one("main").text
    assert (markup.one("dt").text, markup.one("dd").text) == ("Trace", "t")
    assert not markup.all("a") + markup.all("form") + markup.all("script")


def test_the_way_back_is_a_form_called_hiddenform_with_every_field_in_order() -> None:
    fields = (("code", "1.A+/="), ("state", "a\"b<c>&amp;'"), ("session_state", ""))
    markup = Markup(form_post_page("https://app.example/back?x=1&y=2", fields))

    assert markup.one("form").attributes == {
        "method": "post",
        "name": "hiddenform",
        "action": "https://app.example/back?x=1&y=2",
    }
    sent = markup.all("input", type="hidden")
    assert tuple((field.attributes["name"], field.attributes["value"]) for field in sent) == fields
    assert markup.one("button").within("noscript")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_that_it_is_a_stand_in(name: str) -> None:
    provider = "Microsoft" if name in {"microsoft", "error", "form_post"} else "Google"

    assert f"this page stands in for {provider}'s. It is not {provider}" in Markup(PAGES[name]).one("header").text


@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_anything_from_elsewhere(name: str) -> None:
    markup = Markup(PAGES[name])

    assert not [element.tag for element in markup.elements if {"src", "href", "style"} & element.attributes.keys()]
    assert not re.search(r"url\(|@import", markup.one("style").text)
    assert len(markup.all("script")) == (name == "form_post")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_language_a_heading_and_names_for_what_can_be_used(name: str) -> None:
    markup = Markup(PAGES[name])
    labels = {label.attributes["for"] for label in markup.all("label")}
    ids = [element.attributes["id"] for element in markup.elements if "id" in element.attributes]
    described = [box.attributes["aria-describedby"] for box in markup.all("input", type="checkbox")]

    assert markup.one("html").attributes["lang"] == "en"
    assert markup.one("h1").within("main")
    assert all(button.text.strip() for button in markup.all("button"))
    fields = [field for field in markup.all("input") if field.attributes["type"] != "hidden"]
    assert {field.attributes["id"] for field in fields} == labels
    assert len(set(ids)) == len(ids)
    assert set(described) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_the_pages_own_style_and_script_by_their_hashes_and_nothing_else(name: str) -> None:
    headers = FORM_POST_HEADERS if name == "form_post" else HEADERS
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    markup = Markup(PAGES[name])

    def hashed(tag: str) -> Iterator[tuple[str, str]]:
        for element in markup.all(tag):
            yield f"{tag}-src", f"'sha256-{b64encode(sha256(element.text.encode()).digest()).decode()}'"

    assert policy == dict([*hashed("style"), *hashed("script")]) | {
        "default-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def hostile_pages(text: str) -> dict[str, bytes]:
    """Every page with a text in all places that somebody else fills."""
    accounts = (Account(text, text, text), BOB)
    error = ErrorView(text, text, text, ((text, text),))
    scopes = (AskedScope(text, text, text), AskedScope("x", text, text, required=True))
    filled = view(app_name=text, accounts=accounts, chosen=text, scopes=scopes, action_url=text, error=error)
    return {
        "consent": page(filled),
        "choose": page(view(app_name=text, accounts=accounts, chosen=None, action_url=text, hidden=((text, text),))),
        "error": error_page("google", error),
        "code": code_page("google", text, error),
        "message": message_page("google", text, text),
        "form_post": form_post_page(text, ((text, text),)),
    }


def skeleton(made: bytes) -> list[tuple[str, list[str]]]:
    return [(element.tag, list(element.attributes)) for element in Markup(made).elements]


def test_markup_in_names_is_text() -> None:
    made = hostile_pages(HOSTILE)

    assert HOSTILE in Markup(made["consent"]).one("h1").text
    assert Markup(made["form_post"]).one("input").attributes == {"type": "hidden", "name": HOSTILE, "value": HOSTILE}
    assert all(b"<script>alert" not in markup and b"<img" not in markup for markup in made.values())


@given(st.text(alphabet=st.sampled_from("<>\"'&/={}%#-!` \n\t\0\u202easx;\ud800"), min_size=1, max_size=30))
def test_no_text_changes_the_elements_of_a_page(text: str) -> None:
    plain = {name: skeleton(made) for name, made in hostile_pages("plain").items()}

    assert {name: skeleton(made) for name, made in hostile_pages(text).items()} == plain


def palette(scheme: str) -> dict[str, str]:
    style = Markup(PAGES["consent"]).one("style").text
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light)) | (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else {}
    )


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("text", "card", 4.5),
        ("text", "hover", 4.5),
        ("soft", "card", 4.5),
        ("act", "card", 4.5),
        ("on-act", "act", 4.5),
        ("on-note", "note", 4.5),
        ("on-wrong", "wrong", 4.5),
        ("edge", "card", 3),
    ],
)
def test_colours_stand_apart_as_far_as_wcag_asks(scheme: str, front: str, back: str, least: float) -> None:
    colours = palette(scheme)
    dark, light = sorted((luminance(colours[front]), luminance(colours[back])))

    assert (light + 0.05) / (dark + 0.05) >= least
