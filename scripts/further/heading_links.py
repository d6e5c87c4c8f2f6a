"""The links in headings (correct this section, ask about it), where no plugin adds them to the finished page."""

from __future__ import annotations

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from further.foot import Foot

PRIORITY = 4  # last


class HeadingLinks(Postprocessor):
    """Adds them, if there is a repository."""

    def __init__(self, foot: Foot, source: str, md: Markdown) -> None:
        super().__init__(md)
        self.foot, self.source = foot, source

    def run(self, text: str) -> str:
        """Add them to the HTML of the page."""
        return self.foot.sections(text, self.source)


def register(md: Markdown, foot: Foot, source: str) -> None:
    """Add this to ``md``; ``source`` is the page's path as `further.foot` knows it."""
    md.postprocessors.register(HeadingLinks(foot, source, md), "further-heading-links", PRIORITY)
