"""Read the files of a source: text, YAML, front matter, licence and authors. What cannot be read is noted as lost."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from chapbook.convert.draft import Facts
from chapbook.convert.notes import Log
from chapbook.source.document import YamlValue
from chapbook.source.text import decode_utf8, split_front_matter
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.tree import RelPath, Tree

_INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_REORDERING = re.compile("[\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LICENSE_FILES = ("license", "licence", "license.md", "licence.md", "license.txt", "licence.txt", "copying")
_MOST_PLAIN = 4000
"""Letters of a text that are looked at for a title or a summary."""
_CODE_LICENSE_FILES = (
    "license-code",
    "licence-code",
    "license-code.md",
    "licence-code.md",
    "license-code.txt",
)
_LICENSES = (
    (r"CC0[- ]1\.0|CC0 1\.0|Creative Commons Zero|public domain dedication", "CC0-1.0"),
    (r"CC[- ]BY[- ]NC[- ]SA|Attribution-NonCommercial-ShareAlike", "CC-BY-NC-SA"),
    (r"CC[- ]BY[- ]NC[- ]ND|Attribution-NonCommercial-NoDeriv", "CC-BY-NC-ND"),
    (r"CC[- ]BY[- ]NC|Attribution-NonCommercial", "CC-BY-NC"),
    (r"CC[- ]BY[- ]SA|Attribution-ShareAlike", "CC-BY-SA"),
    (r"CC[- ]BY[- ]ND|Attribution-NoDeriv", "CC-BY-ND"),
    (r"CC[- ]BY|Creative Commons Attribution|licenses/by/", "CC-BY"),
    (r"\bMIT License|\AMIT\Z|Permission is hereby granted, free of charge", "MIT"),
    (r"Apache-2\.0|Apache License,? (Version )?2\.0|Apache License\s+Version 2\.0", "Apache-2.0"),
    (r"BSD-3-Clause|BSD 3-Clause", "BSD-3-Clause"),
    (r"GPL-3\.0|GNU GENERAL PUBLIC LICENSE\s+Version 3", "GPL-3.0-or-later"),
)


def clean(text: str) -> str:
    """Take out characters that nobody sees: controls, and those that reorder text on a screen."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE)
    return _REORDERING.sub("", "".join(kept))


def one_line(text: object, most: int = 200) -> str:
    """Give a text as one clean line of at most `most` characters; empty for what is no text or number."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return ""
    line = " ".join(clean(str(text)).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def read_text(tree: Tree, path: str, log: Log) -> str | None:
    """Give a file's text with `\\n` line ends and no invisible characters; None, noted, when it is not text."""
    text, findings = decode_utf8(path, tree.read(RelPath(path)))
    if text is None:
        log.lose(f"This file was left out. {findings[0].message}", path)
        return None
    cleaned = clean(text)
    if cleaned != text:
        log.lose("Characters that nobody sees were taken out.", path)
    return cleaned


def read_yaml(tree: Tree, path: str, log: Log) -> dict[str, YamlValue]:
    """Give the mapping that a YAML file holds; empty, and noted, when it cannot be read."""
    text = read_text(tree, path, log)
    return {} if text is None else yaml_values(path, text, log)


_KEY = re.compile(r"^[\"']?[A-Za-z_][\w .-]{0,60}[\"']?[ \t]*:(?:[ \t]|$)", re.MULTILINE)
"""How a line of front matter begins."""


def yaml_values(path: str, text: str, log: Log, first_line: int = 1) -> dict[str, YamlValue]:
    """Give the mapping that a YAML text holds; empty, and noted, when it cannot be read."""
    document, findings = parse_yaml(path, text, first_line)
    if document is None or not isinstance(document.data, dict | None):
        why = f" {findings[0].message}" if findings else ""
        log.lose(f"Its settings could not be read.{why}", path, first_line)
        return {}
    return document.data or {}


def page(tree: Tree, path: str, log: Log) -> tuple[dict[str, YamlValue], str, int] | None:
    """Give a Markdown file as front matter, body and the body's first line; None, noted, when it is not text."""
    text = read_text(tree, path, log)
    if text is None:
        return None
    matter = split_front_matter(text)
    if matter.header is None or (matter.header.strip() and not _KEY.search(matter.header)):
        return {}, text, 1  # two rules across the page, with text between them
    header = yaml_values(path, matter.header, log, matter.header_line)
    return header, matter.body, matter.body_line


def split_title(body: str) -> tuple[str, str]:
    """Cut a `# Title` off the start of a body; give the title, empty when there is none, and the rest."""
    match = re.match(r"\s*# +([^\n]*?)[ #]*(?:\n|\Z)", body)
    return (plain(match[1]), body[match.end() :]) if match else ("", body)


def plain(text: str) -> str:
    """Give a heading's words without marks of Markdown and without its `{…}` attributes."""
    text = re.sub(r"\{[^{}]*\}\s*\Z", "", text[:_MOST_PLAIN])
    text = re.sub(r"!?\[([^\[\]]*)\]\([^)]*\)", r"\1", text)
    return one_line(re.sub(r"[`*]|<[^>]*>|(?<!\w)_|_(?!\w)", "", text))


def title_of_path(path: str) -> str:
    """Make a title of a file's name: `02-first_steps.md` → `First steps`."""
    stem = PurePosixPath(path).name.partition(".")[0]
    words = one_line(re.sub(r"[-_\s]+", " ", re.sub(r"\A[0-9]+[-_. ]+", "", stem)))
    return words[:1].upper() + words[1:] if words else "Untitled"


def spdx(text: object) -> str:
    """Give the SPDX name of the licence that a text names or is; empty when none is known."""
    if not isinstance(text, str):
        return ""
    for pattern, name in _LICENSES:
        if re.search(pattern, text[:4000], re.IGNORECASE):
            version = re.search(r"\b([1-4]\.0)\b", text[:4000])
            return name if not name.startswith("CC-BY") else f"{name}-{version[1] if version else '4.0'}"
    return ""


def people(value: YamlValue) -> tuple[str, ...]:
    """Give names out of a text, a list of texts, or a list of mappings with `name` or given and family names."""
    if isinstance(value, list):
        return tuple(name for each in value for name in people(each))
    if isinstance(value, dict):
        parts = (
            value.get("given-names") or value.get("given"),
            value.get("family-names") or value.get("family"),
        )
        name = one_line(value.get("name")) or " ".join(one_line(each) for each in parts if each)
        return (name,) if name else ()
    name = one_line(value)
    return (name,) if name else ()


def facts_of(tree: Tree, log: Log) -> Facts:
    """Read what LICENSE and CITATION.cff at the top of a source say."""
    names = {path.lower(): path for path in tree.paths() if "/" not in path}
    license_name, citation = "", dict[str, YamlValue]()
    for name in _LICENSE_FILES:
        if name in names and not license_name and (text := read_text(tree, names[name], log)):
            license_name = spdx(text)
            if license_name:
                log.keep(f"The licence, {license_name}.", names[name])
                if license_name != "MIT" and re.search(r"\bMIT\b", text):
                    said = "It also names MIT, mostly for code; say so where you show code of the source."
                    log.lose(said, names[name])
            else:
                log.lose(
                    "The licence in this file is not one that is known here; name it with --license.",
                    names[name],
                )
    for name in _CODE_LICENSE_FILES:
        if name in names and (text := read_text(tree, names[name], log)):
            said = spdx(text) or "a licence that is not known here"
            log.lose(
                f"The code of the source has a licence of its own, {said}; say so where you show it.",
                names[name],
            )
            break
    if "citation.cff" in names:
        citation = read_yaml(tree, names["citation.cff"], log)
    authors = people(citation.get("authors"))
    if authors:
        log.keep(f"The authors: {', '.join(authors)}.", names["citation.cff"])
    return Facts(
        title=one_line(citation.get("title")),
        authors=authors,
        license=license_name or spdx(citation.get("license")),
        url=web(citation.get("repository-code")) or web(citation.get("url")),
    )


def web(value: YamlValue) -> str:
    """Give an http(s) address, else nothing."""
    text = one_line(value, 1000)
    return text if re.fullmatch(r"https?://[^\s<>\"]+", text) else ""
