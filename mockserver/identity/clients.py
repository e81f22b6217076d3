"""What apps are called in a session: client ids and secrets, service accounts' addresses and key ids.

Everything is derived from the session and the app's key unless the scenario fixed it, so nothing is stored and any name
is recognised by deriving it again. Whether a client proves who it is stands in `client_authentication.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from mockserver.ids import Derived, derive

if TYPE_CHECKING:
    from mockserver.identity.directory import App, Directory

_CLIENT_ID = re.compile(r"\d{12}-mock-[a-z0-9-]+\.(.+)\.apps\.googleusercontent\.com")


class Client(msgspec.Struct, frozen=True):
    """An OAuth client as Google knows it. `app` is its key in the scenario."""

    app: str
    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    project_id: str


class ServiceAccount(msgspec.Struct, frozen=True):
    """A service account as Google knows it. `app` is its key in the scenario."""

    app: str
    email: str
    unique_id: str
    private_key_id: str
    project_id: str


class Clients:
    """The names of a session's apps."""

    __slots__ = ("_directory", "_seed", "_session_id")

    def __init__(self, directory: Directory, session_id: str, seed: str) -> None:
        self._directory = directory
        self._session_id = session_id
        self._seed = seed

    def client(self, key: str) -> Client:
        """The OAuth client of an app. Raises LookupError where the app is none."""
        app = self._directory.app(key)
        if app.kind != "client":
            raise LookupError(f"{key!r} is a service account, which has a key file and no client id")
        return Client(
            key,
            app.google_client_id or self._client_id(key),
            app.google_client_secret or f"GOCSPX-{self._derive('client-secret', key).token(28)}",
            app.redirect_uris,
            f"mock-{self._session_id}",
        )

    def client_by_id(self, client_id: str) -> Client | None:
        """The OAuth client of that id in this session, if there is one."""
        app = self._directory.by_fixed_client_id(client_id) or self._derived_client(client_id)
        return self.client(app.key) if app is not None and app.kind == "client" else None

    def service_account(self, key: str) -> ServiceAccount:
        """The service account of an app. Raises LookupError where the app is none."""
        if self._directory.app(key).kind != "service-account":
            raise LookupError(f"{key!r} is an OAuth client, which has a client id and no key file")
        return ServiceAccount(
            key,
            f"{key}@mock-{self._session_id}.iam.gserviceaccount.com",
            self._derive("unique-id", key).digits(21),
            self._derive("private-key-id", key).hex(40),
            f"mock-{self._session_id}",
        )

    def service_account_by_email(self, email: str) -> ServiceAccount | None:
        """The service account of that address in this session, if there is one."""
        key, _, domain = email.lower().partition("@")
        app = self._directory.apps.get(key)
        if app is None or app.kind != "service-account" or domain != f"mock-{self._session_id}.iam.gserviceaccount.com":
            return None
        return self.service_account(key)

    def readable_client_id(self) -> str:
        """The client id that a readable token shows in a scenario without any client."""
        return self._client_id("readable")

    def _client_id(self, key: str) -> str:
        number = self._derive("project-number", key).digits(12)
        # A dot, which no session id has, keeps `a-b` of session `c` apart from `b` of session `c-a`.
        return f"{number}-mock-{self._session_id}.{key}.apps.googleusercontent.com"

    def _derived_client(self, client_id: str) -> App | None:
        match = _CLIENT_ID.fullmatch(client_id)
        app = self._directory.apps.get(match[1]) if match is not None else None
        if app is None or app.google_client_id or client_id != self._client_id(app.key):
            return None
        return app

    def _derive(self, purpose: str, key: str) -> Derived:
        return derive("google-client", self._seed, self._session_id, purpose, key)
