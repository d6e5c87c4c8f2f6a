"""Further Questions: experiments that make the site. This module holds what an experiment imports."""

from further.authoring import both, claim, figure, table, value

__all__ = ["both", "claim", "figure", "table", "value"]
