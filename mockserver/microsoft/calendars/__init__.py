"""Calendars of Microsoft Graph: the folders of a mailbox that events lie in, their groups, who shares them."""
