"""What an experiment reads is an input: change it and the experiment is stale, change anything else and it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest
from conftest import REPOSITORY

from further import trace
from further.errors import FurtherError
from further.surroundings import setting

PROGRAM = """\
import sys
sys.path[:0] = [{scripts!r}, {folder!r}]
from further import trace
trace.start({root!r})
{code}
import json
print("REPORT" + json.dumps(trace.report()))
"""


@pytest.fixture
def folder(tmp_path):
    """A repository with one of each kind of input, and a file that nobody reads."""
    import numpy as np

    where = tmp_path / "snippets" / "topic"
    (where / "listed").mkdir(parents=True)
    (where / "package" / "inner").mkdir(parents=True)
    (where / "data.txt").write_text("data")
    (where / "unread.txt").write_text("unread")
    (where / "listed" / "one.txt").write_text("one")
    (where / "lazy.py").write_text("X = 1\n")
    (where / "package" / "__init__.py").write_text("")
    (where / "package" / "resource.txt").write_text("resource")
    (where / "vectors.txt").write_text("2 2\na 1 0\nb 0 1\n")
    np.save(where / "array.npy", np.arange(4))
    np.savez(where / "arrays.npz", a=np.arange(4))
    return where


def traced(folder, code, refused=False, **environment):
    """Run code as an experiment does, in its folder; return the trace's report, or whether it was refused."""
    root = str(folder.parent.parent)
    program = PROGRAM.format(
        scripts=str(REPOSITORY / "scripts"), folder=str(folder), root=root, code=textwrap.dedent(code)
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "REPORT" in done.stdout, done.stderr
    if refused:
        return "REFUSED" in done.stdout
    return json.loads(done.stdout.rpartition("REPORT")[2])


READS = {
    "open": ("open('data.txt').read()", "data.txt"),
    "pathlib": ("import pathlib; pathlib.Path('data.txt').read_bytes()", "data.txt"),
    "an absolute path": ("import os; open(os.path.abspath('data.txt')).read()", "data.txt"),
    "os.open": ("import os; os.read(os.open('data.txt', os.O_RDONLY), 9)", "data.txt"),
    "mmap": ("import mmap; f = open('data.txt', 'rb'); mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)", "data.txt"),
    "a changed folder": ("import os; os.chdir('listed'); open('../data.txt')", "data.txt"),
    "linecache": ("import linecache; linecache.getline('data.txt', 1)", "data.txt"),
    "numpy.load": ("import numpy; numpy.load('array.npy')", "array.npy"),
    "numpy.load of an archive": ("import numpy; numpy.load('arrays.npz')['a']", "arrays.npz"),
    "numpy.load of a map": ("import numpy; numpy.load('array.npy', mmap_mode='r')", "array.npy"),
    "numpy.memmap": ("import numpy; numpy.memmap('array.npy', mode='r')", "array.npy"),
    "numpy.loadtxt": ("import numpy; numpy.loadtxt('vectors.txt', skiprows=1, usecols=(1, 2))", "vectors.txt"),
    "numpy.fromfile": ("import numpy; numpy.fromfile('array.npy')", "array.npy"),
    "an import inside a function": ("def f():\n    import lazy\nf()", "lazy.py"),
    "an import that is taken back": ("import lazy, sys; del sys.modules['lazy']", "lazy.py"),
    "runpy": ("import runpy; runpy.run_path('lazy.py')", "lazy.py"),
    "a package's resource": (
        "import importlib.resources as r; (r.files('package') / 'resource.txt').read_text()",
        "package/resource.txt",
    ),
    "pkgutil": ("import pkgutil; pkgutil.get_data('package', 'resource.txt')", "package/resource.txt"),
    "a data base": (
        "import sqlite3\ntry: sqlite3.connect('file:data.txt?mode=ro').execute('select 1')\nexcept Exception: pass\n"
        "sqlite3.connect('data.txt')",
        "data.txt",
    ),
    "a reader that is no Python": ("from further import reading; reading('data.txt')", "data.txt"),
    "a folder for a reader that is no Python": ("from further import reading; reading('listed')", "listed/one.txt"),
}
SLOW = {
    "gensim": (
        "from gensim.models import KeyedVectors as K; K.load_word2vec_format('vectors.txt')",
        "vectors.txt",
    ),
    "gensim.load": (
        "import tempfile, os, shutil\nfrom gensim.models import KeyedVectors as K\n"
        "try: K.load('data.txt')\nexcept Exception: pass",
        "data.txt",
    ),
    "torch.load": ("import torch\ntry: torch.load('data.txt')\nexcept Exception: pass", "data.txt"),
    "torch.load of a map": ("import torch\ntry: torch.load('data.txt', mmap=True)\nexcept Exception: pass", "data.txt"),
    "safetensors": (
        "from safetensors.numpy import load\ntry: load(open('data.txt', 'rb').read())\nexcept Exception: pass",
        "data.txt",
    ),
    "pandas": ("import pandas; pandas.read_csv('vectors.txt', sep=' ')", "vectors.txt"),
    "joblib": ("import joblib\ntry: joblib.load('data.txt')\nexcept Exception: pass", "data.txt"),
}
WAYS = [*READS, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_read_is_an_input_and_nothing_else(folder, way):
    code, path = {**READS, **SLOW}[way]
    if way in SLOW:
        pytest.importorskip(way.partition(".")[0].partition(" ")[0])
    root = folder.parent.parent
    report = traced(folder, code)
    before = trace.fingerprint(root, report)
    (folder / "unread.txt").write_text("changed")
    assert trace.fingerprint(root, report) == before
    with (folder / path).open("ab") as file:
        file.write(b"#")
    assert trace.fingerprint(root, report) != before


@pytest.mark.parametrize("code", ["import os; os.listdir('listed')", "import glob; glob.glob('listed/*')"])
def test_a_folder_that_is_listed_is_an_input(folder, code):
    report = traced(folder, code)
    before = trace.fingerprint(folder.parent.parent, report)
    (folder / "listed" / "two.txt").write_text("two")
    assert trace.fingerprint(folder.parent.parent, report) != before


def test_a_setting_is_an_input_and_other_variables_are_not(folder, monkeypatch):
    root = folder.parent.parent
    report = traced(
        folder, "import os; from further import setting; setting('BOOK_SIZE', '3'); os.environ.get('OTHER')"
    )
    assert report["settings"] == ["BOOK_SIZE"]
    monkeypatch.delenv("BOOK_SIZE", raising=False)
    before = trace.fingerprint(root, report)
    monkeypatch.setenv("OTHER", "1")
    assert trace.fingerprint(root, report) == before
    monkeypatch.setenv("BOOK_SIZE", "4")
    assert trace.fingerprint(root, report) != before


def test_a_setting_has_a_default_and_a_name_that_begins_with_book(monkeypatch):
    monkeypatch.setenv("BOOK_SIZE", "4")
    assert (setting("BOOK_SIZE", "3"), setting("BOOK_NONE", "3")) == ("4", "3")
    with pytest.raises(ValueError, match="BOOK_"):
        setting("HOME", "")


REFUSED = {
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "an address": "import socket; socket.getaddrinfo('example.org', 80)",
    "a datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
    "writing": "open('data.txt', 'a').write('more')",
    "writing by number": "import os; os.open('data.txt', os.O_WRONLY)",
    "renaming": "import os; os.rename('data.txt', 'other.txt')",
    "moving in": "import os; open('/tmp/x-further', 'w').close(); os.replace('/tmp/x-further', 'other.txt')",
    "removing": "import pathlib; pathlib.Path('data.txt').unlink()",
    "another result": "open('../../.cache-of-mine', 'w')",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_network_and_writing_into_the_repository_are_refused(folder, what):
    code = f"""
try:
    {REFUSED[what]}
except PermissionError as error:
    print('REFUSED', error)"""
    assert traced(folder, code, refused=True)
    assert (folder / "data.txt").read_text() == "data"


STARTED = {
    "import subprocess; subprocess.run(['cat', 'data.txt'])": ["subprocess.Popen cat"],
    "import os; os.system('true')": ["os.system true"],
    "import os; os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)": ["os.posix_spawn /bin/true"],
    "import os; pid = os.fork(); pid or os._exit(0); os.waitpid(pid, 0)": ["os.fork"],
    "import multiprocessing as m; p = m.get_context('fork').Process(target=int); p.start(); p.join()": ["os.fork"],
    "import multiprocessing.util as m; m.spawnv_passfds(b'/bin/true', [b'true'], [])": ["multiprocessing"],
}


@pytest.mark.parametrize("code", STARTED)
def test_other_programs_are_noted(folder, code):
    assert traced(folder, code, FURTHER_KEEP="1")["started"] == STARTED[code]


def test_what_harms_nobody_is_not_refused(folder):
    code = """
    import os, platform, socket, tempfile
    platform.processor()                                # asks `uname`, takes no for an answer
    socket.socketpair()
    with tempfile.TemporaryDirectory() as scratch:
        open(os.path.join(scratch, "x"), "w").write("x")
    """
    assert traced(folder, code, TMPDIR=str(folder / "listed"), FURTHER_KEEP="1")["started"] == []


def test_a_home_without_a_list_of_fonts_is_no_mistake(folder, tmp_path_factory):
    """Matplotlib makes one when it is first imported, and asks a program for it."""
    home = tmp_path_factory.mktemp("home")
    code = "import matplotlib.font_manager"
    assert traced(folder, code, MPLCONFIGDIR=str(home), TMPDIR=str(home), FURTHER_KEEP="1")["started"] == []
    assert list(home.glob("fontlist*"))


def test_a_result_that_took_another_program_is_refused(mini):
    mini.edit("snippets/topic/second.py", 'value("answer", 7)', 'import os\n\nos.system("true")\nvalue("answer", 7)')
    with pytest.raises(FurtherError) as told:
        mini.book()
    assert (told.value.where, told.value.found) == ("experiment second", "os.system true")
