"""What Microsoft calls a scenario's people, groups and apps: object ids, the tenant, client ids and secrets.

All are GUIDs that are derived from the session's seed, so two sessions of one seed have the same, as documents need it.
A GUID has no room for a session's id: who belongs to which session is said by tokens alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from mockserver.ids import derive

if TYPE_CHECKING:
    from mockserver.identity.directory import App, Directory


class MicrosoftClient(msgspec.Struct, frozen=True):
    """An app as Microsoft knows it. `app` is its key in the scenario, `object_id` that of its service principal."""

    app: str
    client_id: str
    client_secret: str
    tenant_id: str
    object_id: str
    redirect_uris: tuple[str, ...]


class MicrosoftNames:
    """The names of one session. Everybody is of one tenant, whatever the domains of their addresses are."""

    __slots__ = ("_directory", "_people", "_seed")

    def __init__(self, directory: Directory, seed: str) -> None:
        self._directory = directory
        self._seed = seed
        self._people: dict[str, str] = {}

    @property
    def tenant_id(self) -> str:
        return _guid("microsoft-tenant", self._seed)

    def object_id(self, person: str) -> str:
        return _guid("microsoft-object", self._seed, person)

    def group_id(self, group: str) -> str:
        return _guid("microsoft-group", self._seed, group)

    def person(self, object_id: str) -> str | None:
        """The key of the person with that object id, in whatever case it is written."""
        if not self._people:
            self._people = {self.object_id(key): key for key in self._directory.people}
        return self._people.get(object_id.lower())

    def client(self, key: str) -> MicrosoftClient:
        """An app of either kind. Raises LookupError for an unknown one."""
        app = self._directory.app(key)
        return MicrosoftClient(
            key,
            self._client_id(app),
            app.microsoft_client_secret or f"mock~{derive('microsoft-client-secret', self._seed, key).token(35)}",
            self.tenant_id,
            _guid("microsoft-service-principal", self._seed, key),
            app.redirect_uris,
        )

    def app(self, client_id: str) -> str | None:
        """The key of the app with that client id, in whatever case it is written."""
        wanted = client_id.lower()
        return next((key for key, app in self._directory.apps.items() if self._client_id(app).lower() == wanted), None)

    def client_id(self, key: str) -> str:
        """The client id of an app; an empty one is that of readable tokens in a scenario that declares no client."""
        return self._client_id(self._directory.app(key)) if key else _guid("microsoft-application", self._seed, key)

    def _client_id(self, app: App) -> str:
        return app.microsoft_client_id or _guid("microsoft-application", self._seed, app.key)


@lru_cache(8_192)
def _guid(*parts: str) -> str:
    return derive(*parts).uuid()
