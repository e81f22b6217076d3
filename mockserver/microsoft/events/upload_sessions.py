"""Upload sessions: how a large file comes to an event, in parts, one after another.

The URL that a session is used by is Outlook's and not Graph's, and needs no Authorization header: whoever has it may
upload. Its `authtoken` says which session of this server it belongs to. Every part is kept as it came, and the whole is
never put together before somebody reads it; what is kept counts to what a session may keep.
https://learn.microsoft.com/graph/outlook-large-attachments
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec

from mockserver.clock import HOUR
from mockserver.documents.store import DEFAULT_LIMIT
from mockserver.http.operation import OperationTable
from mockserver.identity.graph_tokens import seal_start
from mockserver.microsoft import formats, templates
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events import attachment_documents, beside, opening, store
from mockserver.microsoft.events.attachments import event_for_attachments
from mockserver.microsoft.events.times import refuse_shape, refuse_value
from mockserver.microsoft.mailbox import Mailbox, mailbox_of
from mockserver.microsoft.provider import UPLOADS
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import Empty, Resource, fragment, place
from mockserver.microsoft.routes import ROOT
from mockserver.microsoft.rows import ITEM_NOT_FOUND, UPLOAD_OF_ITEM, UPLOAD_RANGE, UPLOAD_TOO_LARGE, UPLOAD_TOO_SMALL
from mockserver.microsoft.scopes import WRITE_EVENTS

if TYPE_CHECKING:
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.render import Value
    from mockserver.session import Session

table = OperationTable("microsoft")
SMALLEST: Final = 3 * 1024 * 1024
"""Bytes: what is smaller is refused. The documentation says 3 MB [inferred: which]."""
LARGEST: Final = 150 * 1024 * 1024
"""Bytes: the documentation says 150 MB [inferred: which]."""
LIFETIME: Final = 2 * HOUR  # [inferred]
_SESSIONS: Final = "microsoft/uploads"
_RANGE: Final = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})", re.ASCII)
_HEADER: Final = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9"  # of a signed JWT, as recorded URLs have one
_PATH: Final = f"{ROOT}{UPLOADS}users/{{mailbox}}/events/{{event}}/AttachmentSessions/{{upload}}"
_DOCS: Final = "https://learn.microsoft.com/graph/outlook-large-attachments"


class Upload(msgspec.Struct, frozen=True):
    """A session: of which event of which mailbox, what is to come, and what has. `number` is the attachment's to be."""

    mailbox: str
    event: str
    token: str
    number: bytes
    name: str
    size: int
    expires: int
    content_type: str | None = None
    inline: bool = False
    content_id: str | None = None
    received: int = 0
    parts: tuple[str, ...] = ()


@table.operation(
    "attachments.createUploadSession",
    "POST",
    templates.event("/attachments/createUploadSession"),
    scopes=WRITE_EVENTS,
    reference="https://learn.microsoft.com/graph/api/attachment-createuploadsession",
)
def create_upload_session(exchange: Exchange) -> Value:
    found = event_for_attachments(exchange)
    mailbox, session = found.calendar.mailbox, exchange.session
    attachment_documents.check_room(beside.items(mailbox, found.id, "attachments"))
    given = _attachment_item(exchange)
    _drop_expired(session)
    token = (
        f"{_HEADER}.{session.ids.token('upload-token', 86)}{seal_start(session.id)}{session.ids.token('upload', 43)}"
    )
    upload = Upload(
        mailbox.key, found.id, token, attachment_documents.next_number(mailbox), given["name"], given["size"],
        session.clock.now() + LIFETIME, given.get("contentType"), bool(given.get("isInline")), given.get("contentId"),
    )  # fmt: skip
    id_ = formats.attachment_id(found.id, upload.number)
    _keep(session, id_, upload)
    answer = {
        "uploadUrl": f"{_at(exchange, upload)}{place('/AttachmentSessions', id_)}?authtoken={token}",
        "expirationDateTime": formats.date_time_offset(upload.expires),
        "nextExpectedRanges": ["0-"],
    }
    return Resource(fragment(answer), "microsoft.graph.uploadSession", created=True)


@table.operation("attachments.upload", "PUT", _PATH, options={"parameters": ("authtoken",)}, reference=_DOCS)
def upload_part(exchange: Exchange) -> Value:
    """One part: the next expected. The last is answered with where the attachment is, the others with what is next."""
    session, (id_, upload) = exchange.session, _opened(exchange)
    data, exchange.body = exchange.body, b""  # what is uploaded is nothing for the journal
    exchange.note(f"{len(data)} bytes were sent")
    _check_range(exchange, upload, len(data))
    mailbox = mailbox_of(session, upload.mailbox)
    part = attachment_documents.part_of(upload.number, upload.received)
    beside.put_content(mailbox, part, data)
    changed = msgspec.structs.replace(upload, received=upload.received + len(data), parts=(*upload.parts, part))
    if changed.received < changed.size:
        _keep(session, id_, changed)
        return _status(exchange, changed)
    _attach(mailbox, changed)
    session.documents.put(_SESSIONS, id_, b"", deleted=True)
    return Empty(201, location=f"{_at(exchange, upload)}{place('/Attachments', id_)}")


@table.operation("attachments.uploadStatus", "GET", _PATH, options={"parameters": ("authtoken",)}, reference=_DOCS)
def get_upload_status(exchange: Exchange) -> Value:
    """Where to go on after a lost answer [inferred: that Outlook answers this as it does a part]."""
    return _status(exchange, _opened(exchange)[1])


@table.operation("attachments.cancelUpload", "DELETE", _PATH, options={"parameters": ("authtoken",)}, reference=_DOCS)
def cancel_upload(exchange: Exchange) -> Value:
    id_, upload = _opened(exchange)
    _drop(exchange.session, id_, upload)
    return None


def _attachment_item(exchange: Exchange) -> dict[str, Any]:
    """What the body says of the file. Raises `Refusal`."""
    given: dict[str, Any] = read_body(exchange, "createUploadSessionPostRequestBody").get("AttachmentItem") or {}
    if given.get("attachmentType") is None:
        refuse_shape('right would be {"AttachmentItem": {"attachmentType": "file", "name": …, "size": …}}')
    if given["attachmentType"] != "file":
        raise Refusal(UPLOAD_OF_ITEM, why=f"attachmentType is {given['attachmentType']}")
    attachment_documents.check_description(given)
    size = given.get("size")
    if size is None:
        refuse_value("an AttachmentItem has a size, in bytes")
    if size < SMALLEST:
        why = f"{size} bytes; smaller files are added by POST …/attachments"
        raise Refusal(UPLOAD_TOO_SMALL, smallest=str(SMALLEST), why=why)
    if size > LARGEST:
        raise Refusal(UPLOAD_TOO_LARGE, why=f"{size} bytes; {LARGEST} are the most")
    if size > DEFAULT_LIMIT:
        exchange.note(f"{size} bytes will not fit: a session of this server keeps {DEFAULT_LIMIT} bytes of its own")
    return given


def _opened(exchange: Exchange) -> tuple[str, Upload]:
    """The upload that a URL is for, and its id. Raises `Refusal` (404) where there is none, or no longer."""
    id_ = exchange.parameters["upload"]
    upload = _kept(exchange.session, id_)
    if "Authorization" in exchange.headers:
        exchange.note("an upload URL needs no Authorization header; Outlook may refuse the one that was sent")
    if upload is None or upload.token != exchange.argument("authtoken"):
        raise Refusal(ITEM_NOT_FOUND, why="no such upload is under way: it is finished, cancelled, or never was")
    if upload.expires <= exchange.session.clock.now():
        _drop(exchange.session, id_, upload)
        raise Refusal(ITEM_NOT_FOUND, why=f"the upload session expired {formats.date_time_offset(upload.expires)}")
    return id_, upload


def _check_range(exchange: Exchange, upload: Upload, length: int) -> None:
    given = exchange.headers.get("Content-Range", "")
    found = _RANGE.fullmatch(given)
    if found is None:
        _refuse_range(upload, f"Content-Range is {given[:80]!r}")
    first, last, size = map(int, found.groups())
    if size != upload.size:
        _refuse_range(upload, f"Content-Range says that the file has {size} bytes; the session is for {upload.size}")
    if first != upload.received:
        _refuse_range(upload, f"the parts come in order, and the next begins at {upload.received}, not at {first}")
    if last < first or last >= size or last - first + 1 != length:
        _refuse_range(upload, f"{given[:80]} does not go with a body of {length} bytes")


def _refuse_range(upload: Upload, why: str) -> NoReturn:
    raise Refusal(UPLOAD_RANGE, why=f"{why}; right would be: bytes {upload.received}-{{last}}/{upload.size}")


def _attach(mailbox: Mailbox, upload: Upload) -> None:
    """Add the whole file to its event. Raises `Refusal` where the event is gone meanwhile."""
    found = store.lookup(mailbox, upload.event)
    if found is None:
        raise Refusal(ITEM_NOT_FOUND, why="the event was deleted while the file was uploaded")
    given = {
        "name": upload.name,
        "contentType": upload.content_type,
        "isInline": upload.inline,
        "contentId": upload.content_id,
    }
    items = beside.items(mailbox, found.id, "attachments")
    attachment_documents.check_room(items)
    made = attachment_documents.file_attachment(
        mailbox, found.id, upload.number, given, size=upload.size, parts=upload.parts
    )
    opening.change(found, "attachments", [*items, made])


def _status(exchange: Exchange, upload: Upload) -> Resource:
    """What is expected next, in Outlook's spelling."""
    _, _, whose = _at(exchange, upload).rpartition(UPLOADS)
    answer = {
        "@odata.context": f"https://outlook.office.com{UPLOADS}$metadata#{whose}/AttachmentSessions/$entity",
        "ExpirationDateTime": formats.date_time_offset(upload.expires),
        "NextExpectedRanges": [str(upload.received)],
    }
    return Resource(fragment(answer))


def _at(exchange: Exchange, upload: Upload) -> str:
    """The URL of the event as Outlook has it, on this server: its user is the person's id at that of their tenant."""
    session = exchange.session
    whose = f"{session.identity.object_id(upload.mailbox)}@{session.identity.tenant_id}"
    return f"{exchange.base_url}{UPLOADS}{place('Users', whose, 'Events', upload.event)}"


def _keep(session: Session, id_: str, upload: Upload) -> None:
    session.documents.put(_SESSIONS, id_, msgspec.json.encode(upload))


def _kept(session: Session, id_: str) -> Upload | None:
    record = session.documents.collection(_SESSIONS).get(id_)
    return None if record is None or record.deleted else msgspec.json.decode(record.body, type=Upload)


def _drop(session: Session, id_: str, upload: Upload) -> None:
    """Forget an upload with all that came."""
    session.documents.put(_SESSIONS, id_, b"", deleted=True)
    beside.drop_contents(mailbox_of(session, upload.mailbox), upload.parts)


def _drop_expired(session: Session) -> None:
    """Make room: nobody else forgets what an upload left behind that was never finished."""
    for record in tuple(session.documents.collection(_SESSIONS).since()):
        upload = _kept(session, record.id)
        if upload is not None and upload.expires <= session.clock.now():
            _drop(session, record.id, upload)
