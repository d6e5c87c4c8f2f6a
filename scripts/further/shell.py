"""Running cells in this process as a notebook would, with IPython's shell, and recording what each of them shows.

A stand-alone part of the engine: it is loaded in the process of every experiment, before its first cell.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config


class Recorder:
    """What the running cell has shown, in the order in which it came.

    Args:
        printed: File to which this process's standard output goes, that of its C libraries and children included.
        warned: The same for standard error.
    """

    def __init__(self, printed: Path, warned: Path) -> None:
        self.streams = {"stdout": printed.open("rb"), "stderr": warned.open("rb")}
        self.outputs: list[dict[str, Any]] = []
        self.displays: dict[str, dict[str, Any]] = {}

    def add(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, display: str | None = None) -> None:
        """Take down a display or a cell's last expression, after what was printed before it."""
        self._catch_up()
        data = {mime: _plain(item) for mime, item in data.items()}
        self.outputs.append({"output_type": kind, "metadata": metadata or {}, "data": data})
        if display:
            self.displays[display] = self.outputs[-1]

    def update(self, data: dict[str, Any], metadata: dict[str, Any] | None, display: str) -> None:
        """Put something else in the place of an earlier display."""
        if display in self.displays:
            data = {mime: _plain(item) for mime, item in data.items()}
            self.displays[display].update(data=data, metadata=metadata or {})

    def clear(self) -> None:
        """Drop what the running cell has shown so far."""
        self._catch_up()
        self.outputs.clear()

    def take(self) -> tuple[list[dict[str, Any]], str]:
        """Return what the cell that has ended showed, and what it wrote to standard error."""
        self._catch_up()
        taken, self.outputs = self.outputs, []
        return taken, self._written("stderr")

    def _catch_up(self) -> None:
        if text := self._written("stdout"):
            if self.outputs and self.outputs[-1]["output_type"] == "stream":
                self.outputs[-1]["text"] += text
            else:
                self.outputs.append({"output_type": "stream", "name": "stdout", "text": text})

    def _written(self, name: str) -> str:
        getattr(sys, name).flush()
        return self.streams[name].read().decode("utf-8", "replace")


def _plain(item: Any) -> Any:
    """Return one representation of a display as JSON can hold it: pictures in base 64."""
    return base64.b64encode(item).decode("ascii") if isinstance(item, bytes) else item


class _Publisher(DisplayPublisher):
    """What ``display`` calls."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *args: Any,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **others: Any,
    ) -> None:
        self._validate_data(data, metadata)
        display = (transient or {}).get("display_id")
        if update:
            self.shell.recorder.update(data, metadata, display)
        else:
            self.shell.recorder.add("display_data", data, metadata, display)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear()


class _Hook(DisplayHook):
    """What shows a cell's last expression."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shell.recorder.add("execute_result", format_dict, md_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Compiler(CachingCompiler):
    """Takes down which cell is compiled under which file name."""

    cell = ""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}

    def get_code_name(self, *args: Any) -> str:
        file = super().get_code_name(*args)
        self.names[file] = self.cell
        return file


class Failed(Exception):
    """A cell that raised.

    Args:
        error: What it raised.
        where: Name of the cell, and line in it, that the innermost frame of an experiment's own code was at.
    """

    def __init__(self, error: BaseException, where: tuple[str, int] | None) -> None:
        self.error, self.where = error, where
        super().__init__(repr(error))


class Shell(InteractiveShell):
    """IPython's shell, which writes down what it shows, and says nothing of errors: `run` raises them."""

    compiler_class = Type(_Compiler)
    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    recorder: Recorder

    @classmethod
    def made(cls) -> Shell:
        """Return this process's shell, ready to run: it has imported all that it needs."""
        config = Config()
        config.HistoryManager.enabled = False  # a data base, and a thread that writes to it
        config.InteractiveShell.colors = "nocolor"
        shell = cls.instance(config=config)
        shell.run_cell("pass", store_history=False)
        return shell

    def run(self, name: str, source: str) -> tuple[list[dict[str, Any]], str]:
        """Run one cell.

        Returns:
            Its outputs, as a notebook keeps them but without a count, and what it wrote to standard error.

        Raises:
            Failed: If it raises, or is no Python.
        """
        self.compile.cell = name
        done = self.run_cell(source, store_history=True)
        if error := done.error_before_exec or done.error_in_exec:
            raise Failed(error, self._place(error, name))
        return self.recorder.take()

    def ask_exit(self) -> None:
        """What ``exit()`` asks for."""
        raise SystemExit("exit() was called")

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        pass

    def _place(self, error: BaseException, cell: str) -> tuple[str, int] | None:
        names, trace, found = self.compile.names, error.__traceback__, None
        if isinstance(error, SyntaxError) and (not error.filename or error.filename in names):
            return names.get(error.filename or "", cell), error.lineno or 0
        while trace:
            if name := names.get(trace.tb_frame.f_code.co_filename):
                found = name, trace.tb_lineno
            trace = trace.tb_next
        return found
