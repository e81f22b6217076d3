"""A small world for the tests of Microsoft's authorization server, and a client of it. Helpers, no tests.

Alice and Bob have accounts; Autosched asks people, Asker with a page, Denier in vain, Device has no secret; Robot
speaks for itself. The clock stands on Friday, 6 March 2026, 14:00Z.
"""

from __future__ import annotations

import base64
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp.test_utils import RawTestServer, TestClient

from mockserver.clock import parse_instant
from mockserver.http.pipeline import Pipeline
from mockserver.identity.codes import challenge_of
from mockserver.identity.directory import App, Directory, Person
from mockserver.microsoft.provider import MicrosoftGraph, MicrosoftOAuth
from mockserver.session import Sessions, Template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from aiohttp import ClientResponse

    from mockserver.http.provider import Provider
    from mockserver.identity.identity import Identity

CALLBACK = "http://localhost:3000/callback"
GRAPH_DEFAULT = "https://graph.microsoft.com/.default"
VERIFIER = "v" * 43
ALICE, BOB = "alice@autosched.example", "bob@partner.example"
PEOPLE = {
    "alice": Person("alice", "Alice Rivera", ALICE, "UTC"),
    "bob": Person("bob", "Bob Okafor", BOB, "UTC"),
}
APPS = {
    "autosched": App("autosched", redirect_uris=(CALLBACK,), name="Autosched"),
    "asker": App("asker", redirect_uris=(CALLBACK,), name="Asker", consent="ask"),
    "denier": App("denier", redirect_uris=(CALLBACK,), consent="deny"),
    "device": App("device", public=True),
    "nowhere": App("nowhere"),
    "robot": App("robot", "service-account"),
}


class Got:
    """An answer."""

    def __init__(self, response: ClientResponse, body: bytes) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers
        self.body = body

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def codes(self) -> list[int]:
        """The numbers of an error."""
        codes: list[int] = self.json["error_codes"]
        return codes

    @property
    def sent_back(self) -> dict[str, str]:
        """What an app gets by a redirect."""
        assert self.status == 302, self.text
        parts = urlsplit(self.headers["Location"])
        return dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True))


class Entra:
    """A client of the server."""

    def __init__(self, http: TestClient[Any, Any], sessions: Sessions) -> None:
        self._http = http
        self.session = sessions.default

    @property
    def identity(self) -> Identity:
        return self.session.identity

    @property
    def tenant(self) -> str:
        return self.identity.tenant_id

    def client(self, app: str = "autosched") -> dict[str, str]:
        """What an app sends to prove itself."""
        known = self.identity.microsoft_client(app)
        if self.identity.directory.app(app).public:
            return {"client_id": known.client_id}
        return {"client_id": known.client_id, "client_secret": known.client_secret}

    def notes(self) -> list[str]:
        """What the journal says of the last request."""
        return list([*self.session.journal.read()][-1].notes)

    async def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any) -> Got:
        async with self._http.request(method, path, headers=headers, allow_redirects=False, **more) as response:
            return Got(response, await response.read())

    async def token(self, grant: str, app: str = "autosched", tenant: str = "", **form: str) -> Got:
        """Ask for a token; what stands in `form` replaces what an app would send."""
        data = self.client(app) | {"grant_type": grant} | form
        return await self.ask("POST", f"/{tenant or self.tenant}/oauth2/v2.0/token", data=data)

    async def authorize(self, app: str = "autosched", tenant: str = "common", **query: str) -> Got:
        """Ask for a code, for Alice; what is empty in `query` is not sent."""
        asked = {
            "client_id": self.client(app)["client_id"],
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "openid profile offline_access Calendars.ReadWrite",
            "state": "as it was",
            "login_hint": ALICE,
            "code_challenge": challenge_of(VERIFIER, "S256"),
            "code_challenge_method": "S256",
        } | query
        params = {name: value for name, value in asked.items() if value}
        return await self.ask("GET", f"/{tenant}/oauth2/v2.0/authorize", params=params)

    async def code(self, app: str = "autosched", **query: str) -> str:
        """A code for Alice."""
        return (await self.authorize(app, **query)).sent_back["code"]

    async def redeem(self, code: str, app: str = "autosched", tenant: str = "", **form: str) -> Got:
        data = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER} | form
        return await self.token("authorization_code", app, tenant, **data)

    async def signed_in(self, **query: str) -> dict[str, Any]:
        """Alice's tokens."""
        answer = await self.redeem(await self.code(**query))
        assert answer.status == 200, answer.text
        members: dict[str, Any] = answer.json
        return members


@asynccontextmanager
async def entra(**facts: Any) -> AsyncIterator[Entra]:
    """The world, served, and a client of it."""
    start = parse_instant("2026-03-06T14:00:00Z")
    template = Template("entra", Directory(PEOPLE, APPS), start=start, flow="frozen", **facts)
    sessions = Sessions(template)
    answering: tuple[Provider, ...] = (MicrosoftGraph(), MicrosoftOAuth())
    http: TestClient[Any, Any] = TestClient(RawTestServer(Pipeline(sessions, answering)))
    async with http:
        yield Entra(http, sessions)


def claims(token: str) -> dict[str, Any]:
    """What a token claims, unverified."""
    found: dict[str, Any] = segment(token, 1)
    return found


def segment(token: str, number: int) -> Any:
    part = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
