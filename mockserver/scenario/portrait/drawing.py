"""A scenario on a terminal: what it declares, and a line of half hours for each person on telling days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import MINUTE
from mockserver.scenario.portrait.highlights import highlights, window
from mockserver.scenario.portrait.occurrences import occurrences
from mockserver.timing import wall
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.scenario.language import Scenario
    from mockserver.scenario.portrait.highlights import Highlight
    from mockserver.scenario.portrait.occurrences import Shown

_HALF_HOUR = 30 * MINUTE
_FREE, _BUSY, _NOT_BLOCKING = "·", "█", "░"
_MOST_OF_A_DAY = 20


def drawn(scenario: Scenario) -> str:
    """All of it, as text without colours."""
    parts = [_heading(scenario), *_declared(scenario), *(_day(scenario, one) for one in highlights(scenario))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _heading(scenario: Scenario) -> str:
    lines = [f"{scenario.name}: {scenario.summary}"]
    if scenario.tags:
        lines.append(f"tags: {', '.join(scenario.tags)}")
    if scenario.description:
        lines += ["", scenario.description.strip()]
    start = scenario.clock.start or "now"
    return "\n".join((*lines, "", f"clock: starts {start}, {scenario.clock.flow}; auth: {scenario.auth}"))


def _declared(scenario: Scenario) -> Iterator[str]:
    made_up = scenario.generate
    people = [
        (key, one.name, one.email, one.zone, " ".join(one.accounts), "" if one.kind == "person" else one.kind)
        for key, one in scenario.people.items()
    ]
    yield _table("people", people)
    if made_up is not None:
        yield (
            f"made up: {made_up.people} people with {made_up.events_per_person} events each, in teams of "
            f"{made_up.team_size}, and {made_up.rooms} rooms"
        )
    yield _table("groups", [(key, one.email, ", ".join(one.members)) for key, one in scenario.groups.items()])
    yield _table(
        "apps", [(key, one.kind, ", ".join(one.acts_for or one.redirect_uris)) for key, one in scenario.apps.items()]
    )
    yield _table(
        "tokens",
        [
            (text, one.person or one.app or "", one.state, ", ".join(one.scopes or ()))
            for text, one in scenario.tokens.items()
        ],
    )
    yield _table(
        "calendars",
        [
            (one.owner, one.key, _counted(one.events), " ".join(f"{who}:{role}" for who, role in one.share.items()))
            for one in scenario.calendars
        ],
    )


def _counted(events: Sequence[object]) -> str:
    several = sum(getattr(event, "repeat", None) is not None for event in events)
    return f"{len(events)} event{'' if len(events) == 1 else 's'}" + (f", {several} of them series" if several else "")


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    """Rows below a title, in columns; nothing where there are none."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join((title, *(f"  {line}" for line in lines)))


def _day(scenario: Scenario, highlight: Highlight) -> str:
    """A day as one line of half hours a person, and what stands in it below."""
    after, before = window(highlight)
    found = occurrences(scenario, after, before)
    there = zone(highlight.zone)
    lines = [f"{highlight.day:%A} {highlight.day} in {highlight.zone}: {highlight.why}"]
    owners = list(dict.fromkeys(one.owner for one in found))
    width = max((len(owner) for owner in owners), default=0)
    if owners:
        lines.append(f"  {'':<{width}}  {_scale(after, before, there)}")
    lines += [
        f"  {owner:<{width}}  {_bar([one for one in found if one.owner == owner], after, before)}" for owner in owners
    ]
    for one in found[:_MOST_OF_A_DAY]:
        when = "all day      " if one.all_day else f"{_at(one.start, there)} to {_at(one.end, there)}"
        note = f" ({one.note})" if one.note else ""
        abroad = (
            "" if one.zone == highlight.zone or one.all_day else f", {_at(one.start, zone(one.zone))} in {one.zone}"
        )
        lines.append(f"    {when}  {one.owner}: {one.title}{note}{abroad}")
    if len(found) > _MOST_OF_A_DAY:
        lines.append(f"    and {len(found) - _MOST_OF_A_DAY} more")
    return "\n".join(lines)


def _scale(after: int, before: int, there: object) -> str:
    """The hours above the lines: every third one. On a day that clocks change they are as clocks show them."""
    marks = [f"{wall.local(at, there):%H}" for at in range(after, before, 6 * _HALF_HOUR)]  # type: ignore[arg-type]  # a zone
    return "".join(f"{mark:<6}" for mark in marks).rstrip()


def _bar(found: Sequence[Shown], after: int, before: int) -> str:
    def half_hour(at: int) -> str:
        there = [one for one in found if one.start < at + _HALF_HOUR and one.end > at and one.note != "cancelled"]
        return _FREE if not there else _NOT_BLOCKING if all(one.free for one in there) else _BUSY

    return "".join(map(half_hour, range(after, before, _HALF_HOUR)))


def _at(at: int, there: object) -> str:
    return f"{wall.local(at, there):%H:%M}"  # type: ignore[arg-type]  # a zone
