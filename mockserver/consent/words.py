"""Scopes in human words: what an app can do that has one, and how far that reaches.

There is a row for every scope that `identity` knows, by its short name. An app's own permissions have no row and are
shown by their name.
https://developers.google.com/workspace/calendar/api/auth and https://learn.microsoft.com/graph/permissions-reference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.consent.view import AskedScope
from mockserver.identity import permissions, scopes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mockserver.consent.view import Provider

_SIGN_IN = {
    "openid": ("Know that it is you", "A lasting identifier of your account, the same at every sign-in."),
    "email": ("Know your e-mail address", "The main address of your account."),
    "profile": ("Know your name", "Your name and what else your profile shows, such as a picture."),
}

_GOOGLE = _SIGN_IN | {
    "userinfo.email": _SIGN_IN["email"],
    "userinfo.profile": _SIGN_IN["profile"],
    "calendar": (
        "Full use of your calendars",
        "Reading, changing, sharing and deleting: calendars, events and settings.",
    ),
    "calendar.readonly": (
        "Read all your calendars",
        "Calendars, events and settings that you can see; nothing is changed.",
    ),
    "calendar.events": (
        "Read and change events",
        "On every calendar that you can change. Calendars themselves stay as they are.",
    ),
    "calendar.events.readonly": ("Read events", "On every calendar that you can see; nothing is changed."),
    "calendar.events.owned": ("Read and change events of your own calendars", "Not those that others share with you."),
    "calendar.events.owned.readonly": ("Read events of your own calendars", "Not those that others share with you."),
    "calendar.events.freebusy": ("Know when calendars are busy", "Times only, of every calendar that you can see."),
    "calendar.events.public.readonly": ("Read events of public calendars", "Only what everybody can see."),
    "calendar.app.created": ("Keep calendars of its own", "It can make more calendars and use those, and no others."),
    "calendar.calendarlist": ("Change your list of calendars", "Which calendars you follow, and how they are shown."),
    "calendar.calendarlist.readonly": ("Read your list of calendars", "Which calendars you follow; no events."),
    "calendar.calendars": (
        "Make calendars and change their properties",
        "Titles, descriptions, time zones; no events.",
    ),
    "calendar.calendars.readonly": ("Read the properties of calendars", "Titles, descriptions, time zones; no events."),
    "calendar.acls": (
        "Change with whom your calendars are shared",
        "Calendars that you own: who has access, and which.",
    ),
    "calendar.acls.readonly": ("Know with whom your calendars are shared", "Calendars that you own: who has access."),
    "calendar.settings": ("Read and change calendar settings", "Such as your time zone and the first day of the week."),
    "calendar.settings.readonly": ("Read calendar settings", "Such as your time zone and the first day of the week."),
    "calendar.freebusy": ("Know when you are busy", "Times only: neither titles nor guests."),
    "admin.directory.group.readonly": ("Read the groups of your organisation", "Names, addresses and members."),
    "admin.directory.resource.calendar": ("Manage rooms and equipment", "Buildings and resources that can be booked."),
    "admin.directory.resource.calendar.readonly": ("Read rooms and equipment", "What can be booked, and where it is."),
    "admin.directory.user.readonly": ("Read the people of your organisation", "Names, addresses and places in it."),
    "cloud-platform": ("Use cloud services in your name", "All data and services of your cloud projects."),
    "contacts": ("Read and change your contacts", "Adding and deleting included."),
    "contacts.readonly": ("Read your contacts", "Names, addresses and numbers that you keep."),
    "contacts.other.readonly": (
        "Read contacts that were saved for you",
        "People you dealt with and did not add yourself.",
    ),
    "directory.readonly": ("Read the address book of your organisation", "Names and addresses of colleagues."),
    "drive": ("Full use of your files", "Reading, changing and deleting all that is in your drive."),
    "drive.file": ("Use chosen files", "Those that you open with this app, or that it made."),
    "drive.readonly": ("Read your files", "All that is in your drive; nothing is changed."),
    "gmail.modify": ("Read, write and send mail", "All but deleting for good."),
    "gmail.readonly": ("Read your mail", "Messages and settings; nothing is changed."),
    "gmail.send": ("Send mail in your name", "It reads none."),
    "meetings.space.created": (
        "Keep video meetings of its own",
        "It can make meetings and change those, and no others.",
    ),
    "meetings.space.readonly": ("Read your video meetings", "Meetings that you can see; nothing is changed."),
    "tasks": ("Read and change your tasks", "Adding and deleting included."),
    "tasks.readonly": ("Read your tasks", "Nothing is changed."),
}

_MICROSOFT = _SIGN_IN | {
    "offline_access": ("Keep access while you are away", "It goes on without asking you to sign in again."),
    ".default": ("Everything that it is registered for", "All permissions that stand in the app's registration."),
    "Calendars.Read": ("Read your calendars", "Calendars and events of your mailbox; nothing is changed."),
    "Calendars.Read.Shared": (
        "Read your and shared calendars",
        "Also those that others share with you; nothing is changed.",
    ),
    "Calendars.ReadBasic": (
        "Read your calendars without their contents",
        "No texts, attachments or extensions of events.",
    ),
    "Calendars.ReadWrite": ("Read and change your calendars", "Making, changing and deleting calendars and events."),
    "Calendars.ReadWrite.Shared": (
        "Read and change your and shared calendars",
        "Also those that others let you change.",
    ),
    "Directory.Read.All": ("Read the directory", "People, groups and apps of your organisation."),
    "Directory.ReadWrite.All": ("Read and change the directory", "People, groups and apps of your organisation."),
    "Group.Read.All": ("Read all groups that you can see", "Their members, calendars and conversations."),
    "Group.ReadWrite.All": (
        "Read and change all groups that you can change",
        "Their members, calendars and conversations.",
    ),
    "Mail.ReadWrite": ("Read and change your mail", "Writing and deleting included, sending not."),
    "MailboxSettings.Read": ("Read your mailbox settings", "Such as time zone, working hours and automatic replies."),
    "MailboxSettings.ReadWrite": (
        "Read and change your mailbox settings",
        "Such as time zone, working hours and automatic replies.",
    ),
    "Place.Read.All": ("Read rooms and buildings", "What can be booked in your organisation, and where it is."),
    "Place.ReadWrite.All": (
        "Read and change rooms and buildings",
        "What can be booked in your organisation, and where it is.",
    ),
    "User.Read": ("Read your profile", "Your name, address and place in the organisation."),
    "User.ReadWrite": ("Read and change your profile", "Your name, address and place in the organisation."),
    "User.Read.All": ("Read everybody's profile", "All that the profiles in your organisation say."),
    "User.ReadBasic.All": ("Know who is in your organisation", "Everybody's name, address and picture."),
    "User.ReadWrite.All": ("Read and change everybody's profile", "All that the profiles in your organisation say."),
}

_UNKNOWN = "One of the app's own permissions: only its makers know what it allows."
_GOOGLE_SIGN_IN = frozenset({scopes.OPENID, scopes.EMAIL, scopes.PROFILE, "email", "profile"})


def words(provider: Provider, name: str) -> tuple[str, str]:
    """A scope's title and what there is to know about it. What is not known is shown by its own name."""
    if provider == "microsoft":
        bare = permissions.short(name)
        if bare.endswith("/.default"):
            bare = ".default"
        return _MICROSOFT.get(bare, (name, _UNKNOWN))
    return _GOOGLE.get(scopes.short(name), (name, _UNKNOWN))


def asked(provider: Provider, names: Iterable[str], granted_before: Collection[str] = ()) -> tuple[AskedScope, ...]:
    """Scopes as the page asks for them, all in the provider's own spelling.

    Each of Google's has a box, but for those of sign-in; Microsoft's are allowed together or not at all.
    https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions
    """
    return tuple(
        AskedScope(
            name, *words(provider, name), provider == "microsoft" or name in _GOOGLE_SIGN_IN, name in granted_before
        )
        for name in dict.fromkeys(names)
    )
