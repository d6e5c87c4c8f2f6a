"""What a page refers to is found without rendering it, each with its line in the file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from further import page
from further.errors import FurtherError
from further.page import Heading, Page, Reference


def scan(text, lang="en"):
    return page.scan(Page("topic.md", f"docs/{lang}/topic.md", lang, text))


def values(text):
    return [(ref.name, ref.format, ref.particle) for ref in scan(text).references]


TEXT = """\
# Question { #question }

{{a.first}} comes first.

## The experiment { #experiment .wide }

/// figure | a.bars
It shows {{a.bars-seen:.2f}} and {{a.least.min:.1f}}.
///
/// code | a.train
///
### Untitled
{{a.bars}}
"""


def test_headings_have_level_id_text_and_line():
    assert scan(TEXT).headings == [
        Heading(1, "question", "Question", 1),
        Heading(2, "experiment", "The experiment", 5),
        Heading(3, "", "Untitled", 12),
    ]
    assert scan(TEXT).title == "Question"


def test_references_have_kind_name_line_and_section():
    assert scan(TEXT).references == [
        Reference("value", "a.first", 3, "question"),
        Reference("figure", "a.bars", 7, "experiment"),
        Reference("value", "a.bars-seen", 8, "experiment", ".2f"),
        Reference("value", "a.least.min", 8, "experiment", ".1f"),
        Reference("code", "a.train", 10, "experiment"),
        Reference("value", "a.bars", 13, ""),
    ]


@pytest.mark.parametrize("end", ["---", "..."])
def test_lines_are_counted_from_the_top_of_the_file_under_front_matter(end):
    front = f"---\ndescription: {{{{this is no value}}}}\n# no heading\n{end}\n"
    assert [heading.line for heading in scan(front + TEXT).headings] == [5, 9, 16]
    assert [ref.line for ref in scan(front + TEXT).references] == [7, 11, 12, 12, 14, 17]


def test_a_rule_that_never_ends_is_no_front_matter():
    assert values("---\n{{a.x}}\n") == [("a.x", "", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{a.x}}", ("a.x", "", "")),
        ("{{ a.x }}", ("a.x", "", "")),
        ("{{a.x:.2f}}", ("a.x", ".2f", "")),
        ("{{a.x:,}}", ("a.x", ",", "")),
        ("{{a.x:+.1%}}", ("a.x", "+.1%", "")),
        ("{{a.x|은/는}}", ("a.x", "", "은/는")),
        ("{{a.x:.2f|은/는}}", ("a.x", ".2f", "은/는")),
        ("{{ a.x:.2f | 은/는 }}", ("a.x", ".2f", "은/는")),
        ("{{one-two.x-3.min:.2f}}", ("one-two.x-3.min", ".2f", "")),
        ("**{{a.x}}**, and", ("a.x", "", "")),
        ("## Heading {{a.x}} { #id }", ("a.x", "", "")),
        ("/// details | Is it {{a.x}}?", ("a.x", "", "")),
        ("| {{a.x}} | cell |", ("a.x", "", "")),
        ("- {{a.x}}", ("a.x", "", "")),
    ],
)
def test_a_value_is_a_name_with_or_without_a_format_and_a_particle(text, found):
    assert values(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "`{{a.x}}`",
        "``{{a.x}} ` {{b}``",
        "```\n{{anything}}\n# no heading\n/// figure | a.b\n```",
        "~~~ python\n{{anything}}\n~~~",
        "````\n```\n{{anything}}\n```\n````",
        "  ```\n  {{anything}}\n  ```",
        "```\n~~~\n{{anything}}\n```",
    ],
)
def test_code_refers_to_nothing(text):
    found = scan(f"{text}\n{{{{a.after}}}}")
    assert ([ref.name for ref in found.references], found.headings, found.blocks) == (["a.after"], [], [])


def test_a_line_that_begins_with_code_in_three_backticks_opens_no_fence():
    assert values("```x``` is code\n\n{{a.x}}") == [("a.x", "", "")]


@pytest.mark.parametrize("fence", ["```", "~~~~ python", "  ```"])
def test_code_that_does_not_end_is_refused_because_markdown_would_show_what_follows(fence):
    with pytest.raises(FurtherError, match=r"line 4\n  expected: code that ends with (```|~~~~)\n"):
        scan(f"```\n```\n\n{fence}\n{{{{a.x}}}}\n")


@pytest.mark.parametrize(
    "braces",
    ["{{a.x", "{{}}", "{{a.X}}", "{{a b}}", "{{a_b.x}}", "{{낱말}}", "{{a..b}}", "{{.a}}", "\\{{a"],
)
def test_braces_that_are_no_value_are_refused_with_their_line(braces):
    with pytest.raises(FurtherError) as caught:
        scan(f"# One {{ #one }}\n\nText {braces} text\n", "ko")
    assert caught.value.where == "docs/ko/topic.md (ko), line 3"
    assert caught.value.expected.startswith("{{experiment.value}}")
    assert caught.value.found == f"Text {braces} text"


def test_a_particle_in_a_row_of_a_table_is_refused_because_its_bar_splits_the_row():
    with pytest.raises(FurtherError, match=r"line 3\n  expected: no particle in a row of a table"):
        scan("| a |\n|---|\n| {{a.x:.1f|은/는}} |")


def test_blocks_are_listed_in_order_with_their_lines_wherever_they_stand():
    item = "- item\n\n    /// table | a.rows\n    ///\n"
    text = f"/// answer\n///\n{item}//// details | Why?\n/// claim | a.holds\n///\n////\n"
    assert scan(text).blocks == [("answer", 1), ("table", 5), ("details", 7), ("claim", 8)]
    assert [(ref.kind, ref.name) for ref in scan(text).references] == [("table", "a.rows"), ("claim", "a.holds")]


def test_a_block_without_a_name_refers_to_nothing_so_that_the_checks_find_it():
    assert scan("/// figure\n///").references == [Reference("figure", "", 1, "")]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/// answer\nOne.\nTwo {{a.x}}.\n///\nThree.", "One.\nTwo {{a.x}}."),
        ("/// answer\n\nOne.\n\nTwo.\n\n///\n", "One.\n\nTwo."),
        ("//// answer\nOne.\n\n/// claim | a.b\nTwo.\n///\n////\n", "One.\n\nTwo.\n///"),
        ("/// details | x\nOne.\n///\n", ""),
        ("No answer.", ""),
    ],
)
def test_the_answer_is_taken_out(text, answer):
    assert scan(text).answer == answer


def test_a_byte_order_mark_is_no_part_of_the_title(tmp_path):
    (tmp_path / "topic.md").write_bytes(b"\xef\xbb\xbf# Question\n")
    assert page.read(tmp_path / "topic.md", "topic.md", "en", "docs/en/topic.md").title == "Question"


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "topic.md").write_bytes("질문".encode("cp949"))
    with pytest.raises(FurtherError, match=r"^docs/ko/topic.md \(ko\)\n  expected: a UTF-8 file"):
        page.read(tmp_path / "topic.md", "topic.md", "ko", "docs/ko/topic.md")


PIECES = st.sampled_from(
    ["{{", "}}", "a.x", "{{a.x}}", ":.2f", "|은/는", "`", "```", "~~~", "\n", "# ", "{ #id }", "---", "/// ", "answer"]
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_any_text_is_read_or_refused(text):
    lines = text.splitlines()
    try:
        found = scan(text)
    except FurtherError as error:
        places = {f"docs/en/topic.md (en), line {line}" for line in range(1, len(lines) + 1)}
        assert {each.where for each in getattr(error, "errors", [error])} <= places
        return
    assert all(ref.name in lines[ref.line - 1] for ref in found.references)
    assert all(heading.text in lines[heading.line - 1] for heading in found.headings)
