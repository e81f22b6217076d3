"""Microsoft's authorization server, Entra ID: its paths, its operations and its answers. Deciding is `identity/`'s.

Nothing is imported here: the paths are there from the start, the rest comes with the first request for it.
"""
