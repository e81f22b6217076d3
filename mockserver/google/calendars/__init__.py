"""Calendars: the operations on them and on a user's list of them, their documents, sharing, colours and busy times.

Nothing is imported here: each user takes the modules it needs.
"""
