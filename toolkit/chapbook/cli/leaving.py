"""The end of the process: what is printed is written, what asked to be told of the end is told, and no more.

Python would take every module and class apart first, which takes up to a tenth of a second after a build. The system
frees the same memory in no time.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn

from chapbook.cli.screen import complain

_NOT_PRINTED = 3
"""The exit code when the machine says no, as of `OperationFailed`."""


def leave(code: int) -> NoReturn:
    """End the process. Where threads still work, or somebody looks for leaks (`-X dev`), as Python usually does."""
    working = [
        each for each in threading.enumerate() if not each.daemon and each is not threading.main_thread()
    ]
    if working or sys.flags.dev_mode:
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError, AttributeError):  # nobody reads any more, it is closed, or never was
        pass
    except OSError as error:
        complain(f"What was to be printed could not be written: {error.strerror}.")
        code = code or _NOT_PRINTED
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)
