"""The query parameters of the event operations, each with its bounds as the discovery document gives them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

DEFAULT_PAGE, LARGEST_PAGE = 250, 2500
Count = Annotated[int, msgspec.Meta(ge=1)]
Version = Annotated[int, msgspec.Meta(ge=0, le=1)]
EventType = Literal["birthday", "default", "focusTime", "fromGmail", "outOfOffice", "workingLocation"]

NO_MAIL = "no mail is sent; it never changes the data"
WRITE_ACCEPTED = {"sendUpdates": NO_MAIL, "sendNotifications": NO_MAIL}
ADDRESSES_SHOWN = {"alwaysIncludeEmail": "deprecated and ignored by Google: addresses are always shown"}
INVITATIONS_SHOWN = {"showHiddenInvitations": "no invitation is hidden: there is no setting yet that would hide one"}


class Query(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Parameters by their names on the wire."""


class GetQuery(Query, frozen=True):
    """Parameters of events.get."""

    time_zone: str | None = None
    max_attendees: Count | None = None


class ListQuery(Query, frozen=True):
    """Parameters of events.list."""

    event_types: list[EventType] = []
    i_cal_uid: str | None = msgspec.field(default=None, name="iCalUID")
    max_attendees: Count | None = None
    max_results: Count = DEFAULT_PAGE
    order_by: Literal["startTime", "updated"] | None = None
    page_token: str | None = None
    private_extended_property: list[str] = []
    q: str | None = None
    shared_extended_property: list[str] = []
    show_deleted: bool | None = None
    single_events: bool = False
    sync_token: str | None = None
    time_max: str | None = None
    time_min: str | None = None
    time_zone: str | None = None
    updated_min: str | None = None


class InstancesQuery(Query, frozen=True):
    """Parameters of events.instances."""

    max_attendees: Count | None = None
    max_results: Count = DEFAULT_PAGE
    original_start: str | None = None
    page_token: str | None = None
    show_deleted: bool = False
    time_max: str | None = None
    time_min: str | None = None
    time_zone: str | None = None


class InsertQuery(Query, frozen=True):
    """Parameters of events.insert, events.update and events.patch."""

    conference_data_version: Version = 0
    event_label_version: Version = 0
    max_attendees: Count | None = None
    supports_attachments: bool = False


class ImportQuery(Query, frozen=True):
    """Parameters of events.import."""

    conference_data_version: Version = 0
    event_label_version: Version = 0
    supports_attachments: bool = False


class MoveQuery(Query, frozen=True):
    """Parameters of events.move."""

    destination: str


class QuickAddQuery(Query, frozen=True):
    """Parameters of events.quickAdd."""

    text: str
