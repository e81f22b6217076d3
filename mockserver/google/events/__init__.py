"""Events: the operations on them, what an event is made of, how it is read, written, found and told to others.

Nothing is imported here: each user takes the modules it needs.
"""
