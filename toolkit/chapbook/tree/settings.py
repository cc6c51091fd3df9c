"""Names of files that set up a site, or run when one is built. In a module nothing reads them; people should know."""

from __future__ import annotations

from pathlib import PurePosixPath

_NAMES = frozenset(
    {
        "mkdocs.yml",
        "mkdocs.yaml",
        "chapbook.yml",
        "chapbook.lock",
        "_config.yml",
        "_headers",
        "_redirects",
        "cname",
    }
    | {
        "netlify.toml",
        "vercel.json",
        "wrangler.toml",
        "book.toml",
        "conf.py",
        "pyproject.toml",
        "requirements.txt",
    }
    | {"package.json", "makefile", "dockerfile", "web.config", "robots.txt"}
)
_FOLDERS = frozenset(
    {"overrides", "themes", "theme", "hooks", "templates", "plugins", "_layouts", "_includes"}
)
"""At the top of a module; deeper ones are the author's own affair."""
_PROGRAMS = frozenset({".py", ".sh", ".ps1", ".bat", ".cmd", ".js", ".mjs", ".rb", ".j2", ".jinja"})


def sets_up_a_site(path: str) -> bool:
    """Say whether a file of a module looks as if a site were to be set up by it."""
    first, *rest = path.lower().split("/")
    return (rest[-1] if rest else first) in _NAMES or (bool(rest) and first in _FOLDERS)


def is_program(path: str) -> bool:
    """Say whether a file's name says that it is run."""
    return PurePosixPath(path.lower()).suffix in _PROGRAMS
