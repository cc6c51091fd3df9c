"""Fill the templates under `scaffolds/`: one folder a language, `en` complete, the others as far as they go.

A template is a file with `$name` places (`string.Template`). What a user typed goes into YAML through `yaml_text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from chapbook.diag.errors import UsageProblem
from chapbook.model.mapping import KEBAB, MAX_ID, slugify

_INVISIBLE = frozenset({"Cc", "Cs"})
_REFUSED = frozenset("\ufeff\ufffe\uffff")
MAX_TITLE = 200
"""Characters of the longest title or name that is taken from the command line."""


def fill(name: str, values: Mapping[str, str], language: str = "en") -> str:
    """Give the template `name` (such as `module/check.yml`) in the nearest language, with its places filled."""
    folder = files("chapbook.services") / "scaffolds"
    tags = (language, language.partition("-")[0], "en")
    template = next(each for tag in tags if (each := folder / tag / name).is_file())
    return Template(template.read_text(encoding="utf-8")).substitute(values)


def names_below(name: str) -> tuple[str, ...]:
    """Give the templates in the folder `name` and its folders, as paths below it; English has them all."""
    return tuple(_names(files("chapbook.services") / "scaffolds" / "en" / name, ""))


def _names(folder: Traversable, prefix: str) -> Iterator[str]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _names(each, f"{prefix}{each.name}/")
        else:
            yield prefix + each.name


def clean_text(text: str, what: str) -> str:
    """Give what a user typed as one line; `UsageProblem` when nothing is left or it holds control characters."""
    line = " ".join(text.split())
    if not line:
        raise UsageProblem("empty-text", f"The {what} is empty. Nothing was changed.", f"Type a {what}.")
    if len(line) > MAX_TITLE:
        message = f"The {what} has {len(line)} characters; at most {MAX_TITLE} fit. Nothing was changed."
        raise UsageProblem("text-too-long", message, "Make it shorter.")
    if any(unicodedata.category(each) in _INVISIBLE or each in _REFUSED for each in line):
        message = f"The {what} holds an invisible control character. Nothing was changed."
        raise UsageProblem("control-character", message, "Type it anew.")
    return line


def checked_id(text: str, what: str) -> str:
    """Give `text` when it is an id; `UsageProblem` with a suggestion when it is not."""
    if KEBAB.match(text) and len(text) <= MAX_ID:
        return text
    near = slugify(text.rstrip("/\\").replace("\\", "/").rpartition("/")[2])
    hint = f"Try: {near}" if near else "Use a–z, 0–9 and hyphens, such as price-a-project."
    message = (
        f"“{text}” cannot be the id of a {what}: an id has only a–z, 0–9 and single hyphens (at most {MAX_ID}),"
        " since addresses and file names are made of it. Nothing was changed."
    )
    raise UsageProblem("not-an-id", message, hint)


def id_of_title(title: str, what: str, option: str) -> str:
    """Make an id of a title; `UsageProblem` when no letter of it is left, as with a title in Chinese."""
    made = slugify(title)
    if not made:
        message = f"No id can be made of the title “{title}”, since an id has only a–z, 0–9 and hyphens."
        raise UsageProblem(
            "no-id-in-title", f"{message} Nothing was changed.", f"Give the {what} an id with {option}."
        )
    return made


def title_of_id(identity: str) -> str:
    """Make a title of an id or a folder's name: `my-academy` → `My academy`."""
    words = re.sub(r"[-_\s]+", " ", identity).strip()
    return words[:1].upper() + words[1:]
