"""What a save changes in the served site: only what it must, and exactly what a whole build would write."""

from __future__ import annotations

import json

import pytest
from mkdocs.commands.build import build
from mkdocs.config.base import load_config
from mkdocs.livereload import LiveReloadServer

from further import serving

pytestmark = pytest.mark.slow


class Live:
    """A small book and the server that would serve it; `save` does what the server does when a file was saved."""

    def __init__(self, mini, rendered):
        self.mini, self.rendered = mini, rendered
        self.builder = lambda config: build(config)
        config = load_config(str(mini.root / "mkdocs.yml"))
        self.builder(config)
        self.server = LiveReloadServer(self.builder, "127.0.0.1", 0, root=config.site_dir)
        config.plugins.on_serve(self.server, config=config, builder=self.builder)

    def save(self):
        self.rendered.clear()
        self.server.builder()
        self.server._visible_epoch = self.server._wanted_epoch
        return self.state()

    def state(self):
        return json.loads(self.server.builder.state.after(-1))

    def site(self):
        root = self.mini.root / "site"
        files = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".gz")
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

    def whole(self):
        """What a whole build writes."""
        self.mini.build(strict=False)
        return self.site()


@pytest.fixture
def live(mini, monkeypatch):
    rendered = []
    populate = serving._populate_page

    def noted(page, config, files):
        rendered.append((config.theme["language"], page.file.src_uri))
        populate(page, config, files)

    monkeypatch.setattr(serving, "_populate_page", noted)
    monkeypatch.setattr(serving, "under_way", lambda: True)  # as the command would have it
    made = Live(mini, rendered)
    yield made
    serving.progress.watchers.clear()
    made.server.server_close()


def differing(one, other):
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


EDITS = {
    "a sentence": ([("docs/en/topic.md", "Inside code", "Within code")], {"topic.md"}),
    "a heading": ([("docs/ko/topic.md", "## 실험 {", "## 또 실험 {")], {"topic.md"}),
    "an answer, which the home page shows": (
        [("docs/en/topic.md", "The mean is", "The mean of it is")],
        {"topic.md", "index.md"},
    ),
    "a snippet": (
        [("snippets/topic/second.py", 'value("answer", 7)', 'value("answer", 8765)')],
        {"topic.md", "notebooks/second.ipynb"},
    ),
    "a snippet whose number an answer has": (
        [("snippets/topic/tiny.py", "[scale(seed) for", "[scale(seed) + 1 for")],
        {"topic.md", "index.md", "verdicts.md", "notebooks/tiny.ipynb"},
    ),
    "the words of a notebook": (
        [("snippets/topic/tiny.py", "# The rest.", "# All the rest.")],
        {"notebooks/tiny.ipynb"},
    ),
    "a title, which every page's navigation shows": (
        [("docs/en/topic.md", "# How small is it?", "# How tiny is it?")],
        set(),
    ),
    "a verdict": ([("docs/claims.yml", "verdict: holds", "verdict: limits")], set()),
}


@pytest.mark.parametrize("case", EDITS)
def test_a_save_renders_what_it_changed_and_writes_what_a_whole_build_writes(live, case):
    edits, pages = EDITS[case]
    before = live.site()
    for edit in edits:
        live.mini.edit(*edit)
    assert live.save()["kind"] == "good"
    assert {path for _, path in live.rendered} == pages
    after = live.site()
    assert differing(before, after) != []
    assert differing(after, live.whole()) == []


def test_several_saves_and_going_back_leave_the_first_site(live):
    before = live.site()
    for old, new in (("Inside code", "Within code"), ("Within code", "In code"), ("In code", "Inside code")):
        live.mini.edit("docs/en/topic.md", old, new)
        assert live.save()["kind"] == "good"
    assert differing(before, live.site()) == []


def test_nothing_is_rendered_when_nothing_changed(live):
    before = live.site()
    assert live.save()["kind"] == "good"
    assert live.rendered == []
    assert differing(before, live.site()) == []


BROKEN = {
    "a name": ("docs/en/topic.md", "code | tiny.measure", "code | tiny.measures", "did you mean tiny.measure"),
    "a false claim": ("snippets/topic/tiny.py", "x + 0.5 for", "x - 9 for", "it holds in 0 of 5"),
    "a caption": ("docs/en/topic.md", "\nA table.\n", "\n", "a caption inside /// table | tiny.rows"),
    "a snippet": ("snippets/topic/second.py", 'value("answer", 7)', "1 / 0  # <script>", "ZeroDivisionError"),
    "a cell": ("snippets/topic/second.py", "# %% only", "# %% Only", "a code cell with a name"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_mistake_leaves_the_last_good_site_and_is_told_until_it_is_mended(live, case):
    path, good, bad, told = BROKEN[case]
    before, epoch = live.site(), live.server._visible_epoch
    live.mini.edit(path, good, bad)
    state = live.save()
    assert (state["kind"], told in state["text"]) == ("bad", True), state
    assert live.server._visible_epoch == epoch  # browsers stay where they are
    assert differing(before, live.site()) == []
    live.mini.edit(path, bad, good)
    live.mini.edit("docs/en/topic.md", "Inside code", "Within code")
    assert live.save()["kind"] == "good"
    assert live.server._visible_epoch > epoch
    assert differing(live.site(), live.whole()) == []


def test_a_page_is_shown_while_the_other_language_is_still_to_be_written(live):
    live.mini.edit("docs/ko/topic.md", "코드 안의", "{{tiny.word}} 다시.\n\n## 더 { #more }\n\n코드 안의")
    state = live.save()
    assert state["kind"] == "noted"
    assert "the same headings (level and id) in the same order" in state["text"]
    assert live.rendered == [("ko", "topic.md"), ("en", "topic.md")]
    assert 'id="more"' in live.site()["topic/index.html"].decode()
    live.mini.edit(
        "docs/ko/topic.md", "# 얼마나 작을까요?", "# 얼마나 더 작을까요?"
    )  # a whole build does not mind either
    assert live.save()["kind"] == "noted"
    assert "얼마나 더 작을까요?" in live.site()["index.html"].decode()
    live.mini.edit("docs/en/topic.md", "Inside code", "Again {{tiny.word}}.\n\n## More { #more }\n\nInside code")
    assert live.save()["kind"] == "good"
    assert differing(live.site(), live.whole()) == []


def test_what_runs_is_told_while_it_runs(live, monkeypatch):
    told = []
    monkeypatch.setattr(live.server.builder.state, "set", lambda *state: told.append(state))
    live.mini.edit("snippets/topic/second.py", 'value("answer", 7)', 'value("answer", 8)')
    live.server.builder()
    assert [kind for kind, *_ in told] == ["busy"] * (len(told) - 1) + ["good"]
    assert any(text and text[0].startswith("[1/1] second · only") for _, *text in told)
    assert not any("tiny" in "".join(text) for _, *text in told)


def ask(live, path):
    said = []
    body = live.server.get_app()({"PATH_INFO": path}, lambda *reply: said.append(reply))
    return dict(said[0][1]), b"".join(body).decode()


def test_pages_of_the_server_alone_have_the_banner_and_it_never_shows_html(live):
    headers, page = ask(live, "/topic/")
    assert page.count('<script src="/__further/banner.js"></script>') == 1
    assert int(headers["Content-Length"]) == len(page.encode())
    assert b"__further" not in b"".join(live.site().values())
    _, script = ask(live, "/__further/banner.js")
    assert "마지막으로 성공한 페이지" in script
    assert "innerHTML" not in script
