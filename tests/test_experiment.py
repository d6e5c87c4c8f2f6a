"""Reading a snippet file: its cells as they are, and every malformed file told with its place."""

from __future__ import annotations

import re

import jupytext
import pytest
from conftest import REPOSITORY

from further import experiment
from further.errors import FurtherError, ManyErrors
from further.experiment import Cell

TITLES = """\
# %% [markdown] lang="en"
# # One idea

# %% [markdown] lang="ko"
# # 한 가지 생각
"""
WHOLE = f"""\
# ---
# timeout: 12
# ---

{TITLES}
# %% train
x = 1


# %% [markdown] lang="ko"
# ## 결과
# **둘** 다

# %% [markdown] lang="en"
# ## What it shows
# **Both**

# %% show tags=["wide"]
# cat and dog
print(x)
"""


@pytest.fixture
def read(tmp_path):
    """Write a snippet and read it."""
    (tmp_path / "topic").mkdir()

    def read(text, name="idea.py"):
        path = tmp_path / "topic" / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return experiment.read(path)

    return read


def test_a_file_is_read_into_cells_with_names_languages_and_lines(read):
    found = read(WHOLE)
    assert (found.name, found.topic, found.timeout) == ("idea", "topic", 12.0)
    assert found.cells == (
        Cell("markdown", "", "en", "# One idea", 5),
        Cell("markdown", "", "ko", "# 한 가지 생각", 8),
        Cell("code", "train", "", "x = 1", 11),
        Cell("markdown", "", "ko", "## 결과\n**둘** 다", 15),
        Cell("markdown", "", "en", "## What it shows\n**Both**", 19),
        Cell("code", "show", "", "# cat and dog\nprint(x)", 23),
    )


def test_titles_and_prose_are_of_a_language(read):
    found = read(WHOLE)
    assert (found.title("en"), found.title("ko")) == ("One idea", "한 가지 생각")
    assert [cell.source for cell in found.prose("en")] == ["# One idea", "## What it shows\n**Both**"]
    assert list(found.code) == ["train", "show"]


def test_windows_line_ends_change_nothing(read):
    assert read(WHOLE.replace("\n", "\r\n")).cells == read(WHOLE).cells


@pytest.mark.parametrize("comment", ["# cat and dog", "# rm the rest", "# !ls", "# %timeit x", "# ls"])
def test_a_comment_that_looks_like_a_command_stays_a_comment(read, comment):
    assert read(f"{TITLES}\n# %% train\n{comment}\n").code["train"].source == comment


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("# **Both**", "# **One**", True),
        ("# timeout: 12", "# timeout: 13", True),
        ("x = 1", "x = 2", False),
        ("# cat and dog", "# dog", False),
        ("# %% show", "# %% shown", False),
    ],
)
def test_the_key_of_the_code_knows_code_and_names_but_no_prose(read, old, new, same):
    assert old in WHOLE
    assert (read(WHOLE).code_key == read(WHOLE.replace(old, new)).code_key) is same


def test_the_key_of_the_code_knows_the_order_of_the_cells(read):
    one, two = "# %% one\nx = 1\n", "# %% two\nx = 2\n"
    assert read(TITLES + one + two).code_key != read(TITLES + two + one).code_key


@pytest.mark.parametrize(
    ("front", "seconds"),
    [("", 300.0), ("# ---\n# ---\n\n", 300.0), ("# ---\n# timeout: 0.5\n# ---\n\n", 0.5)],
    ids=["none", "empty", "half a second"],
)
def test_the_time_limit_is_in_the_front_cell(read, front, seconds):
    assert read(f"{front}{TITLES}\n# %% train\n").timeout == seconds


CODE = "# %% train\nx = 1\n"
KOREAN, ENGLISH = TITLES.split("\n\n")[::-1]
HERE = "experiment idea (topic/idea.py)"
BAD = {
    "a cell without a name": (f"{TITLES}\n# %%\nx = 1\n", f"{HERE}, line 7", "a code cell with a name"),
    "a name with capitals": (f"{TITLES}\n# %% Train\nx = 1\n", f"{HERE}, line 7", "# %% Train"),
    "a raw cell": (f"{TITLES}\n{CODE}# %% [raw] name\n# x\n", f"{HERE}, line 9", "# %% [raw]"),
    "a name given twice": (f"{TITLES}\n{CODE}{CODE}", f"{HERE}, line 9", "train again (first in line 7)"),
    "no language": (
        TITLES.replace(' lang="ko"', "") + CODE,
        f"{HERE}, line 4",
        '[markdown] lang="ko" (or "en")',
    ),
    "a third language": (TITLES.replace('"en"', '"fr"') + CODE, f"{HERE}, line 1", "'fr'"),
    "a cell in one language": (f"{TITLES}{CODE}{ENGLISH}\n", HERE, "ko ['#', 'train'], en ['#', 'train', '#']"),
    "other levels": (TITLES.replace("# # 한", "# ## 한") + CODE, HERE, "ko ['##', 'train'], en ['#', 'train']"),
    "another order": (f"{KOREAN}\n{CODE}{ENGLISH}\n", HERE, "ko ['#', 'train'], en ['train', '#']"),
    "no title": (TITLES.replace("# # ", "# ") + CODE, HERE, "a title (# …) as the first line"),
    "a text before the title": (TITLES.replace("# # ", "# text\n# # ") + CODE, HERE, "a title (# …) as the first line"),
    "a title of the second level": (TITLES.replace("# # ", "# ## ") + CODE, HERE, "a title (# …) as the first line"),
    "code before the title": (CODE + TITLES, HERE, "a title (# …) as the first line"),
    "no code": (TITLES, HERE, "at least one code cell"),
    "nothing": ("", HERE, "at least one code cell"),
    "code before the first marker": (f"import os\n\n{TITLES}{CODE}", f"{HERE}, line 1", "found:    import os"),
    "a marker inside a text": (f'{TITLES}{CODE}y = """\n# %% z\n"""\n', f"{HERE}, line 9", "outside texts"),
    "a marker without its space": (f"{TITLES}{CODE}#%% more\n", f"{HERE}, line 8", "found:    #%% more"),
    "a bare line of Markdown": (TITLES.replace("# # One", "# # One idea\nof two") + CODE, f"{HERE}, line 3", "of two"),
    "not UTF-8": (f"{TITLES}{CODE}".encode("cp949"), HERE, "a UTF-8 file"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_malformed_file_is_refused_with_its_place(read, case):
    text, place, told = BAD[case]
    with pytest.raises(FurtherError) as caught:
        read(text)
    assert caught.value.where == place
    assert told in str(caught.value)


def test_all_that_is_wrong_with_a_file_is_told_at_once(read):
    with pytest.raises(ManyErrors) as caught:
        read(f"# ---\n# timeout: 0\n# ---\n{TITLES}\n# %% Train\nx = 1\n# %%\n  # %% odd\n")
    assert [error.where.removeprefix(f"{HERE}, ") for error in caught.value.errors] == [
        "line 13",
        "line 10",
        "line 12",
        "front cell",
    ]


def test_every_experiment_of_the_repository_is_read_as_jupytext_reads_it():
    form = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    for path in experiment.files(REPOSITORY / "snippets"):
        text = path.read_text(encoding="utf-8")
        theirs = [cell for cell in jupytext.reads(text, fmt=form).cells if cell.cell_type != "raw"]
        ours = experiment.read(path).cells
        assert [cell.source.strip() for cell in ours] == [cell.source.strip() for cell in theirs], path
        assert [cell.name or cell.lang for cell in ours] == [
            cell.metadata.get("title") or cell.metadata.get("lang") for cell in theirs
        ]


FRONTS = {
    "timeout: [": "expected: YAML between two # --- lines",
    "timeuot: 3": "expected: the options timeout, memory, checkpoint, measured\n  found:    timeuot",
    "1: 2": "expected: YAML between two # --- lines\n  found:    1 (int)",
    "timeout: 2001-99-99": "expected: YAML between two # --- lines\n  found:    2001-99-99",
    "- timeout": "expected: the options timeout, memory, checkpoint, measured\n  found:    ['timeout']",
    "timeout: 0": "expected: timeout in seconds, above 0\n  found:    0",
    "timeout: -3": "expected: timeout in seconds, above 0\n  found:    -3",
    "timeout: .nan": "expected: timeout in seconds, above 0\n  found:    nan",
    "timeout: .inf": "expected: timeout in seconds, above 0\n  found:    inf",
    "timeout: long": "expected: timeout in seconds, above 0\n  found:    'long'",
    "timeout: yes": "expected: timeout in seconds, above 0\n  found:    True",
    "measured: seconds": "expected: measured: a list of the findings that tell times\n  found:    'seconds'",
    "measured: [a b]": "expected: measured: a list of the findings that tell times\n  found:    ['a b']",
    "timeout:": "expected: timeout in seconds, above 0\n  found:    None",
}


@pytest.mark.parametrize("front", FRONTS)
def test_a_malformed_front_cell_is_refused(read, front):
    with pytest.raises(FurtherError) as caught:
        read(f"# ---\n# {front}\n# ---\n\n{TITLES}\n{CODE}")
    assert str(caught.value).startswith(f"{HERE}, front cell\n  {FRONTS[front]}")


@pytest.mark.parametrize("name", ["Idea.py", "my_idea.py", "an idea.py", "생각.py", "-idea.py"])
def test_a_file_name_of_other_characters_is_refused(read, name):
    with pytest.raises(FurtherError, match=re.escape(f"(topic/{name})\n  expected: a file name of lower-case letters")):
        read(f"{TITLES}\n{CODE}", name)


@pytest.fixture
def snippets(tmp_path):
    """A folder of snippets, by path."""

    def write(*paths, text=f"{TITLES}\n{CODE}"):
        for path in paths:
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_experiments_are_found_by_topic_and_equipment_is_none(snippets):
    folder = snippets(
        "topic/two.py", "topic/one.py", "other/three.py", "lab/models.py", "topic/__init__.py", "loose.py"
    )
    found = experiment.discover(folder)
    assert [(name, each.topic) for name, each in found.items()] == [
        ("three", "other"),
        ("one", "topic"),
        ("two", "topic"),
    ]


def test_two_experiments_with_one_name_are_refused_with_both_files(snippets):
    folder = snippets("topic/idea.py", "other/idea.py")
    with pytest.raises(FurtherError) as caught:
        experiment.discover(folder)
    assert caught.value.where == "experiment idea"
    assert caught.value.found == f"{folder}/other/idea.py and {folder}/topic/idea.py"


def test_every_malformed_file_is_told_at_once(snippets):
    snippets("topic/one.py")
    folder = snippets("topic/two.py", "topic/three.py", text=TITLES)
    with pytest.raises(ManyErrors) as caught:
        experiment.discover(folder)
    places = [error.where for error in caught.value.errors]
    assert places == ["experiment three (topic/three.py)", "experiment two (topic/two.py)"]


def test_an_experiment_may_ask_for_a_checkpoint(read):
    assert read(f"# ---\n# checkpoint: encoder\n# ---\n\n{TITLES}\n{CODE}").checkpoint == "encoder"
    assert read(f"{TITLES}\n{CODE}").checkpoint == ""
    with pytest.raises(FurtherError, match="one of encoder, decoder, any"):
        read(f"# ---\n# checkpoint: bert\n# ---\n\n{TITLES}\n{CODE}")
