"""Bad input stops the build with one message that names the place, and leaves the last good site as it was."""

from __future__ import annotations

import logging

import pytest
from mkdocs.exceptions import Abort

pytestmark = pytest.mark.slow

TINY, SECOND = "snippets/topic/tiny.py", "snippets/topic/second.py"


def snippet(path, old, new):
    return lambda mini: mini.edit(path, old, new)


def page(lang, old, new):
    return lambda mini: mini.edit(f"docs/{lang}/topic.md", old, new)


def pages(old, new):
    return lambda mini: mini.both("topic.md", old, new)


def timeout(mini):
    mini.edit(SECOND, 'value("answer", 7)', "import time\n\ntime.sleep(60)")
    (mini.root / SECOND).write_text("# ---\n# timeout: 1\n# ---\n\n" + (mini.root / SECOND).read_text())


def alone(mini):
    (mini.root / "docs/ko/alone.md").write_text("# 홀로 { #alone }\n")


def not_utf8(path):
    return lambda mini: (mini.root / path).write_bytes("# 제목 { #title }\n".encode("cp949"))


CASES = {
    "a snippet that raises": (
        snippet(SECOND, 'value("answer", 7)', "1 / 0"),
        ["experiment second, cell only (topic/second.py, line 10)", "ZeroDivisionError: division by zero"],
    ),
    "a snippet beyond its time limit": (
        timeout,
        ["experiment second, cell only", "to end within 1 s", "still running in cell only"],
    ),
    "a snippet that is killed": (
        snippet(SECOND, 'value("answer", 7)', "import os\n\nos.kill(os.getpid(), 9)"),
        ["experiment second, cell only", "it was killed or left"],
    ),
    "a false claim": (
        snippet(TINY, "[x + 0.5 for x in ones]", "[x - 1.05 for x in ones]"),
        [
            "docs/ko/topic.md (ko), line 34",
            "docs/en/topic.md (en), line 31",
            "claim tiny.grows (cell show) to hold",
            "it holds in 4 of 5, worst margin -0.05",
        ],
    ),
    "a claim whose margins are narrower than their spread": (
        snippet(TINY, "[x + 0.5 for x in ones]", "[0.01, 0.01, 0.01, 0.01, 9.0]"),
        [
            "docs/ko/topic.md (ko), line 34",
            "it holds in 5 of 5, worst margin 0.01, and the margins are not wider than their spread",
        ],
    ),
    "a claim on too few seeds": (
        snippet(TINY, "for x in ones], both", "for x in ones][:4], both"),
        ["experiment tiny, cell show", "4 seeds"],
    ),
    "a value that no run gave": (
        pages("{{tiny.count", "{{tiny.counts"),
        ["docs/ko/topic.md (ko), line 18", "docs/en/topic.md (en), line 15", "tiny.counts", "did you mean tiny.count"],
    ),
    "a figure that no run gave": (
        pages("figure | tiny.bars", "figure | tiny.bar"),
        ["docs/ko/topic.md (ko), line 24", "did you mean tiny.bars"],
    ),
    "a code cell that is not there": (
        pages("code | tiny.measure", "code | tiny.measures"),
        ["docs/ko/topic.md (ko), line 21", "a cell of experiment tiny"],
    ),
    "an experiment that is not there": (
        pages("{{second.answer", "{{seconds.answer"),
        ["docs/ko/topic.md (ko), line 18", "an experiment under snippets/"],
    ),
    "a figure where a claim belongs": (
        pages("/// claim | tiny.equal", "/// claim | tiny.bars"),
        ["docs/ko/topic.md (ko), line 38", "a claim", "which is a figure"],
    ),
    "a claim that no page shows": (
        lambda mini: (
            mini.edit("docs/ko/topic.md", "/// claim | tiny.equal\n같습니다.\n///\n", ""),
            mini.edit("docs/en/topic.md", "/// claim | tiny.equal\nIt is equal.\n///\n", ""),
        ),
        ["experiment tiny, cell show", "claim tiny.equal on no page"],
    ),
    "a table that no page shows": (
        lambda mini: (
            mini.edit("docs/ko/topic.md", "/// table | tiny.rows\n표입니다.\n///\n", ""),
            mini.edit("docs/en/topic.md", "/// table | tiny.rows\nA table.\n///\n", ""),
        ),
        ["experiment tiny, cell show", "table tiny.rows on no page"],
    ),
    "a name given twice": (
        snippet(TINY, 'value("count", 12)', 'value("mean", 12)'),
        ["experiment tiny, cell measure", "'mean' is given twice"],
    ),
    "a format that does not fit": (
        pages("{{tiny.count", "{{tiny.count:.2x"),
        ["docs/ko/topic.md (ko), line 18", "a format that fits int 12"],
    ),
    "a decimal without a format": (
        pages("{{tiny.minus:.1f}}", "{{tiny.minus}}"),
        ["docs/ko/topic.md (ko), line 18", "a decimal number needs a format"],
    ),
    "a particle that cannot be chosen": (
        page("ko", "|이고/고}}", "|하고/고}}"),
        ["docs/ko/topic.md (ko), line 18", "a particle that can be chosen"],
    ),
    "NaN as a value": (
        snippet(TINY, 'value("count", 12)', 'value("count", float("nan"))'),
        ["experiment tiny, cell measure", "nan"],
    ),
    "infinity in a table": (snippet(TINY, ": 0.25}", ': float("inf")}'), ["experiment tiny, cell show", "inf"]),
    "a page in one language only": (alone, ["docs/ko/alone.md (ko)", "no docs/en/alone.md"]),
    "pages of different structure": (
        page("en", "## The experiment { #experiment }", "### The experiment { #experiment }"),
        [
            "docs/ko/topic.md (ko), line 16 and docs/en/topic.md (en), line 13",
            "## #experiment (ko), ### #experiment (en)",
        ],
    ),
    "blocks in another order": (
        page("en", "/// table | tiny.rows", "/// claim | tiny.rows"),
        ["docs/en/topic.md (en), line 27", "table (ko), claim (en)"],
    ),
    "a value in one language only": (
        page("en", "{{tiny.minus:.1f}}", "-0.5"),
        ["section #experiment", "only in Korean: ['tiny.minus']"],
    ),
    "a footnote in one language only": (
        page("en", "Inside code", "As said[^x]. Inside code"),
        ["docs/ko/topic.md (ko) and docs/en/topic.md (en)", "only in one: ['x']"],
    ),
    "a work cited in one language only": (
        page("en", "; @wiegreffe2019]", "]"),
        ["docs/ko/topic.md (ko), line 50", "wiegreffe2019, not in docs/en/topic.md"],
    ),
    "a work that is not there": (
        pages("[-@jain2019]", "[-@jian2019]"),
        ["docs/ko/topic.md (ko), line 51", "docs/en/topic.md (en), line 48", "did you mean jain2019"],
    ),
    "a work that no page cites": (
        lambda mini: (
            mini.edit("docs/ko/topic.md", "; @wiegreffe2019]", "]"),
            mini.edit("docs/en/topic.md", "; @wiegreffe2019]", "]"),
        ),
        ["docs/references.bib, line 11", "wiegreffe2019, cited by none"],
    ),
    "a work without a link": (
        lambda mini: mini.edit("docs/references.bib", "url       =", "note      ="),
        ["docs/references.bib, line 11", "a stable link in wiegreffe2019"],
    ),
    "a verdict that rests on nothing": (
        lambda mini: (
            mini.edit("docs/claims.yml", ', evidence: [tiny.grows, tiny.measure, "@jain2019"]', ""),
            mini.edit("docs/ko/topic.md", "{{tiny.bars|을/를}} 보세요.", "그냥요."),
            mini.edit("docs/en/topic.md", "See {{tiny.bars}}.", "It is so."),
        ),
        ["docs/ko/topic.md (ko), line 12", "docs/en/topic.md (en), line 9", "a verdict with evidence"],
    ),
    "a statement twice": (
        lambda mini: mini.edit("docs/claims.yml", "topic:\n", 'topic:\n  small: {note: "크다", verdict: wrong}\n'),
        ["docs/claims.yml, line 3", "every key once", "small again (first in line 2)"],
    ),
    "a Korean heading without an id": (
        page("ko", "## 실험 { #experiment }", "## 실험"),
        ["docs/ko/topic.md (ko), line 16", "a heading with an ASCII id"],
    ),
    "a chart with a label in one language": (
        snippet(TINY, 'title=both("count (words)", "개수(낱말)")', 'title="count (words)"'),
        ["experiment tiny, cell show, figure bars (ko)", "every text of the chart in Korean", "'count (words)'"],
    ),
    "a chart with a Korean label in English": (
        snippet(TINY, 'title=both("count (words)", "개수(낱말)")', 'title="개수"'),
        ["experiment tiny, cell show, figure bars (en)", "every text of the chart in English", "'개수'"],
    ),
    "a chart without a title for its axis": (
        snippet(TINY, ', title=both("count (words)", "개수(낱말)")', ""),
        ["figure bars (ko)", "found:    'x"],
    ),
    "a chart without an alt text": (
        snippet(TINY, 'alt=both("two bars", "막대 두 개")', 'alt=""'),
        ["experiment tiny, cell show", "needs an alt text in both languages"],
    ),
    "an alt text in one language": (
        snippet(TINY, 'both("two bars", "막대 두 개")', 'both("two bars", "")'),
        ["experiment tiny, cell show", "needs an alt text in both languages"],
    ),
    "a chart wider than its column": (
        snippet(
            TINY,
            '\nfigure("bars", chart',
            '\nsteps = chart.encode(x=alt.X("name:N", title=None)).properties(width=alt.Step(300))'
            '\nfigure("bars", steps | steps',
        ),
        ["experiment tiny, cell show, figure bars (ko)", "at most 680 px in the wide column"],
    ),
    "a page that is not UTF-8": (not_utf8("docs/ko/topic.md"), ["docs/ko/topic.md (ko)", "a UTF-8 file"]),
    "a snippet that is not UTF-8": (not_utf8(SECOND), ["topic/second.py", "a UTF-8 file"]),
    "a verdict on a statement that is not there": (
        pages("verdict | small", "verdict | big"),
        ["docs/ko/topic.md (ko), line 12", "a statement of topic in docs/claims.yml"],
    ),
    "a statement without a verdict": (
        lambda mini: mini.edit("docs/claims.yml", "topic:\n", 'topic:\n  big: {note: "크다", verdict: wrong}\n'),
        ["docs/ko/topic.md (ko)", "none on big"],
    ),
    "a link to a page that is not there": (pages("`{{", "[x](nowhere.md) `{{"), ["topic.md", "nowhere.md"]),
    "a heading that is underlined": (
        page("ko", "표입니다.", "제목\n==="),
        ["docs/ko/topic.md (ko), line 32", "headings that begin with #"],
    ),
    "a value in raw HTML": (
        pages("`{{", "\n\n<div>{{tiny.count}}</div>\n\n`{{"),
        ["docs/ko/topic.md (ko)", "every {{value}} filled in"],
    ),
    "a figure named in the answer": (
        lambda mini: (
            mini.edit("docs/ko/topic.md", "됩니다.", "됩니다. {{tiny.bars}}"),
            mini.edit("docs/en/topic.md", "The mean is", "{{tiny.bars}} The mean is"),
        ),
        ["docs/ko/topic.md (ko), line 7", "docs/en/topic.md (en), line 4", "only values in the answer"],
    ),
    "an alt text half in one language": (
        snippet(TINY, 'alt=both("two bars", "막대 두 개")', 'alt="A chart: " + both("two bars", "막대 두 개")'),
        ["experiment tiny, cell show", "'A' stands outside both(…)"],
    ),
    "braces that are no value": (
        page("ko", "{{tiny.count|이고/고}}", "{{Tiny count}}"),
        ["docs/ko/topic.md (ko), line 18", "{{experiment.value:.2f}}"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_build_stops_and_names(mini, caplog, case):
    break_it, expected = CASES[case]
    site = mini.root / "site"
    site.mkdir()
    (site / "index.html").write_text("the last good site")
    break_it(mini)
    with caplog.at_level(logging.WARNING), pytest.raises(Abort):
        mini.build()
    told = "\n".join(record.getMessage() for record in caplog.records)
    for part in expected:
        assert part in told
    assert (site / "index.html").read_text() == "the last good site"
    assert sorted(path.name for path in mini.root.iterdir() if path.name.startswith(".")) == [".cache"]


def test_a_damaged_cache_entry_is_run_again_with_a_warning_and_the_strict_build_passes(mini, caplog):
    for entry in (mini.root / ".cache/further/results").iterdir():
        entry.write_bytes(b"nonsense")
    with caplog.at_level(logging.WARNING, "further"):
        mini.build()
    assert caplog.text.count("is damaged; it will be made again") == 3
    assert "1.2" in mini.read("topic/index.html")
