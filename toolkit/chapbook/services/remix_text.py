"""The texts of a remix: the original's own, with what must differ put into `module.yml` and nothing else changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chapbook.model.module import Module, Origin, Person
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.model.yaml_text import yaml_block, yaml_item
from chapbook.services.edit_list import CannotEdit, insert_item
from chapbook.services.rename_links import own_link_edits
from chapbook.services.text_edits import TextEdits, as_on_disk
from chapbook.services.yaml_keys import with_keys
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.tree import RelPath

VERSION = "0.1.0"
"""Nothing was published yet, as with a new module."""
_TO_FILL = (
    "  changes:  # Say what you changed, such as: translated; new examples. The check asks for it (R704).\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What is new about a remix."""

    id: str
    uid: str
    author: Person
    license: str
    origin: Origin


def remixed_texts(subject: Subject, module: Module, new: Identity) -> dict[RelPath, bytes]:
    """Give the files that differ from the original's. `CannotEdit` when `module.yml` cannot be edited safely."""
    edits = TextEdits(subject.texts)
    if new.id != module.id:
        own_link_edits(subject, edits, module.id, new.id)
    raw = {path: subject.tree.read(path).decode("utf-8") for path in (MODULE_FILE, *edits.edited())}
    texts = {path: as_on_disk(raw[path], text) for path, text in edits.edited().items()}
    texts[MODULE_FILE] = _edited(texts.get(MODULE_FILE, raw[MODULE_FILE]), new)
    return {path: text.encode() for path, text in texts.items()}


def _edited(text: str, new: Identity) -> str:
    author = {"name": new.author.name, **({"url": new.author.url} if new.author.url else {})}
    blocks: Mapping[str, str] = {
        "id": yaml_block({"id": new.id}),
        "uid": yaml_block({"uid": new.uid}),
        "version": yaml_block({"version": VERSION}),
        "status": yaml_block({"status": "draft"}),
        "authors": yaml_block({"authors": [author]}),
        "license": yaml_block({"license": new.license}),
        "renamed_from": "",
    }
    return _with_origin(with_keys(text, blocks), new.origin)


def _with_origin(text: str, origin: Origin) -> str:
    item = _item(origin)
    try:
        return insert_item(text, "derived_from", 0, item)
    except CannotEdit:
        return _rewritten(text, item)


def _rewritten(text: str, item: str) -> str:
    """Write `derived_from` anew: it is not there, or in brackets, where no mapping can be put in."""
    document, _ = parse_yaml("", text.replace("\r\n", "\n").removeprefix("\ufeff"))
    data = document.data if document and isinstance(document.data, dict) else {}
    listed = data.get("derived_from")
    earlier: Sequence[object] = listed if isinstance(listed, list) else []
    rest = "".join(yaml_item(each) for each in earlier if isinstance(each, dict))
    lines = "".join(f"  {line}\n" for line in (item + rest).splitlines())
    return with_keys(text, {"derived_from": f"derived_from:\n{lines}"})


def _item(origin: Origin) -> str:
    """Write the origin in the order of `chapbook fmt`, with the place to fill in."""
    work = {
        "title": origin.title,
        "authors": list(origin.authors),
        "url": origin.url,
        "license": origin.license,
    }
    named = {"id": origin.id, "version": origin.version, "release": origin.release, "content": origin.content}
    rest = yaml_block({key: value for key, value in named.items() if value})
    below = "".join(f"  {line}\n" for line in rest.splitlines())
    return yaml_item({key: value for key, value in work.items() if value}) + _TO_FILL + below
