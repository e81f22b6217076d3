"""What a scenario looks like to people: who there is, what fails, and what its days hold around what matters.

`occurrences` says what stands when, `highlights` which days are worth looking at, `drawing` puts it on a terminal.
"""

from mockserver.scenario.portrait.drawing import drawn

__all__ = ["drawn"]
