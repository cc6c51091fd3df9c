"""What the commands put on the screen: results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from types import TracebackType

import click


def use_color(stream_is_stdout: bool = True) -> bool:
    """Say whether to colour: on a terminal, unless NO_COLOR is set; FORCE_COLOR wins (no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    stream = sys.stdout if stream_is_stdout else sys.stderr
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Give the width to wrap at, in columns: the terminal's, at most 100."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def complain(message: str, hint: str = "") -> None:
    """Say on stderr what went wrong and what to do."""
    color = use_color(stream_is_stdout=False)
    click.echo(click.style(message, fg="red") if color else message, err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


def note(message: str) -> None:
    """Say something on stderr that is not the result."""
    click.echo(message, err=True)


def say(message: str = "") -> None:
    """Put a line of the result on stdout."""
    click.echo(message, color=use_color())


def counted(count: int, noun: str) -> str:
    """Give “1 module”, “2 modules”."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def good(message: str) -> str:
    """Style a line that reports success."""
    return click.style(message, fg="green") if use_color() else message


def dim(message: str) -> str:
    """Style a line that one may skip."""
    return click.style(message, dim=True) if use_color() else message


class Progress:
    """Shows on stderr how far work is and how long it will take, once it takes over a second; only on a terminal.

    It has no thread of its own: whoever works calls `update`, which draws ten times a second at most. How fast the
    work goes counts from the first call, so that getting ready is not taken for work.
    """

    def __init__(self, label: str, unit: str, *, delay: float = 1.0) -> None:
        self._label = label
        self._unit = unit
        self._next = time.monotonic() + delay
        self._first: tuple[float, int] | None = None
        self._terminal = sys.stderr.isatty()
        self._drawn = False

    def update(self, done: int, total: int) -> None:
        """Say how far the work is."""
        now = time.monotonic()
        since, before = self._first = self._first or (now, done)
        if not self._terminal or now < self._next:
            return
        self._next, self._drawn = now + 0.1, True
        left = (now - since) / (done - before) * (total - done) if done > before else None
        sys.stderr.write(f"\r{self._line(done, total, left):<{width() - 1}}")
        sys.stderr.flush()

    def _line(self, done: int, total: int, left: float | None) -> str:
        filled = round(_BAR * done / total) if total else 0
        bar = "█" * filled + "░" * (_BAR - filled)
        told = "" if left is None else f", {_in_minutes(left)} left"
        return f"{self._label} {bar} {done}/{total} {self._unit}{told}"[: width() - 1]

    def end(self) -> None:
        """Take it away again."""
        if self._drawn:
            sys.stderr.write("\r" + " " * (width() - 1) + "\r")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


_BAR = 24
"""Columns of a bar."""


def _in_minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


class Working:
    """Shows on stderr, after a second of work, what is being done, how far it is and for how long.

    On a terminal one line is kept up to date; elsewhere one line is printed when the second is over.
    """

    def __init__(self, label: str, *, delay: float = 1.0) -> None:
        self._label = label
        self._delay = delay
        self._state = ""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)
        self._terminal = sys.stderr.isatty()

    def update(self, done: int, total: int, name: str) -> None:
        """Say how far the work is."""
        self._state = f" {done}/{total} {name}"

    def __enter__(self) -> Working:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Show nothing any more, as somebody else is going to ask on the terminal."""
        self._end.set()
        self._thread.join()

    def _show(self) -> None:
        start = time.monotonic()
        if self._end.wait(self._delay):
            return
        if not self._terminal:
            sys.stderr.write(f"{self._label}…\n")
            return
        while not self._end.wait(0.1):
            seconds = int(time.monotonic() - start)
            line = f"{self._label}…{self._state} ({seconds} s)"
            sys.stderr.write(f"\r{line[: width() - 1]:<{width() - 1}}")
            sys.stderr.flush()
        sys.stderr.write("\r" + " " * (width() - 1) + "\r")
        sys.stderr.flush()
