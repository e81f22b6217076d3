"""Every operation of Graph that is served: the tables of the modules that declare them, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.operation import joined
from mockserver.microsoft import batch
from mockserver.microsoft.calendars import calendars, groups, permissions
from mockserver.microsoft.directory import places, users
from mockserver.microsoft.events import (
    attachments,
    delta,
    extensions,
    forwarding,
    lists,
    reminders,
    responses,
    upload_sessions,
)
from mockserver.microsoft.events import operations as event_operations
from mockserver.microsoft.outlook import (
    categories,
    exchange_ids,
    languages,
    mailbox_settings,
    outlook_user,
    time_zones,
)
from mockserver.microsoft.push import operations as push
from mockserver.microsoft.schedule import get_schedule, meeting_times

if TYPE_CHECKING:
    from mockserver.http.operation import OperationTable

_TABLES: tuple[OperationTable, ...] = (
    attachments.table,
    batch.table,
    calendars.table,
    categories.table,
    delta.table,
    event_operations.table,
    exchange_ids.table,
    extensions.table,
    forwarding.table,
    get_schedule.table,
    groups.table,
    languages.table,
    lists.table,
    mailbox_settings.table,
    meeting_times.table,
    outlook_user.table,
    permissions.table,
    places.table,
    push.table,
    reminders.table,
    responses.table,
    time_zones.table,
    upload_sessions.table,
    users.table,
)

ALL = joined(*_TABLES)
