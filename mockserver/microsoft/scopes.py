"""Which permissions admit to an operation of Graph: any one of those that the permissions map lists for it.

An application permission has the name of the delegated one, but for `.All`. Delegated `.Shared` permissions reach what
others have shared as well. Names are as in `identity`: short, in Microsoft's spelling.
https://learn.microsoft.com/graph/permissions-reference
"""

from __future__ import annotations

WRITE = frozenset({"Calendars.ReadWrite", "Calendars.ReadWrite.Shared"})
READ = WRITE | {"Calendars.Read", "Calendars.Read.Shared"}
SUBSCRIBE = frozenset({"Calendars.Read", "Calendars.ReadWrite"})
"""To be told of changes; `.Shared` permissions do not help."""
READ_BASIC = READ | {"Calendars.ReadBasic", "Calendars.ReadBasic.All"}
"""No bodies, attachments and extensions are shown to who has only this."""
BASIC_ONLY = READ_BASIC - READ
SHARED = frozenset({"Calendars.Read.Shared", "Calendars.ReadWrite.Shared"})

WRITE_GROUP = frozenset({"Group.ReadWrite.All"})
READ_GROUP = WRITE_GROUP | {"Group.Read.All"}
READ_EVENTS, WRITE_EVENTS = READ_BASIC | READ_GROUP, WRITE | WRITE_GROUP
"""Of operations that people's mailboxes and groups share; `mailbox.py` tells which of them reach which."""
READ_DETAILS = READ | READ_GROUP

FIND_MEETING_TIMES = frozenset({"Calendars.Read.Shared", "Calendars.ReadWrite.Shared"})
WRITE_SETTINGS = frozenset({"MailboxSettings.ReadWrite"})
READ_SETTINGS = WRITE_SETTINGS | {"MailboxSettings.Read"}
WRITE_PLACES = frozenset({"Place.ReadWrite.All"})
READ_PLACES = WRITE_PLACES | {"Place.Read.All"}
READ_USERS = frozenset(
    {"User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
)
READ_USER = READ_USERS | {"User.Read", "User.ReadWrite"}
SIGNED_IN = frozenset({"User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All"})
"""Of Outlook's lists of zones and languages, which are no secret but need somebody signed in."""
