"""There is one way to write (`tree/write.py`); who does otherwise stands in a list, with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "toolkit" / "chapbook"
WRITERS = {"write.py", "staging.py", "together.py", "turns.py", "swap.py", "patch.py"}
"""Files of `tree/` that make up the one way to write."""

OTHERWISE = {
    "library/store.py": "makes the folder that holds the lock, and says in the lock file who holds it",
    "services/fix_files.py": "notes better names in memory; its `rename` writes nothing",
    "site/archive.py": "fills a zip file in a staging folder, and renames it when it is whole",
    "site/build.py": "makes the file that is locked while a site is built",
    "site/engine.py": "makes the staging folder again when the cache was cleared under its hands",
    "site/making.py": "writes into the staged site",
    "site/module_pages.py": "writes into the staged site",
    "site/offline.py": "writes into the staged site",
    "site/out_folder.py": "writes into the staged site",
    "site/own_part.py": "makes a folder in the staging folder",
    "site/packs.py": "keeps what can be made again, in the user's cache: a pack is staged, then renamed, and need not last",
    "site/plugin.py": "makes the folder in which Jinja keeps compiled templates, in the user's cache",
    "site/publish.py": "puts the staged site together, which `tree/` then puts in its place",
    "site/shard.py": "makes a part of a site for another machine: it is staged, then renamed, and can be made again",
    "site/target.py": "copies hidden files into the staged site",
    "trust/key_files.py": "a private key gets its name only where nothing is, and is never replaced",
    "trust/pin_file.py": "makes the folder that holds the lock, for its owner only",
    "trust/ssh_keygen.py": "hands a message to ssh-keygen in a temporary folder",
}

_METHODS = {
    "write_text",
    "write_bytes",
    "unlink",
    "rmdir",
    "mkdir",
    "touch",
    "symlink_to",
    "hardlink_to",
    "chmod",
}
_OS = {
    "replace",
    "rename",
    "renames",
    "unlink",
    "remove",
    "mkdir",
    "makedirs",
    "rmdir",
    "link",
    "symlink",
    "truncate",
}
_SHUTIL = {"copy", "copy2", "copyfile", "copytree", "copyfileobj", "move", "rmtree"}


def writes(source: str) -> Iterator[tuple[int, str]]:
    """Give line and name of every call that changes the disk."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Attribute):
            owner = function.value.id if isinstance(function.value, ast.Name) else ""
            name = function.attr
            if (
                (name in _METHODS and owner != "os")
                or (owner == "os" and (name in _OS or (name == "open" and "O_CREAT" in ast.unparse(node))))
                or (owner == "shutil" and name in _SHUTIL)
                or (name in ("replace", "rename") and _is_of_a_path(node))
                or (name == "open" and _mode(node, 0) & set("wax+"))
            ):
                yield node.lineno, f"{owner}.{name}"
        elif isinstance(function, ast.Name) and function.id == "open" and _mode(node, 1) & set("wax+"):
            yield node.lineno, "open"


def _is_of_a_path(node: ast.Call) -> bool:
    """Tell `path.replace(target)` from `text.replace(old, new)` and `replace(value, field=…)`."""
    return len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.List)


def _mode(node: ast.Call, position: int) -> set[str]:
    given = [each.value for each in node.keywords if each.arg == "mode"] + node.args[position : position + 1]
    return set().union(
        *(set(each.value) for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str))
    )


def _files() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if not (path.parent.name == "tree" and path.name in WRITERS):
            yield path.relative_to(PACKAGE).as_posix(), path


def test_only_those_who_say_why_write_otherwise() -> None:
    found = {name: list(writes(path.read_text(encoding="utf-8"))) for name, path in _files()}
    assert {name: calls for name, calls in found.items() if calls and name not in OTHERWISE} == {}
    assert [name for name in OTHERWISE if not found.get(name)] == [], "these write no more: take them out"


@pytest.mark.parametrize(
    "line",
    [
        "path.write_text('x')",
        "(folder / 'a').write_bytes(b'')",
        "open(path, 'w')",
        "path.open('ab')",
        "path.open(mode='r+b')",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "shutil.move(a, b)",
        "os.replace(a, b)",
        "staged.rename(target)",
        "staged.replace(folder / 'a')",
        "path.mkdir()",
    ],
)
def test_each_way_to_write_is_seen(line: str) -> None:
    assert len(list(writes(line))) == 1


@pytest.mark.parametrize(
    "line", ["open(path)", "path.open('rb')", "text.replace('a', 'b')", "replace(entry, path=x)"]
)
def test_reading_is_not_taken_for_writing(line: str) -> None:
    assert list(writes(line)) == []
