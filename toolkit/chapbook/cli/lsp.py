"""`chapbook lsp`."""

from __future__ import annotations

import importlib.util
import sys

import click

from chapbook.cli.screen import note
from chapbook.diag.errors import OperationFailed


@click.command(epilog="Example: chapbook lsp")
@click.option(
    "--stdio",
    is_flag=True,
    help="Speak over standard input and output. It always does; editors like to say it.",
)
def lsp(stdio: bool) -> None:
    """Help your editor while you write: findings, corrections, completion.

    Your editor starts this by itself, once it is told to; it speaks the Language Server Protocol. The guide's page
    “In your editor” has the settings.
    """
    if importlib.util.find_spec("pygls") is None:
        message = "The part that speaks with editors is not installed: the library pygls is missing."
        hint = 'In the folder of Chapbook, install it with: python -m pip install ".[lsp]"'
        raise OperationFailed("no-lsp", message, hint)
    from chapbook.editor.server import serve

    if sys.stdin.isatty():
        note("Waiting for an editor on standard input; this is no command to type. Ctrl-C ends it.")
    serve()
