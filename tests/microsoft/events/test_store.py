"""Events kept in a mailbox: found by every id that they have, changed, deleted, and what a series knows of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mockserver.clock import parse_instant
from mockserver.documents import FOREVER
from mockserver.microsoft import formats
from mockserver.microsoft.calendars.store import my_calendars, put_calendar
from mockserver.microsoft.events import store
from mockserver.microsoft.events.facts import ExceptionFacts, exception_of, series_of
from mockserver.microsoft.refusals import Refusal
from mockserver.microsoft.render import decoded
from mockserver.microsoft.rows import ITEM_NOT_FOUND, MALFORMED_ID
from tests.microsoft.events.kept_events import calendar, document, kept
from tests.microsoft.world import daily, meeting, timed

if TYPE_CHECKING:
    from mockserver.documents import Record
    from mockserver.microsoft.calendars.calendar import Calendar
    from mockserver.microsoft.rows import Row

SECOND = date(2026, 3, 7)
THIRD = date(2026, 3, 8)


def occurrence(owner: Calendar, master: Record, day: date = SECOND) -> store.Found:
    return store.find(owner.mailbox, formats.occurrence_id(master.id, day))


def renamed(owner: Calendar, master: Record, day: date = SECOND, subject: str = "Moved") -> Record:
    """An exception: the occurrence of a day under another name."""
    found = occurrence(owner, master, day)
    return store.keep_exception(found, {**found.document, "subject": subject})


def refused(owner: Calendar, id_: str, **where: Any) -> Row:
    with pytest.raises(Refusal) as refusal:
        store.find(owner.mailbox, id_, **where)
    return refusal.value.row


def test_a_kept_event_is_found_by_its_id() -> None:
    owner = calendar()
    record = kept(owner, meeting())
    found = store.find(owner.mailbox, record.id)

    assert (found.id, found.record, found.document["subject"]) == (record.id, record, "Meeting")
    assert found.calendar.folder == owner.folder
    assert (found.series, found.exception, found.occurrence) == (None, None, None)


def test_a_kept_event_is_found_by_its_immutable_id() -> None:
    owner = calendar()
    record = kept(owner, meeting())
    immutable = store.immutable(owner.mailbox, record.id)

    assert immutable != record.id
    assert store.find(owner.mailbox, immutable).record is record


def test_an_event_of_another_calendar_is_found_by_its_immutable_id_too() -> None:
    owner = calendar()
    mailbox = owner.mailbox
    other = put_calendar(mailbox, mailbox.next_folder(), "Other", my_calendars(mailbox))
    record = kept(other, meeting())

    assert store.find(mailbox, store.immutable(mailbox, record.id)).calendar.folder == other.folder


@pytest.mark.parametrize("id_", ["", "not base64!", "A", "AAMk+/=="])
def test_what_is_no_id_is_refused_as_malformed(id_: str) -> None:
    assert refused(calendar(), id_) is MALFORMED_ID


def test_an_id_that_nothing_has_is_not_found() -> None:
    owner = calendar()

    assert refused(owner, formats.item_id(owner.mailbox.keys, owner.folder, 99)) is ITEM_NOT_FOUND


def test_a_folders_id_is_no_events() -> None:
    owner = calendar()
    kept(owner, meeting())

    assert refused(owner, formats.folder_id(owner.mailbox.keys, owner.folder)) is ITEM_NOT_FOUND


def test_an_event_of_another_mailbox_is_not_found() -> None:
    assert refused(calendar("bob"), kept(calendar("alice"), meeting()).id) is ITEM_NOT_FOUND


def test_an_event_is_not_found_in_another_calendar() -> None:
    owner = calendar()
    mailbox = owner.mailbox
    other = put_calendar(mailbox, mailbox.next_folder(), "Other", my_calendars(mailbox))
    record = kept(owner, meeting())

    assert store.find(mailbox, record.id, owner).record is record
    assert refused(owner, record.id, calendar=other) is ITEM_NOT_FOUND


def test_every_change_gives_another_change_key_and_the_etag_of_it() -> None:
    owner = calendar()
    first = kept(owner, meeting())
    second = store.keep(owner, decoded(first.body))
    keys = [decoded(record.body)["changeKey"] for record in (first, second)]

    assert keys[0] != keys[1]
    assert decoded(second.body)["@odata.etag"] == formats.etag(keys[1])


def test_a_changed_event_says_when_it_was_changed() -> None:
    owner = calendar()
    record = kept(owner, meeting())
    owner.mailbox.session.clock.set(parse_instant("2026-03-06T15:00:00Z"))

    assert decoded(store.keep(owner, decoded(record.body)).body)["lastModifiedDateTime"] == "2026-03-06T15:00:00Z"


def test_new_events_have_ids_of_their_own() -> None:
    owner = calendar()

    assert len({kept(owner, meeting()).id for _ in range(20)}) == 20


def test_an_event_is_indexed_by_when_it_is() -> None:
    record = kept(calendar(), meeting())

    assert (record.start, record.end) == (parse_instant("2026-03-09T14:00:00Z"), parse_instant("2026-03-09T15:00:00Z"))


def test_a_series_is_indexed_from_its_first_start_to_its_last_end() -> None:
    record = kept(calendar(), daily(count=5))

    assert record.start == parse_instant("2026-03-06T14:00:00Z")
    assert record.end >= parse_instant("2026-03-10T13:30:00Z")  # an hour earlier in UTC: clocks were turned


def test_a_series_without_an_end_is_indexed_for_ever() -> None:
    body = daily()
    body["recurrence"]["range"] = {"type": "noEnd", "startDate": "2026-03-06"}

    assert kept(calendar(), body).end == FOREVER


def test_an_occurrence_that_nobody_changed_is_found_by_its_id() -> None:
    owner = calendar()
    master = kept(owner, daily())
    found = occurrence(owner, master)

    assert found.record is master
    assert (found.document["type"], found.document["seriesMasterId"]) == ("occurrence", master.id)
    assert found.document["start"]["dateTime"] == "2026-03-07T14:00:00.0000000"
    assert (found.exception, found.series) == (ExceptionFacts(master.id, SECOND), None)


@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 11)])
def test_a_day_on_which_a_series_does_not_occur_has_no_occurrence(day: date) -> None:
    owner = calendar()
    master = kept(owner, daily(count=5))

    assert refused(owner, formats.occurrence_id(master.id, day)) is ITEM_NOT_FOUND


def test_an_event_that_does_not_recur_has_no_occurrences() -> None:
    owner = calendar()
    record = kept(owner, meeting())

    assert refused(owner, formats.occurrence_id(record.id, date(2026, 3, 9))) is ITEM_NOT_FOUND


def test_an_exception_has_the_id_that_its_occurrence_had() -> None:
    owner = calendar()
    master = kept(owner, daily())
    exception = renamed(owner, master)
    found = occurrence(owner, master)

    assert exception.id == formats.occurrence_id(master.id, SECOND)
    assert (found.record, found.document["type"], found.document["subject"]) == (exception, "exception", "Moved")
    assert (found.occurrence, found.exception) == (None, ExceptionFacts(master.id, SECOND))


def test_an_exception_is_found_by_its_immutable_id() -> None:
    owner = calendar()
    exception = renamed(owner, kept(owner, daily()))

    assert store.find(owner.mailbox, store.immutable(owner.mailbox, exception.id)).record is exception


def test_a_series_is_stamped_with_its_exception_and_knows_of_it() -> None:
    owner = calendar()
    master = kept(owner, daily())
    exception = renamed(owner, master)
    stamped = owner.events.get(master.id)

    assert stamped is not None
    assert stamped.revision > exception.revision
    assert decoded(stamped.body)["changeKey"] != decoded(master.body)["changeKey"]
    facts = series_of(stamped.extra)
    assert facts is not None
    assert facts.exceptions == {SECOND}
    assert SECOND not in {one.day for one in facts.occurrences()}


def test_an_exception_that_is_changed_again_remains_its_series() -> None:
    owner = calendar()
    master = kept(owner, daily())
    renamed(owner, master)
    again = store.keep(owner, {**occurrence(owner, master).document, "subject": "Again"})

    assert exception_of(again.extra) == ExceptionFacts(master.id, SECOND)
    assert occurrence(owner, master).document["subject"] == "Again"


def test_only_an_occurrence_is_kept_as_an_exception() -> None:
    owner = calendar()
    found = store.find(owner.mailbox, kept(owner, meeting()).id)

    with pytest.raises(ValueError, match="no occurrence"):
        store.keep_exception(found, found.document)


def test_a_changed_series_keeps_what_is_known_of_its_occurrences() -> None:
    owner = calendar()
    master = kept(owner, daily())
    renamed(owner, master)
    store.remove(occurrence(owner, master, THIRD))
    again = store.keep(owner, {**store.find(owner.mailbox, master.id).document, "subject": "Other"})
    facts = series_of(again.extra)

    assert facts is not None
    assert facts.exceptions == {SECOND}
    assert facts.cancelled == {THIRD}


def test_what_no_longer_recurs_is_no_series() -> None:
    owner = calendar()
    master = kept(owner, daily())
    single = {**decoded(master.body), "recurrence": None, "type": "singleInstance"}

    assert store.keep(owner, single).extra is None


def test_exceptions_come_by_their_original_dates() -> None:
    owner = calendar()
    master = kept(owner, daily())
    renamed(owner, master, THIRD)
    renamed(owner, master, SECOND)
    stamped = store.find(owner.mailbox, master.id).record

    assert [record.extra.day for record in store.exceptions(owner, stamped)] == [SECOND, THIRD]


def test_a_deleted_event_leaves_a_tombstone_that_nothing_finds() -> None:
    owner = calendar()
    record = kept(owner, meeting())
    store.remove(store.find(owner.mailbox, record.id))
    tombstone = owner.events.get(record.id)

    assert refused(owner, record.id) is ITEM_NOT_FOUND
    assert store.lookup(owner.mailbox, store.immutable(owner.mailbox, record.id)) is None
    assert tombstone is not None
    assert (tombstone.deleted, decoded(tombstone.body)) == (True, {"id": record.id})
    assert (tombstone.start, tombstone.end) == (record.start, record.end)


def test_a_deleted_series_takes_its_exceptions_with_it() -> None:
    owner = calendar()
    master = kept(owner, daily())
    exception = renamed(owner, master)
    store.remove(store.find(owner.mailbox, master.id))

    assert [refused(owner, id_) for id_ in (master.id, exception.id)] == [ITEM_NOT_FOUND] * 2
    assert all(record.deleted for record in owner.events.since())


def test_a_deleted_occurrence_is_no_longer_in_its_series_which_is_stamped() -> None:
    owner = calendar()
    master = kept(owner, daily())
    store.remove(occurrence(owner, master))
    stamped = store.find(owner.mailbox, master.id).record
    facts = series_of(stamped.extra)

    assert refused(owner, formats.occurrence_id(master.id, SECOND)) is ITEM_NOT_FOUND
    assert facts is not None
    assert facts.cancelled == {SECOND}
    assert stamped.revision > master.revision
    assert occurrence(owner, master, THIRD).document["type"] == "occurrence"


def test_a_deleted_exception_does_not_become_an_occurrence_again() -> None:
    owner = calendar()
    master = kept(owner, daily())
    exception = renamed(owner, master)
    store.remove(occurrence(owner, master))
    facts = series_of(store.find(owner.mailbox, master.id).record.extra)

    assert refused(owner, exception.id) is ITEM_NOT_FOUND
    assert facts is not None
    assert facts.cancelled == {SECOND}
    assert not facts.exceptions


def test_dropped_exceptions_are_as_the_series_says_again() -> None:
    owner = calendar()
    master = kept(owner, daily())
    renamed(owner, master)
    store.remove(occurrence(owner, master, THIRD))
    store.drop_exceptions(owner, store.find(owner.mailbox, master.id).record)

    assert [occurrence(owner, master, day).document["type"] for day in (SECOND, THIRD)] == ["occurrence"] * 2
    assert not list(store.exceptions(owner, store.find(owner.mailbox, master.id).record))


def test_an_id_of_another_mailbox_has_no_other_form_here() -> None:
    id_ = kept(calendar("alice"), meeting()).id

    assert store.immutable(calendar("bob").mailbox, id_) == id_


def test_the_other_form_of_an_occurrences_id_is_that_of_its_series() -> None:
    owner = calendar()
    master = kept(owner, daily())
    immutable = store.immutable(owner.mailbox, formats.occurrence_id(master.id, SECOND))

    assert formats.split_occurrence_id(immutable) == (store.immutable(owner.mailbox, master.id), SECOND)
    assert store.find(owner.mailbox, immutable).document["seriesMasterId"] == master.id


def test_an_event_that_has_no_length_is_kept_and_found() -> None:
    owner = calendar()
    record = store.keep(owner, document(owner, timed("2026-03-09T10:00:00", "2026-03-09T10:00:00")))

    assert record.start == record.end
    assert store.find(owner.mailbox, record.id).record is record
