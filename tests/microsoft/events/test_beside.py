"""What belongs to an event beside its document: kept by kind, a series' for its occurrences, gone with the event."""

from __future__ import annotations

from datetime import date

import pytest

from mockserver.documents import StoreFull
from mockserver.documents.store import DEFAULT_LIMIT
from mockserver.microsoft import formats
from mockserver.microsoft.events import beside
from tests.microsoft.events.kept_events import calendar, kept
from tests.microsoft.world import daily, meeting

FILE = {"id": "a-1", "name": "plan.txt"}
OTHER = {"id": "a-2", "name": "map.png"}


def test_an_event_has_nothing_beside_it_at_first() -> None:
    owner = calendar()

    assert beside.items(owner.mailbox, kept(owner, meeting()).id, "attachments") == []


def test_what_was_put_is_there_in_its_order() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    beside.put(owner.mailbox, id_, "attachments", [OTHER, FILE])

    assert beside.items(owner.mailbox, id_, "attachments") == [OTHER, FILE]


def test_one_kind_does_not_touch_another() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    beside.put(owner.mailbox, id_, "attachments", [FILE])
    beside.put(owner.mailbox, id_, "extensions", [{"id": "e"}])
    beside.put(owner.mailbox, id_, "attachments", [])

    assert beside.items(owner.mailbox, id_, "attachments") == []
    assert beside.items(owner.mailbox, id_, "extensions") == [{"id": "e"}]


def test_one_event_does_not_have_what_another_has() -> None:
    owner = calendar()
    one, other = kept(owner, meeting()).id, kept(owner, meeting()).id
    beside.put(owner.mailbox, one, "attachments", [FILE])

    assert beside.items(owner.mailbox, other, "attachments") == []


def test_an_occurrence_has_what_its_series_has_until_it_has_its_own() -> None:
    owner = calendar()
    master = kept(owner, daily()).id
    occurrence = formats.occurrence_id(master, date(2026, 3, 7))
    beside.put(owner.mailbox, master, "attachments", [FILE])

    assert beside.items(owner.mailbox, occurrence, "attachments") == [FILE]
    beside.put(owner.mailbox, occurrence, "attachments", [OTHER])
    assert beside.items(owner.mailbox, occurrence, "attachments") == [OTHER]
    assert beside.items(owner.mailbox, master, "attachments") == [FILE]


def test_an_occurrence_that_gets_something_of_its_own_keeps_the_other_kinds_of_its_series() -> None:
    owner = calendar()
    master = kept(owner, daily()).id
    occurrence = formats.occurrence_id(master, date(2026, 3, 7))
    beside.put(owner.mailbox, master, "extensions", [{"id": "e"}])
    beside.put(owner.mailbox, occurrence, "attachments", [OTHER])

    assert beside.items(owner.mailbox, occurrence, "extensions") == [{"id": "e"}]


def test_what_was_dropped_is_gone() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    beside.put(owner.mailbox, id_, "attachments", [FILE])
    beside.drop(owner.mailbox, id_)

    assert beside.items(owner.mailbox, id_, "attachments") == []


def test_to_drop_what_is_beside_an_event_that_has_nothing_changes_nothing() -> None:
    owner = calendar()
    beside.drop(owner.mailbox, kept(owner, meeting()).id)

    assert not owner.mailbox.session.documents.collection(beside.beside_of("alice")).written


def test_a_content_is_its_parts_in_their_order() -> None:
    mailbox = calendar().mailbox
    beside.put_content(mailbox, "x.0", b"one ")
    beside.put_content(mailbox, "x.4", b"two")

    assert beside.content(mailbox, ["x.0", "x.4"]) == b"one two"


def test_a_content_that_nobody_has_any_longer_is_forgotten() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    beside.put_content(owner.mailbox, "x.0", b"content")
    beside.put(owner.mailbox, id_, "attachments", [{"id": "a", "parts": ["x.0"]}])
    beside.put(owner.mailbox, id_, "attachments", [])

    assert beside.content(owner.mailbox, ["x.0"]) == b""


def test_a_content_that_an_occurrence_shares_with_its_series_stays_while_one_of_them_has_it() -> None:
    owner = calendar()
    master = kept(owner, daily()).id
    occurrence = formats.occurrence_id(master, date(2026, 3, 7))
    beside.put_content(owner.mailbox, "x.0", b"content")
    beside.put(owner.mailbox, master, "attachments", [{"id": "a", "parts": ["x.0"]}])
    beside.put(owner.mailbox, occurrence, "extensions", [{"id": "e"}])

    beside.put(owner.mailbox, master, "attachments", [])
    assert beside.content(owner.mailbox, ["x.0"]) == b"content"
    beside.drop(owner.mailbox, occurrence)
    assert beside.content(owner.mailbox, ["x.0"]) == b""


def test_a_content_whose_attachment_finds_no_room_is_forgotten() -> None:
    owner = calendar()
    id_ = kept(owner, meeting()).id
    beside.put_content(owner.mailbox, "x.0", b"content")
    with pytest.raises(StoreFull):
        beside.put(owner.mailbox, id_, "attachments", [{"id": "a" * DEFAULT_LIMIT, "parts": ["x.0"]}])

    assert beside.content(owner.mailbox, ["x.0"]) == b""


def test_an_occurrence_whose_own_was_dropped_has_what_its_series_has() -> None:
    owner = calendar()
    master = kept(owner, daily()).id
    occurrence = formats.occurrence_id(master, date(2026, 3, 7))
    beside.put(owner.mailbox, master, "attachments", [FILE])
    beside.put(owner.mailbox, occurrence, "attachments", [OTHER])
    assert beside.has_own(owner.mailbox, occurrence)
    beside.drop(owner.mailbox, occurrence)

    assert not beside.has_own(owner.mailbox, occurrence)
    assert beside.items(owner.mailbox, occurrence, "attachments") == [FILE]
