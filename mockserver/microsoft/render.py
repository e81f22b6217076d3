"""How Microsoft Graph writes an answer: compact JSON with OData's annotations, headers, and the answers without a body.

Documents are kept as fragments, each the JSON of one object without `@odata.context`: a page is joined and not encoded.
Only the metadata levels that nobody asks for by default decode one. Links are built on the address that the client
used, or it would leave the mock; contexts, which no client follows, are those of the service.

https://docs.oasis-open.org/odata/odata-json-format/v4.01 sections 3.1 and 4.6
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import msgspec
from multidict import CIMultiDict

from mockserver.clock import Instant, real_now, rfc3339
from mockserver.http.exchange import Reply
from mockserver.ids import derive
from mockserver.microsoft.rows import UNFORESEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.refusals import Refusal

Level = Literal["none", "minimal", "full"]
ROOT = "/v1.0"
METADATA = "https://graph.microsoft.com/v1.0/$metadata#"
REMEMBERED_PAGES, LARGEST_REMEMBERED = 8, 256 * 1024
"""Joined pages that all sessions remember together, and bytes that such a page has at most."""
LONGEST_REQUEST_ID = 128
"""Characters of a `client-request-id` that is echoed."""
_KIND = "application/json;odata.metadata={level};odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_KINDS: dict[Level, str] = {
    "none": _KIND.format(level="none"),
    "minimal": _KIND.format(level="minimal"),
    "full": _KIND.format(level="full"),
}
_ALWAYS = {
    "Vary": "Accept-Encoding",
    "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"Mock","Slice":"E","Ring":"5","ScaleUnit":"001",'
    '"RoleInstance":"MOCK00000001"}}',
}
_FIRST_SEGMENTS = 400
"""Characters of a path in which its first three segments are, or it is none of the directory's."""
_OF_DIRECTORY = frozenset({"places", "subscriptions"})


class Resource(msgspec.Struct, frozen=True):
    """One object as a fragment. `place` is the entity set it is one of, as `users('u')/events`; none: no entity.

    Without a context it has none, as the answer of a batch. With `created` it is a 201 and says where it is.
    """

    fragment: bytes
    context: str = ""
    place: str = ""
    type: str = ""
    etag: str | None = None
    created: bool = False
    applied: str = ""


class Collection(msgspec.Struct, frozen=True):
    """A page of fragments. `typed`: each begins with its `@odata.type` at every level but none, as changes do.

    `kept`: they are those of the documents, none made for this answer, so that the next one will have the same.
    """

    items: Sequence[bytes]
    context: str
    place: str = ""
    type: str = ""
    typed: bool = False
    kept: bool = False
    count: int | None = None
    next_link: str | None = None
    delta_link: str | None = None
    applied: str = ""


class Raw(msgspec.Struct, frozen=True):
    """What is no JSON: the number of `$count`, the bytes of an attachment."""

    body: bytes
    kind: str = "text/plain"


class Empty(msgspec.Struct, frozen=True):
    """No body: 202 of an action, 200 of a dismissed reminder, 204 where only less was asked for.

    `location` is where it is that an upload made.
    """

    status: int = 204
    applied: str = ""
    location: str = ""


Value = Resource | Collection | Raw | Empty | None
"""What a handler returns; None is `204 No Content`. `applied` is the value of `Preference-Applied`."""


class Trace(msgspec.Struct, frozen=True):
    """The ids and the moment by which an answer is found again in Microsoft's logs."""

    request_id: str
    client_request_id: str
    at: Instant

    @property
    def date(self) -> str:
        """The moment as errors tell it: without a zone and a fraction."""
        return rfc3339(self.at).removesuffix("Z")


class TracedHeaders(CIMultiDict[str]):
    """The headers of a batch, and of each request inside it, all of whose answers have the same trace."""

    def __init__(self, headers: Mapping[str, str], trace: Trace) -> None:
        super().__init__(headers)
        self.trace = trace


@lru_cache(256)
def place(*steps: str) -> str:
    """The path of an entity set: names and keys by turns, `place("users", "a@b.c", "calendar/events")`."""
    parts = [
        f"('{quote(step.replace(chr(39), chr(39) * 2), safe='')}')" if n % 2 else step for n, step in enumerate(steps)
    ]
    return "".join(f"/{part}" if n and part[0] != "(" else part for n, part in enumerate(parts))


def entity(fragment: bytes, of: str, kind: str, select: Sequence[str] = (), **facts: Any) -> Resource:
    """One entity of a set. `kind` is its type, as `event`; `facts` are the other fields of `Resource`."""
    return Resource(fragment, f"{of}{_selected(select)}/$entity", of, kind, **facts)


def collection(items: Sequence[bytes], of: str, kind: str, select: Sequence[str] = (), **facts: Any) -> Collection:
    """A page of an entity set. `facts` are the other fields of `Collection`."""
    return Collection(items, of + _selected(select), of, kind, **facts)


def changes(items: Sequence[bytes], of: str, kind: str, **facts: Any) -> Collection:
    """A page of changes, of which each says what it is."""
    return Collection(items, f"Collection({kind})", of, kind, typed=True, **facts)


def _selected(select: Sequence[str]) -> str:
    return f"({','.join(select)})" if select else ""


def fragment(document: Mapping[str, Any]) -> bytes:
    """A document as it stands in an answer."""
    return msgspec.json.encode(document)


def decoded(body: bytes) -> dict[str, Any]:
    """A fragment as the document it was made of."""
    document: dict[str, Any] = msgspec.json.decode(body)
    return document


def link(exchange: Exchange, query: str) -> str:
    """The address of this request with another query: of the next page, or of the next changes."""
    return f"{exchange.base_url}{exchange.path}?{query}"


def level_of(exchange: Exchange) -> Level:
    """How many annotations are asked for. An unknown level is minimal, and the journal says so."""
    accept = exchange.headers.get("Accept", "")
    for kind in accept.split(",") if ";" in accept else ():
        for parameter in kind.split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "odata.metadata":
                level = value.strip().strip('"').lower()
                if level in {"none", "minimal", "full"}:
                    return level  # type: ignore[return-value]  # it was just compared with them
                exchange.note(f"odata.metadata={level} was taken for minimal; right would be none, minimal or full")
    return "minimal"


def trace_of(exchange: Exchange) -> Trace:
    """The ids of an answer, from the session's source and clock."""
    if isinstance(exchange.headers, TracedHeaders):
        return exchange.headers.trace
    if exchange.unplaced:
        now, request_id = real_now(), derive("request-id", exchange.method, exchange.path).uuid()
    else:
        now, request_id = exchange.session.clock.now(), exchange.session.ids.uuid("request-id")
    given = exchange.headers.get("client-request-id", "")
    if given and not (len(given) <= LONGEST_REQUEST_ID and given.isascii() and given.isprintable()):
        exchange.note(
            f"client-request-id was not echoed: right would be {LONGEST_REQUEST_ID} printable characters at most"
        )
        given = ""
    return Trace(request_id, given or request_id, now)


def render(exchange: Exchange, value: Value) -> Reply:
    """Make the answer of what a handler returned."""
    headers = _headers(exchange, trace_of(exchange))
    if value is None:
        return Reply(204, headers)
    if isinstance(value, Raw):
        return Reply(200, headers | {"Content-Type": value.kind}, value.body)
    if value.applied:
        headers["Preference-Applied"] = value.applied
    if isinstance(value, Empty):
        return Reply(value.status, headers | ({"Location": value.location} if value.location else {}))
    level = level_of(exchange)
    base = exchange.base_url + ROOT if level == "full" or _is_created(value) else ""
    headers["Content-Type"] = _KINDS[level]
    headers["OData-Version"] = "4.0"
    if isinstance(value, Collection):
        return Reply(200, headers, _page(value, level, base))
    if value.etag is not None:
        headers["ETag"] = value.etag
    if value.created and (address := _address(value.fragment, value.place, base)):
        headers["Location"] = address
    return Reply(201 if value.created else 200, headers, _one(value, level, base))


def _is_created(value: Resource | Collection) -> bool:
    return isinstance(value, Resource) and value.created


def refused(exchange: Exchange, refusal: Refusal) -> Reply:
    """Make the answer of a refusal."""
    row = refusal.row
    if refusal.why:
        exchange.note(refusal.why)
    trace = trace_of(exchange)
    error = refusal.body(trace.date, trace.request_id, trace.client_request_id)
    headers = {**_headers(exchange, trace), "Content-Type": "application/json", **refusal.headers}
    # Without a reason it is an error of this server, which the pipeline reports.
    return Reply(row.status, headers, fragment({"error": error}), "" if row is UNFORESEEN else row.code)


def _headers(exchange: Exchange, trace: Trace) -> dict[str, str]:
    always = _always(exchange.path[:_FIRST_SEGMENTS])
    return {**always, "request-id": trace.request_id, "client-request-id": trace.client_request_id}


@lru_cache(256)
def _always(path: str) -> dict[str, str]:
    return {"Cache-Control": _caching(path), **_ALWAYS}


def _caching(path: str) -> str:
    """Exchange says `private`, the directory `no-cache`."""
    first, *rest = path.lower().removeprefix(ROOT).replace("('", "/").strip("/").split("/")
    if first in {"users", "groups"}:
        return "private" if len(rest) > 1 else "no-cache"
    return "no-cache" if first in _OF_DIRECTORY or (first == "me" and not rest) else "private"


# The JSON


class _Known(msgspec.Struct, frozen=True):
    """What has to be known of an entity to say where it is."""

    id: str | None = None
    type: str | None = msgspec.field(default=None, name="@odata.type")
    removed: Any = msgspec.field(default=None, name="@removed")


def _one(value: Resource, level: Level, base: str) -> bytes:
    if level == "none":
        return _bare(value.fragment)
    head = _head(value.context) if value.context else b"{"
    shown = value.fragment if level == "minimal" else _full(value.fragment, value, base)
    return _joined(head, shown)


@lru_cache(256)
def _head(context: str) -> bytes:
    return b'{"@odata.context":%b' % _text(METADATA + context)


def _page(value: Collection, level: Level, base: str) -> bytes:
    head: dict[str, Any] = {} if level == "none" else {"@odata.context": METADATA + value.context}
    if value.count is not None:
        head["@odata.count"] = value.count
    if value.next_link is not None:
        head["@odata.nextLink"] = value.next_link
    if value.delta_link is not None:
        head["@odata.deltaLink"] = value.delta_link
    items: Iterable[bytes] = value.items
    if level == "none":
        items = map(_bare, items)
    elif level == "full":
        items = (_full(item, value, base) for item in items)
    elif value.typed:
        kind = b'{"@odata.type":%b' % _text(f"#microsoft.graph.{value.type}")
        items = (_joined(kind, item) for item in items)
    start, parts = _joined(fragment(head)[:-1], b'{"value":['), tuple(items)
    if value.kept and level == "minimal" and sum(map(len, parts)) <= LARGEST_REMEMBERED:
        return _remembered_page(start, parts)
    return _joined_page(start, parts)


def _joined_page(start: bytes, items: tuple[bytes, ...]) -> bytes:
    if not items:
        return start + b"]}"
    # Joined once: a page is what is copied, and each copy of it costs as much as looking for its events.
    parts = [start + items[0], *items[1:]]
    parts[-1] += b"]}"
    return b",".join(parts)


_remembered_page = lru_cache(REMEMBERED_PAGES)(_joined_page)


def _joined(head: bytes, rest: bytes) -> bytes:
    """The members of an object whose end is missing, and those of another after them."""
    return head + rest[1:] if len(head) == 1 or rest[1:] == b"}" else head + b"," + rest[1:]


def _text(text: str) -> bytes:
    return msgspec.json.encode(text)


def _address(body: bytes, of: str, base: str) -> str | None:
    key = msgspec.json.decode(body, type=_Known).id
    return f"{base}/{of}{place('', key)}" if of and key else None


def _full(body: bytes, value: Resource | Collection, base: str) -> bytes:
    """A fragment with its type and, if it is an entity, where it is."""
    known = msgspec.json.decode(body, type=_Known)
    head: dict[str, Any] = {}
    if value.type and known.type is None:
        head["@odata.type"] = f"#microsoft.graph.{value.type}"
    if value.place and known.id and known.removed is None:
        address = f"{base}/{value.place}{place('', known.id)}"
        head |= {"@odata.id": address, "@odata.editLink": address}
    return _joined(fragment(head)[:-1], body)


def _bare(body: bytes) -> bytes:
    return fragment(_stripped(decoded(body)))


def _stripped(value: Any) -> Any:
    """A value of a document without OData's annotations; those that always remain are of pages."""
    if isinstance(value, dict):
        return {name: _stripped(part) for name, part in value.items() if "@odata." not in name}
    return [_stripped(part) for part in value] if isinstance(value, list) else value
