"""What the preview puts into pages as it serves them; the files of the site stay as they are. Pure."""

from __future__ import annotations

RESERVED = ".chapbook/"
"""Where the preview's own script and news are found; no site has a file there, since no hidden name belongs to one."""
SCRIPT = RESERVED + "preview.js"
NEWS = RESERVED + "news"

_END_OF_HEAD = b"</head>"

BUILDING = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Building the site</title>
<style>
body { margin: 15vh auto; max-width: 32rem; padding: 0 1rem; font: 1.1rem/1.6 system-ui, sans-serif; }
</style>
</head>
<body>
<h1>The site is being built</h1>
<p>This page loads again as soon as there is something to see. The terminal shows how far it is.</p>
</body>
</html>
"""
"""What is shown before the first build is done."""


def with_script(page: bytes, run: str, version: int, *, missing: bool = False) -> bytes:
    """Put the preview's script at the end of a page's head; the page's own policy lets it run.

    `missing` says that the page stands for one that is not there.
    """
    more = " data-missing" if missing else ""
    script = (
        f'<script src="/{SCRIPT}" data-run="{run}" data-version="{version}"{more} defer></script>'.encode()
    )
    head, end, rest = page.partition(_END_OF_HEAD)
    return b"".join((head, script, end, rest))
