"""Push notifications: opening and stopping channels, and what each one gets. Sending is `delivery/`'s.

Nothing is imported here: the channels are there from the start, the operations come with the first request for one.
"""
