"""The scenarios that the measuring needs: a page of fifty ordinary events, and a calendar of as many as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.clock import DAY, HOUR, MINUTE, Instant, parse_instant
from mockserver.documents import BaseBuilder
from mockserver.google import formats
from mockserver.google.calendars.calendar import events_of
from mockserver.google.render import decoded, fragment
from mockserver.google.seed import SEEDER
from mockserver.ids import derive
from mockserver.scenario.directory import directory
from mockserver.scenario.loading import loads
from mockserver.scenario.seeding import seeded
from mockserver.session import Template
from mockserver.timing.zones import zone

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 50
OWNER, TOKEN = "alice@autosched.example", "alice"
START = parse_instant("2026-03-06T14:00:00Z")
ZONE = "America/New_York"
_WORLD = """\
scenario: {name}
summary: {events} ordinary meetings in one calendar
clock: {{start: 2026-03-06T09:00:00-05:00, flow: real}}
people:
  alice: {{name: Alice Rivera, email: alice@autosched.example, zone: America/New_York}}
  bob: {{name: Bob Okafor, email: bob@partner.example, zone: Europe/London}}
tokens:
  alice: {{person: alice}}
calendars:
  - owner: alice
    events:
"""
_EVENT = """\
      - key: meeting-{number}
        title: Meeting {number} about the plan
        start: 2026-{month:02d}-{day:02d} 10:00
        duration: PT45M
        location: Room 4, second floor
"""


def world(name: str, events: int) -> str:
    """A scenario with this many meetings in Alice's primary calendar, as YAML."""
    meetings = (
        _EVENT.format(number=number, month=4 + number // 28 % 8, day=1 + number % 28) for number in range(events)
    )
    return _WORLD.format(name=name, events=events) + "".join(meetings)


def write_library(folder: Path) -> Path:
    """A library whose scenario `page` is a page of fifty events of about 40 KB."""
    library = folder / "library" / "v1.0.0"
    (library / "minimal").mkdir(parents=True)
    (library / "library.yaml").write_text("version: 1.0.0\nsummary: For measuring\n", "utf-8")
    (library / "minimal" / "page.yaml").write_text(world("page", PAGE), "utf-8")
    return library.parent


def large(events: int) -> Template:
    """A scenario ready to run with this many events, one an hour, in Alice's primary calendar.

    They are put into the base directly, made after one that the scenario's own seeding made: seeding as many would take
    longer than the measuring.
    """
    scenario = loads(world("large", 1).encode(), "large")
    who = directory(scenario)
    small = seeded(scenario, who, [SEEDER])
    (model,) = small[events_of(OWNER)].records
    document = decoded(model.body)
    builder = BaseBuilder()
    for name, base in small.items():
        if name == events_of(OWNER):
            continue
        builder.open(name)
        for record in base.records:
            index = {"updated": record.updated, "start": record.start, "end": record.end, "extra": record.extra}
            builder.add(name, record.id, record.body, **index)
    for number in range(events):
        _add(builder, document, number)
    return Template(scenario.name, who, "large", START, "real", base=builder.build())


def _add(builder: BaseBuilder, model: dict[str, object], number: int) -> None:
    event_id = formats.event_id(derive("large", str(number)))
    start = START + number * HOUR
    end, updated = start + 45 * MINUTE, _written(number)
    document = model | {
        "etag": formats.event_etag(updated),
        "id": event_id,
        "htmlLink": formats.html_link(event_id, OWNER),
        "updated": formats.updated(updated),
        "summary": f"Meeting {number} about the plan",
        "start": _time(start),
        "end": _time(end),
        "iCalUID": formats.ical_uid(event_id),
    }
    builder.add(events_of(OWNER), event_id, fragment(document), updated=updated, start=start, end=end)


def _time(instant: Instant) -> dict[str, str]:
    return {"dateTime": formats.date_time(instant, zone(ZONE)), "timeZone": ZONE}


def _written(number: int) -> Instant:
    return START - 20 * DAY + number * 1000
