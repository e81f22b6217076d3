from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.scenario.checking import check
from mockserver.scenario.mistakes import BadScenario, Mistake, listed, nearest, quoted

if TYPE_CHECKING:
    from pathlib import Path

MISTAKE = Mistake("a.yaml", 3, 7, "`x` is wrong", "write `y`")


def test_a_mistake_is_printed_with_file_line_and_column() -> None:
    assert str(MISTAKE) == "a.yaml:3:7: `x` is wrong; write `y`"


def test_a_bad_scenario_carries_its_mistakes_and_says_them_all() -> None:
    bad = BadScenario([MISTAKE, MISTAKE])

    assert bad.mistakes == (MISTAKE, MISTAKE)
    assert str(bad).splitlines() == [str(MISTAKE)] * 2


def test_a_value_is_shown_on_one_line_and_cut_where_it_is_long() -> None:
    assert quoted("a\n b") == "`a b`"
    assert quoted("x" * 100) == f"`{'x' * 57}...`"


def test_a_name_that_is_nearly_right_is_answered_with_that_one() -> None:
    assert nearest("sumary", ["summary", "summaries"]) == "did you mean `summary`?"


def test_a_name_that_is_less_near_is_answered_with_two() -> None:
    assert nearest("state", ["start", "status"]) == "did you mean `start` or `status`?"


def test_case_does_not_keep_names_apart() -> None:
    assert nearest("FREEBUSYREADER", ["freeBusyReader"]) == "did you mean `freeBusyReader`?"


def test_a_name_like_no_other_is_answered_with_all_there_are() -> None:
    assert nearest("qqq", ["b", "a"], of="there is") == "there is: `a`, `b`"


def test_where_there_is_nothing_that_is_said() -> None:
    assert nearest("x", [], of="declared") == "there is none declared"


def test_a_long_list_of_names_is_cut() -> None:
    assert listed([str(n) for n in range(14)], most=2) == "`0`, `1` and 12 more"


def said_of(text: str, file: Path) -> list[str]:
    """The messages about a file of that text, each without the folder."""
    file.write_text(text)
    return [str(mistake).removeprefix(f"{file.parent}/") for mistake in check(file)]


TEN_MISTAKES = """\
scenario: ten
summary: Ten mistakes, of the kinds that people make
tag: [oauth]
clock: {start: 2026-03-06T09:00:00-05:00, flow: freezed}
people:
  alice: {name: Alice Rivera, email: alice@autosched.example, zone: America/New_Yrok}
  bob: {name: Bob Okafor, email: alice@autosched.example}
apps:
  autosched: {acts_for: [alice]}
grants:
  - {person: alcie, app: autosched, scopes: [calendar.event]}
calendars:
  - owner: bob
    zone: Europe/London
    events:
      - {key: late, title: 5, start: 2026-03-06 10:00, end: 2026-03-06 09:00}
      - key: series
        start: 2026-03-06 10:00
        duration: PT30M
        repeat: FREQ=DAILY;COUNT=3
        changes: {2026-03-10: cancelled}
"""


def test_a_scenario_with_ten_mistakes_gets_ten_messages(tmp_path: Path) -> None:
    assert said_of(TEN_MISTAKES, tmp_path / "ten.yaml") == [
        "ten.yaml:3:1: `scenario` has no field `tag`; did you mean `tags`?",
        "ten.yaml:4:49: `flow` cannot be `freezed`; did you mean `frozen`?",
        "ten.yaml:6:69: `America/New_Yrok` is no time zone; did you mean `America/New_York`?",
        "ten.yaml:7:34: `alice@autosched.example` is already the address of `alice`; give each their own",
        (
            "ten.yaml:9:15: `autosched` is a client: it acts for whoever consents; "
            "write `kind: service-account`, or leave `acts_for` out"
        ),
        "ten.yaml:11:14: there is no person `alcie`; did you mean `alice`?",
        "ten.yaml:11:46: Google has no scope `calendar.event`; did you mean `calendar.events`?",
        'ten.yaml:16:28: `title` is the number `5`; put it in quotes to make it text: "5"',
        "ten.yaml:16:61: it ends at 2026-03-06 09:00, which is not after its start in Europe/London; write a later end",
        "ten.yaml:21:19: the series has no occurrence on 2026-03-10; the nearest is 2026-03-08 10:00",
    ]


MIXED = """\
scenario: mix
summary: !!str Mistakes of YAML, of form, and of what the parts say together
auth: false
people:
  alice: {name: Alice, email: alice.autosched.example, accounts: [gogle]}
  bob: {name: Bob, email: bob@partner.example, accounts: [google]}
  bob: {name: Bob, email: bob@partner.example, accounts: [google]}
apps:
  bob: {kind: service-account, acts_for: [bob]}
calendars:
  - owner: bob
    share: {bob: writer}
    events:
      - {key: one, start: 2026-02-30, title: .inf}
      - {key: one, start: 2026-03-06 10:00, duration: 30}
"""


def test_mistakes_of_yaml_of_form_and_of_rules_are_said_together(tmp_path: Path) -> None:
    assert said_of(MIXED, tmp_path / "mixed.yaml") == [
        "mixed.yaml:1:11: the scenario `mix` stands in `mixed.yaml`; call both the same",
        "mixed.yaml:2:10: the tag `!!str` is refused; write the value alone; put it in quotes to make it text",
        "mixed.yaml:3:7: `auth` is the truth value `false`; write one of: `off`, `on`",
        (
            "mixed.yaml:5:31: `email` cannot be `alice.autosched.example`; "
            "write an e-mail address, such as alice@autosched.example"
        ),
        "mixed.yaml:5:67: this cannot be `gogle`; did you mean `google`?",
        "mixed.yaml:7:3: `bob` is given twice; keep one of them; the later would hide the former",
        "mixed.yaml:9:3: the service account `bob` has the key of a person; give one of them another key",
        "mixed.yaml:12:13: `bob` owns the calendar; share it with others only",
        "mixed.yaml:14:27: `2026-02-30` is on no calendar or clock; write a date and a time that exist",
        "mixed.yaml:14:46: `.inf` is a number JSON does not have; write a finite 64-bit number or text",
        "mixed.yaml:15:15: event 1 of this calendar already has the key `one`; give each its own",
        "mixed.yaml:15:55: `duration` is the number `30`; write an ISO 8601 duration, such as PT15M, PT1H30M or P1D",
    ]
