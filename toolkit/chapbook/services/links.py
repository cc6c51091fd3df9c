"""`chapbook check --links`: hand a subject what its links on the web answered, asked now or within the last days."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from chapbook.diag.errors import ChapbookError, OperationFailed
from chapbook.lint.rules.addresses import secured, web_addresses
from chapbook.model.subject import Subject
from chapbook.services.cache_folder import cache_folder
from chapbook.services.link_answers import TIMEOUT, Answer, ask
from chapbook.tree.write import write_file

DAY = 86_400.0
LIFE = 7 * DAY
"""Seconds that a good answer is remembered."""
LIFE_OF_A_PROBLEM = 3_600.0
"""Seconds that a bad one is: who has just mended something looks again soon."""
_MOST_CACHED = 20_000

Known = dict[str, tuple[float, str | None]]
"""Address to when it was asked, and what `Answer.problem` was."""


def cache_file() -> Path:
    """Give the file of answers in the user's folder for caches."""
    return cache_folder() / "links.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """How to ask. `ignore` holds patterns of addresses that are not asked, such as `https://intranet.example/*`."""

    ignore: tuple[str, ...] = ()
    cache: Path = field(default_factory=cache_file)
    timeout: float = TIMEOUT
    clock: Callable[[], float] = time.time


def with_answers(subject: Subject, options: LinkOptions) -> Subject:
    """Ask what the subject links to, and each http address with https too. `OperationFailed` without network."""
    urls = [url for url in web_addresses(subject) if not _is_ignored(url, options.ignore)]
    urls = [each for url in urls for each in (url, secured(url))]
    return replace(subject, web=answers(urls, options))


def answers(urls: Iterable[str], options: LinkOptions) -> Mapping[str, str]:
    """Give what addresses answered; those that are ignored, or of which nobody can tell, are left out."""
    wanted = [url for url in dict.fromkeys(urls) if not _is_ignored(url, options.ignore)]
    now = options.clock()
    known = {url: each for url, each in _read(options.cache).items() if _is_fresh(each, now)}
    asked = ask((url for url in wanted if url not in known), options.timeout)
    _refuse_offline(asked)
    if asked:
        known |= {url: (now, each.problem) for url, each in asked.items()}
        _write(options.cache, known)
    return {url: problem for url in wanted if (problem := known[url][1]) is not None}


def _is_ignored(url: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(url, pattern) for pattern in patterns)


def _is_fresh(known: tuple[float, str | None], now: float) -> bool:
    return 0 <= now - known[0] < (LIFE_OF_A_PROBLEM if known[1] else LIFE)


def _refuse_offline(asked: Mapping[str, Answer]) -> None:
    """Stop when not one of several hosts was found: then it is this computer that has no network."""
    hosts = {urlsplit(url).hostname for url in asked}
    if len(hosts) > 1 and all(each.unresolved for each in asked.values()):
        message = f"None of {len(hosts)} hosts on the web was found, so this computer seems to be offline."
        raise OperationFailed("offline", message, "Connect it, or check without --links.")


def _read(path: Path) -> Known:
    """Read the cache; one that is not there or not to be understood is empty."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    entries = data.get("links") if isinstance(data, dict) else None
    found: Known = {}
    for url, entry in entries.items() if isinstance(entries, dict) else ():
        if isinstance(entry, list) and len(entry) == 2:
            when, problem = entry
            if isinstance(when, int | float) and (problem is None or isinstance(problem, str)):
                found[url] = (when, problem)
    return found


def _write(path: Path, known: Known) -> None:
    """Write the cache, the newest answers; a disk that refuses costs only time at the next check."""
    newest = sorted(known.items(), key=lambda each: each[1][0], reverse=True)[:_MOST_CACHED]
    data = {"schema": 1, "links": {url: list(entry) for url, entry in sorted(newest)}}
    with suppress(ChapbookError):
        write_file(path, (json.dumps(data, indent=1) + "\n").encode())
