"""A server with Google's two providers, a small office in session `k3v9`, and a client. A helper, not a test."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account

from mockserver.http.exchange import Reply
from mockserver.http.routing import Routes
from mockserver.identity.credential_files import service_account_file
from mockserver.identity.directory import App, Directory, Grant, Person, ReadableToken
from mockserver.identity.scopes import CALENDAR, full
from mockserver.session import Sessions, Template
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp

    from mockserver.http.exchange import Exchange
    from mockserver.http.operation import Operation
    from mockserver.limits import Limit
    from mockserver.session import Session

READONLY = full("calendar.readonly")
# Neither has types.
USER: Any = user_credentials.Credentials
ACCOUNT: Any = service_account.Credentials

DIRECTORY = Directory(
    {
        "alice": Person("alice", "Alice Rivera", "alice@autosched.example"),
        "bob": Person("bob", "Bob Okafor", "bob@partner.example"),
    },
    {
        "autosched": App("autosched"),
        "other": App("other"),
        "web": App("web", redirect_uris=("https://app.example/callback?from=google",), consent="ask", name="Web App"),
        "denied": App("denied", consent="deny"),
        "sync-bot": App("sync-bot", "service-account", acts_for=("alice",)),
    },
    (Grant("bob", "autosched", scopes=(READONLY, "openid", full("userinfo.email"))),),
    {"alice": ReadableToken("alice", "alice")},
)


class Elsewhere:
    """Stands where the control API does: it answers what no provider owns."""

    name = "elsewhere"
    operations: tuple[Operation, ...] = ()
    routes = Routes(())
    body_limit = 0
    faults: frozenset[str] = frozenset()
    limits: Mapping[str, Limit] = MappingProxyType({})
    in_session = False

    def owns(self, path: str) -> bool:
        return bool(path)

    def credential(self, exchange: Exchange) -> str | None:
        raise NotImplementedError(exchange.path)

    def unmatched(self, exchange: Exchange) -> Exception:
        return LookupError(exchange.path)

    def admit(self, exchange: Exchange) -> None: ...

    def handle(self, exchange: Exchange) -> object:
        raise NotImplementedError(exchange.path)

    def render(self, exchange: Exchange, value: object) -> Reply:
        raise NotImplementedError(exchange.path, value)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        return Reply(404, {}, f"{exchange.path} {error}".encode(), "elsewhere")


class Server:
    """A running server with a session `k3v9`, and a client."""

    def __init__(self, url: str, sessions: Sessions, client: aiohttp.ClientSession) -> None:
        self.url = url
        self.sessions = sessions
        self.client = client
        self.session: Session = sessions.create(Template("office", DIRECTORY), Choices(), "k3v9")
        self.identity = self.session.identity

    async def send(self, path: str, form: Any = None, **options: Any) -> tuple[int, Mapping[str, str], Any]:
        """POST a form, or send whatever `options` say; the body is decoded where it is JSON."""
        method = options.pop("method", "POST")
        async with self.client.request(method, self.url + path, data=form, **options) as response:
            is_json = response.content_type == "application/json"
            return response.status, response.headers, await (response.json() if is_json else response.text())

    def refresh_form(self, person: str = "alice", app: str = "autosched", **fields: str) -> dict[str, str]:
        client = self.identity.client(app)
        return {
            "grant_type": "refresh_token",
            "client_id": client.client_id,
            "client_secret": client.client_secret,
            "refresh_token": self.identity.standing(person, app).refresh_token or "",
        } | fields

    def user(self, person: str = "alice", **changes: Any) -> Any:
        """google-auth's credentials of a user, as an application makes them."""
        client, standing = self.identity.client("autosched"), self.identity.standing(person, "autosched")
        facts: dict[str, Any] = {
            "token": standing.access_token,
            "refresh_token": standing.refresh_token,
            "token_uri": f"{self.url}/token",
            "client_id": client.client_id,
            "client_secret": client.client_secret,
        }
        return USER(**facts | changes)

    def account(self, **changes: str) -> Any:
        """google-auth's credentials of the service account, from its key file."""
        content = service_account_file(self.identity.service_account("sync-bot"), self.url)
        return ACCOUNT.from_service_account_info(content | changes, scopes=[CALENDAR])
