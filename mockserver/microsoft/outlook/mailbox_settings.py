"""The settings of a mailbox: its zone, language and formats, when its owner works, what it answers by itself.

A mailbox that nobody set up has defaults, which follow from the scenario. What is changed is kept whole, in
`microsoft/mailboxSettings` by the mailbox's key. What a new value must look like is `settings_bodies.py`'s.
https://learn.microsoft.com/graph/api/resources/mailboxsettings
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from mockserver.clock import DAY, HOUR
from mockserver.http.operation import OperationTable
from mockserver.microsoft import formats, queries, scopes
from mockserver.microsoft.bodies import read_body
from mockserver.microsoft.events.times import seven_digits
from mockserver.microsoft.mailbox import open_own_mailbox
from mockserver.microsoft.odata import select
from mockserver.microsoft.outlook.languages import language
from mockserver.microsoft.outlook.settings_bodies import changed
from mockserver.microsoft.render import Resource, decoded, fragment
from mockserver.microsoft.templates import USER
from mockserver.timing import wall, zones

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.http.exchange import Exchange
    from mockserver.microsoft.mailbox import Mailbox
    from mockserver.microsoft.render import Value

table = OperationTable("microsoft")
Settings = dict[str, Any]
KEPT = "microsoft/mailboxSettings"
TYPE = "mailboxSettings"
PATH = f"{USER}/mailboxSettings"
PROPERTIES: Final = (
    "timeZone", "delegateMeetingMessageDeliveryOptions", "dateFormat", "timeFormat", "userPurpose",
    "automaticRepliesSetting", "language", "workingHours",
)  # fmt: skip
"""The properties that have a path of their own."""
_ARCHIVE: Final = 0x0120  # the folder's number is [inferred]
_REFERENCE = "https://learn.microsoft.com/graph/api/user-get-mailboxsettings"


def settings_of(mailbox: Mailbox) -> Settings:
    """The mailboxSettings of a mailbox, in the order of the wire."""
    record = mailbox.session.documents.collection(KEPT).get(mailbox.key)
    return _defaults(mailbox) if record is None else decoded(record.body)


def keep_settings(mailbox: Mailbox, settings: Settings) -> None:
    """Keep the settings of a mailbox, all of them."""
    mailbox.session.documents.put(KEPT, mailbox.key, fragment(settings))


def windows_zone(name: str) -> str:
    """A zone as Windows names it, as far as Windows knows it."""
    return zones.to_windows(name) or name


@table.operation(
    "mailboxSettings.get", "GET", PATH,
    scopes=scopes.READ_SETTINGS, options={"odata": ("select",)}, reference=_REFERENCE,
)  # fmt: skip
def get_settings(exchange: Exchange) -> Value:
    mailbox = open_own_mailbox(exchange)
    chosen = queries.odata_options(exchange).select
    selection = select.ALL if chosen is None else select.parse(chosen, TYPE)
    return _answer(mailbox, selection.applied(settings_of(mailbox)), selection.fragment)


@table.operation(
    "mailboxSettings.update", "PATCH", PATH,
    scopes=scopes.WRITE_SETTINGS, reference="https://learn.microsoft.com/graph/api/user-update-mailboxsettings",
)  # fmt: skip
def update_settings(exchange: Exchange) -> Value:
    """Answered with the changed properties alone."""
    mailbox = open_own_mailbox(exchange)
    before = settings_of(mailbox)
    new = changed(exchange, read_body(exchange, TYPE), before)
    keep_settings(mailbox, before | new)
    return _answer(mailbox, new)


def get_property(exchange: Exchange, name: str) -> Value:
    """One setting: an object as it stands, anything else as a `value`."""
    mailbox = open_own_mailbox(exchange)
    value = settings_of(mailbox)[name]
    shown = value if isinstance(value, dict) else {"value": value}
    return Resource(fragment(shown), f"{mailbox.place}/mailboxSettings/{name}")


for _name in PROPERTIES:
    table.operation(
        f"mailboxSettings.{_name}.get", "GET", f"{PATH}/{_name}", scopes=scopes.READ_SETTINGS, reference=_REFERENCE
    )(partial(get_property, name=_name))


def _answer(mailbox: Mailbox, shown: Settings, selected: str = "") -> Value:
    return Resource(fragment(shown), f"{mailbox.place}/mailboxSettings{selected}", type=TYPE)


def _defaults(mailbox: Mailbox) -> Settings:
    """As in a new mailbox of the United States, but for the zone, which is its owner's. [inferred]"""  # noqa: D400 - ends with its mark
    zone = windows_zone(mailbox.zone)
    next_hour = mailbox.session.clock.now() // HOUR * HOUR + HOUR
    return {
        "archiveFolder": formats.folder_id(mailbox.keys, _ARCHIVE),
        "timeZone": zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "M/d/yyyy",
        "timeFormat": "h:mm tt",
        "userPurpose": "user" if mailbox.kind == "person" else mailbox.kind,
        "automaticRepliesSetting": {
            "status": "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": _in_utc(next_hour),
            "scheduledEndDateTime": _in_utc(next_hour + DAY),
        },
        "language": language("en-US"),
        "workingHours": {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": zone},
        },
    }


def _in_utc(instant: Instant) -> dict[str, str]:
    return {"dateTime": seven_digits(wall.local(instant, zones.zone("UTC"))), "timeZone": "UTC"}
