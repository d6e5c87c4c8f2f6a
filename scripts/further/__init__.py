"""Further Questions: experiments that make the site. This module holds what an experiment imports."""

from further.authoring import both, claim, figure, table, value
from further.keeping import keep, kept

__all__ = ["both", "claim", "figure", "keep", "kept", "table", "value"]
