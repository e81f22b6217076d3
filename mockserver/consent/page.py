"""The pages as HTML. They need nothing but themselves: no script, no picture, no font and no address of anybody else.

One page has a script: the one that hands an answer to the app by POST. Both that script and the style are constant, so
the Content-Security-Policy names them by their hashes, and whatever else got into a page would not run.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from mockserver.consent.view import ConsentView, ErrorView, Provider

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "page.css").read_text("utf-8")
# By the prototype, for a field may be called `submit`.
_SCRIPT = "HTMLFormElement.prototype.submit.call(document.forms[0])"
_TITLES = {"google": "Google", "microsoft": "Microsoft"}


def _allowed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# No form-action: browsers hold it against the redirects that follow a form as well, and the answer to this one is a
# redirect to the app, from where the app goes on as it likes (https://www.w3.org/TR/CSP3/#directive-form-action).
_POLICY = f"default-src 'none'; style-src {_allowed(_STYLE)}; base-uri 'none'; frame-ancestors 'none'"

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": _POLICY,
        # The app sees where an answer comes from (form_post has an Origin), but nothing of the request.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
"""The headers of every page but `form_post_page`."""

FORM_POST_HEADERS: Mapping[str, str] = MappingProxyType(
    {**HEADERS, "Content-Security-Policy": f"{_POLICY}; script-src {_allowed(_SCRIPT)}"}
)
"""The headers of `form_post_page`."""


def page(view: ConsentView) -> bytes:
    """The choice of an account where none is chosen, else the question whether the app may do what it asks for."""
    account = view.account
    name = "choose.html" if account is None else "consent.html"
    return _render(name, provider=_TITLES[view.provider], view=view, account=account)


def error_page(provider: Provider, error: ErrorView) -> bytes:
    """An error that is for the person: the app that asked cannot be trusted with it, or cannot be found."""
    return _render("error.html", provider=_TITLES[provider], error=error)


def code_page(provider: Provider, action_url: str, error: ErrorView | None = None) -> bytes:
    """Where a person types the code of a device, posted as `user_code` (RFC 8628 section 3.3)."""
    return _render("code.html", provider=_TITLES[provider], action_url=action_url, error=error)


def message_page(provider: Provider, heading: str, text: str) -> bytes:
    """The end of a way that leads to no app: a device was allowed, somebody was signed out."""
    return _render("message.html", provider=_TITLES[provider], heading=heading, text=text)


def form_post_page(action_url: str, fields: Sequence[tuple[str, str]]) -> bytes:
    """The answer for the app, as a form that posts itself there (OAuth 2.0 Form Post Response Mode, section 2).

    Microsoft calls the form `hiddenform`, and programs look for it. Without scripts there is a button. `action_url` is
    a redirect URI that was found registered.
    """
    return _render(
        "form_post.html", provider=_TITLES["microsoft"], action_url=action_url, fields=fields, script=_SCRIPT
    )


def _render(template: str, **values: object) -> bytes:
    return _environment().get_template(template).render(values).encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - only who asks for a page pays

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = _STYLE
    return environment
