"""Identity: who there is, which app may do what for whom, and the tokens that say so.

No HTTP here: form fields come in as parsed text, and values or named refusals go out. `directory` holds a scenario's
facts, `identity` what a session makes of them; one file per noun below those two, one file per grant in `grants/`.
"""
