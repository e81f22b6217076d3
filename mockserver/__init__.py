"""A stand-in for Google Calendar, Microsoft Graph calendar and their OAuth servers."""

__version__ = "0.1.0"
