"""Further Questions: experiments that make the site. This module holds what an experiment imports."""

from further.authoring import both, claim, figure, table, value
from further.keeping import keep, kept
from further.surroundings import reading, setting

__all__ = ["both", "claim", "figure", "keep", "kept", "reading", "setting", "table", "value"]
