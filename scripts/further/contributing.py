"""From reading to contributing: links from a place in the book to the repository's forms, filled in, and to its files.

The forms are .github/ISSUE_TEMPLATE/correction.yml and question.yml; the names of their fields stand here too.
https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/creating-an-issue
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from further import history
from further.words import word

FORMS = {"correct": "correction.yml", "ask": "question.yml"}
"""The form behind each of the two offers."""

BRANCH = "notebooks"
"""Branch that publishing the site writes the notebooks to; Colab opens notebooks from a repository only."""

COLAB = "https://colab.research.google.com/github"
HEADING = re.compile(
    r'<(?P<tag>h[2-4])(?P<attributes>[^>]* id="(?P<id>[^"]+)"[^>]*)>(?P<inside>.*?)</(?P=tag)>', re.DOTALL
)
PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


@dataclass(frozen=True)
class Repository:
    """Where the book is kept, and at which commit it was built.

    Attributes:
        address: Its address, ``repo_url`` of mkdocs.yml.
        branch: The branch on which files are edited.
        commit: The commit, 40 hex digits; empty if the build did not know.
    """

    address: str
    branch: str
    commit: str

    @property
    def build(self) -> str:
        """The commit as a form shows it."""
        return self.commit[:12]

    def form(self, offer: str, lang: str, file: str, anchor: str = "", value: str = "") -> str:
        """Return the link to the form for ``offer``, filled in.

        Args:
            offer: ``"correct"`` or ``"ask"``.
            lang: Language of the page.
            file: The page's file in the repository.
            anchor: Id of the place in the page.
            value: What stands there: a section's title, or a number with its name.
        """
        title = f"[{lang}] {file}{'#' * bool(anchor)}{anchor}: "
        fields = {"page": file, "language": lang, "anchor": anchor, "value": value, "build": self.build}
        asked = {"template": FORMS[offer], "title": title, **{name: said for name, said in fields.items() if said}}
        return f"{self.address}/issues/new?{urlencode(asked, quote_via=quote)}"

    def editor(self, file: str) -> str:
        """Return the link to the editor of ``file``."""
        return f"{self.address}/edit/{self.branch}/{quote(file)}"

    def colab(self, lang: str, name: str) -> str:
        """Return the link that opens the notebook of experiment ``name`` in Colab; empty if Colab cannot."""
        place = urlsplit(self.address)
        return f"{COLAB}{place.path}/blob/{BRANCH}/{lang}/{name}.ipynb" if place.hostname == "github.com" else ""


def repository(root: Path, address: str | None, branch: str) -> Repository | None:
    """Return the repository at ``address``, or None if there is no address."""
    return Repository(address.rstrip("/"), branch, history.commit(root)) if address else None


def sections(html: str, repository: Repository, lang: str, file: str) -> str:
    """Return a page's HTML with two quiet links in each heading below the title: correct this section, ask about it.

    A heading's name for those who hear it stays its text.
    """

    def with_links(match: re.Match[str]) -> str:
        text = " ".join(unescape(re.sub(r"<[^>]*>", "", PERMALINK.sub("", match["inside"]))).split())
        label = "" if "aria-label" in match["attributes"] else f' aria-label="{escape(text)}"'
        links = "".join(
            f'<a class="headerlink fq-mend fq-mend--{offer}" href="{link}" title="{said}" aria-label="{said}"></a>'
            for offer in FORMS
            for link in [escape(repository.form(offer, lang, file, match["id"], text))]
            for said in [escape(word(lang, f"{offer}-section"))]
        )
        return f"<{match['tag']}{match['attributes']}{label}>{match['inside']}{links}</{match['tag']}>"

    return HEADING.sub(with_links, html)


def links(repository: Repository, lang: str, file: str, notebook: str = "") -> list[dict[str, str]]:
    """Return what stands at the foot of a page: ``text`` and ``href`` of each link.

    Args:
        repository: Where the book is kept.
        lang: Language of the page.
        file: The page's file in the repository.
        notebook: Name of the experiment, if the page is its notebook.
    """
    found = {f"{offer}-page": repository.form(offer, lang, file) for offer in FORMS}
    found["edit-experiment" if notebook else "edit-page"] = repository.editor(file)
    if notebook and (colab := repository.colab(lang, notebook)):
        found["colab"] = colab
    return [{"text": word(lang, name), "href": href} for name, href in found.items()]
