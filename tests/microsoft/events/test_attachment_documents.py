"""Attachments as they are kept and shown: what each kind has, and of what content."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.microsoft import formats
from mockserver.microsoft.events import attachment_documents as documents
from mockserver.microsoft.events import beside
from mockserver.microsoft.refusals import Refusal
from tests.microsoft.events.kept_events import calendar, kept
from tests.microsoft.world import meeting

FILE: dict[str, Any] = {"@odata.type": documents.FILE, "name": "a.txt", "contentBytes": "_-A="}


def test_a_file_is_kept_without_its_content_which_is_kept_once() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    [item] = documents.add(owner.mailbox, id_, [], FILE)

    assert "contentBytes" not in item
    assert beside.content(owner.mailbox, item["parts"]) == b"\xff\xe0"
    assert (item["size"], item["contentType"]) == (2, "text/plain")


def test_a_file_is_shown_with_its_content_and_not_with_where_that_is() -> None:
    owner = calendar()
    [item] = documents.add(owner.mailbox, kept(owner, meeting()).id, [], FILE)
    shown = documents.shown(owner.mailbox, item)

    assert shown["contentBytes"] == "/+A="
    assert "parts" not in shown


def test_an_item_is_shown_only_where_it_is_asked_for() -> None:
    owner = calendar()
    given = {"@odata.type": documents.ITEM, "name": "a", "item": {"@odata.type": "microsoft.graph.message", "id": "x"}}
    [item] = documents.add(owner.mailbox, kept(owner, meeting()).id, [], given)

    assert "item" not in documents.shown(owner.mailbox, item)
    assert documents.shown(owner.mailbox, item, with_item=True)["item"] == {
        "@odata.type": "#microsoft.graph.message",
        "id": "",
        "createdDateTime": "2026-03-06T14:00:00Z",
        "lastModifiedDateTime": "2026-03-06T14:00:00Z",
    }


def test_every_attachment_has_an_id_of_its_own_that_begins_as_its_events() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    items = documents.add(owner.mailbox, id_, documents.add(owner.mailbox, id_, [], FILE), FILE)

    assert len({item["id"] for item in items}) == 2
    assert all(formats.is_id(item["id"]) and item["id"].startswith(id_[:148]) for item in items)


def test_an_event_has_a_limited_number_of_attachments() -> None:
    with pytest.raises(Refusal, match="cannot have more attachments"):
        documents.check_room([{}] * documents.MOST)


@pytest.mark.parametrize(("items", "has"), [([], False), ([{"isInline": True}], False), ([{"isInline": None}], True)])
def test_what_stands_inside_a_body_is_not_counted(items: list[dict[str, Any]], has: bool) -> None:
    assert documents.has_attachments(items) is has


def test_the_type_may_be_written_without_its_mark() -> None:
    assert documents.type_of({"@odata.type": "microsoft.graph.fileAttachment"}) == documents.FILE
