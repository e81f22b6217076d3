"""The control API: what tests and people ask of the mock itself, under `/_mock`, and its health.

`provider` is how the pipeline sees it, built like any provider; `parts` is what its operations work on. One module per
noun holds that noun's operations (`sessions`, `clock`, `requests`…), its bodies and its answers; `problems` has every
refusal. What a provider answers is none of its business, and it asks the session, never a provider, to change things.
"""
