"""An exchange: one request on its way to its answer, and what became known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from mockserver.http.operation import Operation
    from mockserver.http.provider import Provider
    from mockserver.identity.tokens import AccessToken
    from mockserver.session import Session

    Dispatch = Callable[["Exchange", Exception | None], Awaitable["Reply"]]
    """Answers a call that came within another, as a part of a batch: or refuses it, where that is known already."""


class Reply:
    """An answer, ready for the wire. `stream`, where given, goes on after `body`."""

    __slots__ = ("body", "headers", "reason", "status", "stream")

    def __init__(
        self,
        status: int,
        headers: dict[str, str],
        body: bytes = b"",
        reason: str = "",
        stream: AsyncIterator[bytes] | None = None,
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.reason = reason
        self.stream = stream


class Exchange:
    """One request, and what the stages of the pipeline found out.

    `method` and `pairs` are those meant (after a method override), `path` is as sent, without a session's prefix.
    `notes` are for the journal: what was ignored or unmatched, and what would have been right.
    """

    __slots__ = (
        "body",
        "caller",
        "dispatch",
        "headers",
        "method",
        "notes",
        "operation",
        "pairs",
        "parameters",
        "path",
        "person",
        "prefix",
        "provider",
        "public_url",
        "query",
        "query_text",
        "reply",
        "scheme",
        "session",
        "token",
        "unpaired",
    )

    def __init__(self, method: str, path: str, query_text: str, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.method = method
        self.path = path
        self.query_text = query_text
        self.headers = headers
        self.body = body
        self.scheme = "http"
        self.public_url: str | None = None  # what the settings say that the client sees, whatever the request says
        self.prefix = ""  # /s/{session} where the path had it
        self.pairs: list[tuple[str, str]] = []
        self.unpaired: Exception | None = None  # why the query could not be read
        self.session: Session = cast("Session", None)  # the second stage gives it, and none before reads it
        self.provider: Provider = cast("Provider", None)  # the first stage gives it
        self.dispatch: Dispatch = cast("Dispatch", None)  # the pipeline gives it
        self.operation: Operation | None = None
        self.parameters: dict[str, str] = {}
        self.query: Any = None
        self.token: AccessToken | None = None
        self.caller: Any = None  # who calls, as the provider sees it
        self.person = ""  # the key of the person who calls
        self.notes: list[str] = []
        self.reply: Reply | None = None

    @property
    def unplaced(self) -> bool:
        """Whether no session was found for it (yet)."""
        return self.session is None

    @property
    def origin(self) -> str:
        """Scheme, host and outer prefix as the client sees them (`X-Forwarded-*` where a proxy set them)."""
        if self.public_url is not None:
            return self.public_url
        headers = self.headers
        scheme = headers.get("X-Forwarded-Proto", self.scheme).partition(",")[0].strip()
        host = headers.get("X-Forwarded-Host", headers.get("Host", "localhost")).partition(",")[0].strip()
        return f"{scheme}://{host}{headers.get('X-Forwarded-Prefix', '').rstrip('/')}"

    @property
    def base_url(self) -> str:
        """What every URL in an answer begins with."""
        return self.origin + self.prefix

    def argument(self, name: str) -> str | None:
        """The last value of a query parameter, whether it is declared or not."""
        for key, value in reversed(self.pairs):
            if key == name:
                return value
        return None

    def note(self, text: str) -> None:
        """Say something in the journal."""
        self.notes.append(text)
