"""An answer whose body is whole, as aiohttp sends it: serialised once, written in one piece.

aiohttp's own `Response` can be changed up to the last moment - cookies, compression, chunks, payloads of every kind -
and a small answer pays a third of its time for that. Nothing of it happens to a reply, so this one does only what
remains: the status line, the headers that depend on the request, and a body or none (RFC 9110 sections 6.4.1 and 8.6).
aiohttp's writer still refuses line breaks in headers and waits for slow readers.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import HttpVersion11
from aiohttp.web_response import StreamResponse

if TYPE_CHECKING:
    from aiohttp import web
    from aiohttp.abc import AbstractStreamWriter

_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_WITHOUT_LENGTH = frozenset({204, 304})


class Answer(StreamResponse):
    """A status, headers of its own and a body. The headers are given away: what the request asks for is put in."""

    def __init__(self, status: int, headers: dict[str, str], whole: bytes) -> None:
        super().__init__(status=status, reason=_PHRASES.get(status, ""))
        self._given = headers
        self._whole = whole
        self._keeps = True

    @property
    def keep_alive(self) -> bool:
        """Whether the connection stays; known once the request was seen."""
        return self._keeps

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        """Write all of it. Raises ConnectionError where the client has gone."""
        headers, status = self._given, self.status
        minor = 1 if request.version >= HttpVersion11 else 0  # older still, as a parser may take a broken line, is 1.0
        bodiless = status in _WITHOUT_LENGTH
        if not bodiless:
            headers["Content-Length"] = str(len(self._whole))
        if "Date" not in headers:
            headers["Date"] = rfc822_formatted_time()
        self._keeps = request.keep_alive
        if not self._keeps:
            headers["Connection"] = "close"
        elif not minor:  # HTTP/1.0 closes unless both sides say otherwise
            headers["Connection"] = "keep-alive"
        writer = request.writer
        await writer.write_headers(f"HTTP/1.{minor} {status} {self.reason}", cast("Any", headers))
        await writer.write_eof(b"" if bodiless or request.method == "HEAD" else self._whole)
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing is left to be written."""
