"""What a session calls its people, groups and apps at either provider; nothing of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.identity.clients import Clients
from mockserver.identity.graph_tokens import claims_of
from mockserver.identity.microsoft_names import MicrosoftNames
from mockserver.ids import derive

if TYPE_CHECKING:
    from mockserver.identity.certificates import ClientCertificate
    from mockserver.identity.clients import Client, ServiceAccount
    from mockserver.identity.directory import Directory
    from mockserver.identity.key_pool import SigningKey
    from mockserver.identity.microsoft_names import MicrosoftClient
    from mockserver.identity.tokens import AccessToken


class Naming:
    """The names of one session, derived from its directory, its id and its seed."""

    def __init__(self, directory: Directory, session_id: str, seed: str) -> None:
        self.directory = directory
        self.session_id = session_id
        self._seed = seed
        self._names = Clients(directory, session_id, seed)
        self._microsoft = MicrosoftNames(directory, seed)

    def client(self, app: str) -> Client:
        """The OAuth client of an app. Raises LookupError where the app is none."""
        return self._names.client(app)

    def client_by_id(self, client_id: str) -> Client | None:
        """The OAuth client of that id in this session, if there is one."""
        return self._names.client_by_id(client_id)

    def service_account(self, app: str) -> ServiceAccount:
        """The service account of an app. Raises LookupError where the app is none."""
        return self._names.service_account(app)

    def service_account_by_email(self, email: str) -> ServiceAccount | None:
        """The service account of that address in this session, if there is one."""
        return self._names.service_account_by_email(email)

    def subject(self, person: str) -> str:
        """What Google calls the person in `sub`: 21 digits, the same to every app."""
        return derive("google-subject", self._seed, person).digits(21)

    @property
    def tenant_id(self) -> str:
        """The tenant of everybody with a Microsoft account, a GUID."""
        return self._microsoft.tenant_id

    def object_id(self, person: str) -> str:
        """What Microsoft calls a person or a room: a GUID, the same to every app and in every session of the seed."""
        return self._microsoft.object_id(person)

    def group_id(self, group: str) -> str:
        """What Microsoft calls a group: a GUID like a person's."""
        return self._microsoft.group_id(group)

    def person_of(self, object_id: str) -> str | None:
        """The key of the person or room that Microsoft calls so, in whatever case."""
        return self._microsoft.person(object_id)

    def microsoft_client(self, app: str) -> MicrosoftClient:
        """An app as Microsoft knows it, a client or a service account. Raises LookupError where there is none."""
        return self._microsoft.client(app)

    def microsoft_client_id(self, app: str) -> str:
        """The client id of an app at Microsoft; an empty one is that of readable tokens where no client is declared."""
        return self._microsoft.client_id(app)

    def audience(self, token: AccessToken) -> str:
        """To whom a token was issued: a client id, or a service account's numeric id."""
        if not token.app:
            return self._names.readable_client_id()
        if self.directory.app(token.app).kind == "client":
            return self.client(token.app).client_id
        return self.service_account(token.app).unique_id

    def microsoft_app(self, client_id: str) -> str | None:
        """The key of the app that Microsoft calls so, in whatever case."""
        return self._microsoft.app(client_id)

    def certificate(self, app: str) -> ClientCertificate:
        """The certificate by which an app may prove itself at Microsoft. Raises LookupError for an unknown app."""
        from mockserver.identity import certificates  # noqa: PLC0415 - few apps have certificates

        return certificates.of(self.certificate_key(app))

    def certificate_key(self, app: str) -> SigningKey:
        """The pair of that certificate. Raises LookupError for an unknown app."""
        from mockserver.identity import certificates  # noqa: PLC0415 - few apps have certificates

        place = list(self.directory.apps).index(self.directory.app(app).key)
        return certificates.key_of(app, self._seed, place)

    def graph_claims(self, token: AccessToken) -> dict[str, Any]:
        """What an access token for Graph claims, its times on the session's clock; `token.text` is not read."""
        return claims_of(token, self._microsoft, self.directory)
