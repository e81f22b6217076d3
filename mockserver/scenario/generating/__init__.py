"""Companies that are made up.

`company` says who works there, `team` what stands in the calendars of a team, `parts` how that becomes documents. All
of it follows from the scenario's name and its `generate` section. People are made at once, for requests name them; a
team's calendars when somebody first asks for one of them, so that a scenario of 100,000 events starts as fast as one
of ten and takes the memory of what is looked at.
"""

from mockserver.scenario.generating.company import Company, populated
from mockserver.scenario.generating.parts import in_parts

__all__ = ["Company", "in_parts", "populated"]
