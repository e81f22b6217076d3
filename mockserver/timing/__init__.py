"""Zones, wall-clock time, recurrence, busy time and lengths of time, the same for every provider.

Nothing here knows a provider, a document or a request. Instants and lengths are whole microseconds, see
`mockserver.clock`; a wall-clock time is a naive `datetime`, a day is a `date`.
"""
