"""Microsoft's ids and other forms: their bytes, their prefixes, and that each can be read back."""

from __future__ import annotations

import base64
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import parse_instant
from mockserver.ids import derive
from mockserver.microsoft import formats
from mockserver.microsoft.formats import DEFAULT_CALENDAR, Named, mailbox_keys

BOB = mailbox_keys("default", "bob@partner.example")
ANN = mailbox_keys("default", "ann@partner.example")
DAYS = st.dates(date(1601, 1, 1), date(4500, 9, 1))
NUMBERS = st.integers(0, 2**48 - 1)
EVENT = formats.item_id(BOB, DEFAULT_CALENDAR, 7)


def decoded(id_: str) -> bytes:
    return base64.b64decode(id_.replace("-", "/").replace("_", "+"), validate=True)


def test_trap_4_ids_are_base64_with_its_two_signs_the_other_way_round() -> None:
    ids = [formats.item_id(BOB, DEFAULT_CALENDAR, number) for number in (0x0FFBFF, 0xFFEFFB, 0xFBEFBE)]

    assert any("-" in id_ for id_ in ids)
    assert not any("/" in id_ or "+" in id_ for id_ in ids)
    assert all(
        decoded(id_)[-8:-2] == number.to_bytes(6)
        for id_, number in zip(ids, (0x0FFBFF, 0xFFEFFB, 0xFBEFBE), strict=True)
    )


def test_a_regular_id_is_113_bytes_with_the_mailbox_the_folder_and_the_item() -> None:
    data = decoded(EVENT)

    assert EVENT.startswith("AAMkA")
    assert (len(EVENT), len(data)) == (152, 113)
    assert data[4:40].decode() == BOB.mailbox
    assert data[40:43] == b"\x00\x46\x00"
    assert data[-32:-26] == (0x010D).to_bytes(6)
    assert data[-8:] == (7).to_bytes(6) + bytes(2)


def test_a_calendar_is_listed_under_a_long_id_and_linked_by_a_short_one() -> None:
    assert len(formats.calendar_id(BOB, 3)) == 152
    assert decoded(formats.calendar_id(BOB, 3))[-32:-26] == (0x0106).to_bytes(6)
    assert len(formats.folder_id(BOB, DEFAULT_CALENDAR)) == 120


def test_an_immutable_id_knows_no_folder() -> None:
    assert formats.immutable_id(BOB, 7).startswith("AAkA")
    assert formats.read_id(formats.immutable_id(BOB, 7), BOB) == Named("immutable", 0, 7)


def test_an_occurrence_id_is_124_bytes_with_the_original_day_in_ticks() -> None:
    id_ = formats.occurrence_id(EVENT, date(2026, 3, 9))
    data = decoded(id_)

    assert (len(id_), len(data)) == (168, 124)
    assert data[40:44] == b"\x01\x51\x00\x08"
    assert int.from_bytes(data[44:52], "big") == 639_086_112_000_000_000  # .NET's DateTime(2026, 3, 9).Ticks
    assert data[52:53] == b"\x46"
    assert data[53:123] == decoded(EVENT)[-70:]
    assert data[123:] == b"\x10"


@given(NUMBERS, NUMBERS, DAYS)
def test_every_id_says_what_it_names(folder: int, number: int, day: date) -> None:
    item = formats.item_id(BOB, folder, number)
    immutable = formats.immutable_id(BOB, number)

    assert formats.read_id(item, BOB) == Named("item", folder, number)
    assert formats.read_id(immutable, BOB) == Named("immutable", 0, number)
    assert formats.read_id(formats.folder_id(BOB, folder), BOB) == Named("folder", folder, 0)
    assert formats.read_id(formats.occurrence_id(item, day), BOB) == Named("item", folder, number, day)
    assert formats.read_id(formats.occurrence_id(immutable, day), BOB) == Named("immutable", 0, number, day)
    assert formats.split_occurrence_id(formats.occurrence_id(item, day)) == (item, day)
    assert formats.split_occurrence_id(item) is None


@given(
    st.one_of(st.text(max_size=200), st.binary(max_size=140).map(lambda data: base64.b64encode(data, b"_-").decode()))
)
def test_what_is_no_id_names_nothing(text: str) -> None:
    assert formats.read_id(text, BOB) is None
    assert formats.split_occurrence_id(text) is None


def test_an_id_names_nothing_in_another_mailbox_nor_in_other_case() -> None:
    assert formats.read_id(EVENT, ANN) is None
    assert formats.read_id(EVENT.swapcase(), BOB) is None


@pytest.mark.parametrize("text", ["", "AAMk", "nonsense!", EVENT[:-3], EVENT.replace("A", "/", 1)])
def test_only_base64_of_microsofts_alphabet_can_be_an_id(text: str) -> None:
    assert formats.is_id(text) == (text == "AAMk")
    assert formats.is_id(EVENT)


def test_only_an_item_has_occurrences() -> None:
    with pytest.raises(ValueError, match="not the id of an item"):
        formats.occurrence_id(formats.folder_id(BOB, DEFAULT_CALENDAR), date(2026, 3, 9))


def test_mailboxes_are_the_same_every_time_and_different_from_each_other() -> None:
    assert mailbox_keys("default", "bob@partner.example") == BOB
    assert not set(BOB) & set(ANN)


def test_a_change_key_is_22_bytes_that_count_the_mailboxs_changes() -> None:
    keys = [formats.change_key(BOB, count) for count in (1, 2)]

    assert all(len(key) == 32 and key.endswith("==") for key in keys)
    assert [base64.b64decode(key)[16:] for key in keys] == [(1).to_bytes(6), (2).to_bytes(6)]
    assert base64.b64decode(keys[0])[:16] == base64.b64decode(keys[1])[:16]


def test_trap_6_an_etag_is_the_change_key_on_reads_and_encoded_otherwise_in_notifications() -> None:
    key = formats.change_key(BOB, 5)

    assert formats.etag(key) == f'W/"{key}"'
    notified = formats.notification_etag(key)
    assert notified.startswith('W/"DwAAABYAAAA')
    assert all(mailbox_keys(str(number)).changes[0] < 0x40 for number in range(20))
    assert base64.b64decode(notified[3:-1])[8:] == base64.b64decode(key)


def test_an_ical_uid_is_a_global_object_id_with_the_time_of_creation() -> None:
    uid = formats.ical_uid(parse_instant("2026-03-09T09:00:00Z"), derive("uid"))

    assert len(uid) == 112
    assert uid == uid.upper()
    assert uid.startswith("040000008200E00074C5B7101A82E008" + "0" * 8)
    seconds_since_1601 = int.from_bytes(bytes.fromhex(uid[40:56]), "little") / 10_000_000
    assert seconds_since_1601 == parse_instant("2026-03-09T09:00:00Z") / 1_000_000 + 11_644_473_600
    assert uid[56:80] == "0" * 16 + "10000000"


def test_an_occurrences_ical_uid_has_its_day_in_it() -> None:
    uid = formats.ical_uid(parse_instant("2026-03-09T09:00:00Z"), derive("uid"))

    own = formats.occurrence_ical_uid(uid, date(2026, 3, 11))

    assert own[32:40] == "07EA030B"
    assert (own[:32], own[40:]) == (uid[:32], uid[40:])


def test_a_cancelled_occurrence_is_named_by_its_master_and_its_day() -> None:
    assert formats.cancelled_occurrence_id("AAMk=", date(2026, 3, 9)) == "OID.AAMk=.2026-03-09"


def test_a_web_link_has_the_id_in_standard_base64() -> None:
    id_ = formats.item_id(BOB, DEFAULT_CALENDAR, 0xFFEFFB)

    link = urlsplit(formats.web_link(id_))

    assert link.hostname == "outlook.office365.com"
    assert base64.b64decode(parse_qs(link.query)["itemid"][0], validate=True) == decoded(id_)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-03-09T09:00:00Z", "2026-03-09T09:00:00Z"),
        ("2026-03-09T09:00:00.245370Z", "2026-03-09T09:00:00.24537Z"),
        (None, "0001-01-01T00:00:00Z"),
    ],
)
def test_a_point_in_time_ends_without_zeros(instant: str | None, text: str) -> None:
    assert formats.date_time_offset(None if instant is None else parse_instant(instant)) == text


def test_the_id_of_an_attachment_is_its_items_with_a_mark_and_a_number_behind() -> None:
    item = formats.item_id(formats.mailbox_keys("s", "alice"), 0x10D, 1)
    id_ = formats.attachment_id(item, bytes(16))

    assert id_.startswith(item[:148])
    assert id_[148:] == "AAABEgAQAAAAAAAAAAAAAAAAAAAAAAA="
    assert formats.is_id(id_)


def test_what_is_no_id_has_no_attachments() -> None:
    with pytest.raises(ValueError, match="is no id"):
        formats.attachment_id("no id", bytes(16))
