"""google-api-python-client's batches, with a judge who looks into every part of an answer. A helper, not a test."""

from __future__ import annotations

from email.parser import BytesParser
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.contract import CheckedHttp, check_google_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httplib2


class Answered(NamedTuple):
    """What came back for one call of a batch: what was answered, or the client's error."""

    answer: Any
    error: Any


def executed(calendar: Any, calls: Mapping[str, Any], **options: Any) -> dict[str, Answered]:
    """Send calls in one batch, and answer what its callback was given for each, in the order in which it was."""
    given: dict[str, Answered] = {}
    batch = calendar.new_batch_http_request(
        callback=lambda name, answer, error: given.update({name: Answered(answer, error)})
    )
    for name, request in calls.items():
        batch.add(request, request_id=name)
    batch.execute(**options)
    return given


class CheckedBatchHttp(CheckedHttp):
    """An httplib2 client whose every answer is judged, and in a batch every part of it.

    `statuses` are those of each batch's parts.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.statuses: list[list[int]] = []

    def request(self, uri: str, method: str = "GET", *args: Any, **options: Any) -> tuple[httplib2.Response, bytes]:
        response, content = super().request(uri, method, *args, **options)
        if response.get("content-type", "").startswith("multipart/mixed"):
            self.statuses.append(list(_judged(options, response, content)))
        return response, content


def _judged(options: Mapping[str, Any], response: httplib2.Response, content: bytes) -> Iterator[int]:
    """Judge each part of an answer by the call that stands at its place; its status."""
    sent = _parts(options["headers"]["content-type"], options["body"].encode())
    answered = _parts(response["content-type"], content)
    assert len(sent) == len(answered), f"{len(sent)} calls got {len(answered)} answers"
    for call, answer in zip(sent, answered, strict=True):
        method, path, _ = call.get_payload().partition("\n")[0].split(" ", 2)
        head, _, body = answer.get_payload(decode=True).partition(b"\r\n\r\n")
        line, _, fields = head.partition(b"\r\n")
        status = int(line.split(b" ")[1])
        headers = dict(BytesParser().parsebytes(fields))
        length = int(headers.get("Content-Length", 0))
        assert body[length:] in {b"", b"\r\n"}, f"Content-Length is {length}, the body has {len(body)} bytes"
        check_google_answer(method, path, status, headers, body[:length])
        yield status


def _parts(content_type: str, body: bytes) -> list[Any]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + body)
    assert message.is_multipart(), f"a batch that is no multipart: {body[:200]!r}"
    assert message.defects == []
    return list(message.get_payload())
