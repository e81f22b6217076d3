"""Reading a page as a browser's parser would: elements in order, with attributes and the text inside them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from mockserver.consent.view import Account, ConsentView
from mockserver.consent.words import asked

_VOID = frozenset({"br", "input", "meta", "link", "img", "hr"})
CALENDAR = "https://www.googleapis.com/auth/calendar"
EVENTS = CALENDAR + ".events"
ALICE, BOB = Account("alice", "Alice Adams", "alice@example.com"), Account("bob", "Bob Brown", "bob@example.com")


class Element:
    """One element: `text` is what stands in it and in what it contains."""

    def __init__(self, tag: str, attributes: dict[str, str], parents: tuple[Element, ...]) -> None:
        self.tag, self.attributes, self.parents, self.text = tag, attributes, parents, ""

    def within(self, tag: str) -> Element | None:
        """The nearest element around this one that has that tag."""
        return next((parent for parent in reversed(self.parents) if parent.tag == tag), None)


class Markup(HTMLParser):
    """A parsed page. Fails for an end tag that ends nothing, and for what is never ended."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(page.decode("utf-8"))
        self.close()
        assert not self._open, f"never ended: {[element.tag for element in self._open]}"

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a tag that have those attributes."""
        wanted = attributes.items()
        return [found for found in self.elements if found.tag == tag and wanted <= found.attributes.items()]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute stands twice: {attrs}"
        element = Element(tag, given, tuple(self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def view(**changes: Any) -> ConsentView:
    """Alice, of two accounts, is asked for her identity and two of Google's scopes."""
    usual: dict[str, Any] = {
        "provider": "google",
        "app_name": "Autosched",
        "accounts": (ALICE, BOB),
        "chosen": "alice",
        "scopes": asked("google", ("openid", CALENDAR, EVENTS), granted_before={EVENTS}),
        "action_url": "/o/oauth2/v2/auth?client_id=autosched",
        "hidden": (("request", "r-1"),),
    }
    return ConsentView(**usual | changes)
