"""The text of a rule: its parts, and what is refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockserver.timing.lines import BadRecurrence
from mockserver.timing.rule import MAX_COUNT, Rule, parse

START = datetime.fromisoformat("2026-03-06T09:30:15")  # a Friday


def rule(text: str) -> Rule:
    """The rule of a text."""
    return parse(text, f"RRULE:{text}")


def test_a_rule_is_its_parts_each_value_once_and_in_order() -> None:
    read = rule("FREQ=MONTHLY;INTERVAL=2;COUNT=5;WKST=SU;BYMONTH=3,1,3;BYMONTHDAY=-1,15;BYHOUR=8;BYSETPOS=1,-1")

    assert read == Rule(
        freq="MONTHLY",
        interval=2,
        count=5,
        wkst=6,
        bymonth=(1, 3),
        bymonthday=(-1, 15),
        byhour=(8,),
        bysetpos=(-1, 1),
    )


def test_weekdays_carry_their_ordinal() -> None:
    assert rule("FREQ=MONTHLY;BYDAY=-1FR,+2MO,TU").byday == ((-1, 4), (0, 1), (2, 0))


def test_letters_may_be_small_and_a_last_semicolon_does_no_harm() -> None:
    assert rule("freq=weekly;byday=mo;") == rule("FREQ=WEEKLY;BYDAY=MO")


@pytest.mark.parametrize(
    ("until", "moment", "utc"),
    [
        ("20260401T120000Z", "2026-04-01T12:00:00", True),
        ("20260401T120000", "2026-04-01T12:00:00", False),
        ("20260401", "2026-04-01T00:00:00", False),
    ],
)
def test_until_is_kept_as_written(until: str, moment: str, utc: bool) -> None:
    read = rule(f"FREQ=DAILY;UNTIL={until}")

    assert (read.until, read.until_utc) == (datetime.fromisoformat(moment), utc)


def test_a_leap_second_counts_as_the_second_before() -> None:
    assert rule("FREQ=MINUTELY;BYSECOND=0,59,60").bysecond == (0, 59)


def test_a_rule_without_count_and_until_is_endless() -> None:
    assert rule("FREQ=DAILY").endless
    assert not rule("FREQ=DAILY;COUNT=1").endless
    assert not rule("FREQ=DAILY;UNTIL=20260401").endless


@pytest.mark.parametrize(
    ("text", "anchored"),
    [
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=6;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=YEARLY;BYMONTH=5", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=6;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=6;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=DAILY;BYHOUR=8,10", "FREQ=DAILY;BYHOUR=8,10;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=HOURLY", "FREQ=HOURLY;BYMINUTE=30;BYSECOND=15"),
        ("FREQ=MINUTELY;BYHOUR=9", "FREQ=MINUTELY;BYHOUR=9;BYSECOND=15"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
    ],
)
def test_what_a_rule_leaves_out_is_what_the_start_says(text: str, anchored: str) -> None:
    assert rule(text).anchored(START) == rule(anchored)


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("", "empty part", "a part is a name, '=' and a value, such as FREQ=DAILY"),
        ("COUNT=4", "FREQ", "'' is no frequency; write one of SECONDLY, "),
        ("FREQ=WEEKLLY", "FREQ", r"'WEEKLLY' is no frequency \(did you mean WEEKLY"),
        ("FREQ=DAILY;BYDAYS=MO", "BYDAYS", r"no part of a rule \(did you mean BYDAY"),
        ("FREQ=YEARLY;BYEASTER=0", "BYEASTER", "no part of a rule"),
        ("FREQ=DAILY;X-NAME=1", "X-NAME", "no part of a rule"),
        ("FREQ=DAILY; COUNT=4", " COUNT", "no part of a rule .*COUNT"),
        ("FREQ=DAILY;COUNT", "COUNT", "a part is a name, '=' and a value"),
        ("FREQ=DAILY;COUNT=", "COUNT=", "a part is a name, '=' and a value"),
        ("FREQ=DAILY;;COUNT=4", "empty part", "a part is a name"),
        ("FREQ=DAILY;COUNT=4;COUNT=5", "COUNT", "stands twice"),
        ("FREQ=DAILY;COUNT=4;UNTIL=20260401", "COUNT", "ends by COUNT or by UNTIL; write one of them"),
        ("FREQ=DAILY;COUNT=0", "COUNT", "'0' is no number of at least 1"),
        ("FREQ=DAILY;COUNT=-1", "COUNT", "'-1' is no number of at least 1"),
        (f"FREQ=DAILY;COUNT={MAX_COUNT + 1}", "COUNT", "too many; write at most 10000, or UNTIL"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL", "'0' is no number of at least 1"),
        ("FREQ=DAILY;INTERVAL=1.5", "INTERVAL", "'1.5' is no number"),
        ("FREQ=DAILY;INTERVAL=1000000000", "INTERVAL", "at most nine digits"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL", "'TOMORROW' is no date; write 20260308"),
        ("FREQ=DAILY;UNTIL=20260229", "UNTIL", "'20260229' is no date: day is out of range"),
        ("FREQ=WEEKLY;WKST=1", "WKST", "'1' is no weekday; write one of MO, TU"),
        ("FREQ=WEEKLY;BYDAY=Monday", "BYDAY", "'MONDAY' is no weekday; write MO"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY", "'0MO' is no weekday"),
        ("FREQ=YEARLY;BYDAY=54MO", "BYDAY", "'54MO' is no weekday; write MO, or 1MO to 53MO"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH", "'13' is no number from 1 to 12$"),
        ("FREQ=DAILY;BYMONTH=-1", "BYMONTH", "'-1' is no number from 1 to 12"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY", "no number from 1 to 31, or -31 to -1 from the end"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY", "'32' is no number from 1 to 31"),
        ("FREQ=YEARLY;BYYEARDAY=-367", "BYYEARDAY", "'-367' is no number from 1 to 366"),
        ("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO", "'54' is no number from 1 to 53"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR", "'24' is no number from 0 to 23"),
        ("FREQ=DAILY;BYMINUTE=60", "BYMINUTE", "'60' is no number from 0 to 59"),
        ("FREQ=DAILY;BYSECOND=61", "BYSECOND", "'61' is no number from 0 to 60"),
        ("FREQ=DAILY;BYHOUR=9,", "BYHOUR", "'' is no number"),
        ("FREQ=DAILY;BYHOUR=٩", "BYHOUR", "no number"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS", "chooses from the set another BY part makes"),
        ("FREQ=MONTHLY;BYWEEKNO=20", "BYWEEKNO", "does not go with FREQ=MONTHLY, only with YEARLY"),
        (
            "FREQ=DAILY;BYYEARDAY=20",
            "BYYEARDAY",
            "does not go with FREQ=DAILY, only with SECONDLY, MINUTELY, HOURLY, YEARLY",
        ),
        ("FREQ=WEEKLY;BYMONTHDAY=20", "BYMONTHDAY", "does not go with FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY", "a numbered weekday such as 1MO does not go with FREQ=WEEKLY; write MO"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYDAY", "does not go with BYWEEKNO"),
    ],
)
def test_a_bad_rule_is_refused_with_its_part_and_what_would_be_right(text: str, part: str, message: str) -> None:
    with pytest.raises(BadRecurrence, match=message) as caught:
        rule(text)

    assert caught.value.line == f"RRULE:{text}"
    assert caught.value.part == part
