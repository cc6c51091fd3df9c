"""People with a config folder and a workspace of their own, who run commands in the test's process."""

from __future__ import annotations

import io
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.trust.pin_file import read_pins
from chapbook.trust.pins import Pins
from chapbook.workspace.lock import Lock, read_lock
from support.base import MODULE, base_files
from support.process import snapshot
from support.shell import Ran, Shell

UID = "8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10"


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


class User:
    """Somebody at their own computer."""

    def __init__(self, home: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = home / "work"
        self.config = home / "config"
        self.sheet = home / "sheet.txt"
        self.config.mkdir(parents=True)
        self.root.mkdir()
        self._shell = shell
        self._monkeypatch = monkeypatch
        (self.root / "chapbook.yml").write_text("", encoding="utf-8")

    @property
    def pins(self) -> Pins:
        """Whom they know."""
        return read_pins(self.config / "chapbook")

    @property
    def lock(self) -> Lock:
        """What their workspace says that it imported."""
        return read_lock(self.root / "chapbook.lock")

    def __call__(self, *words: str) -> Ran:
        """Run `chapbook WORDS`."""
        self._monkeypatch.setenv("XDG_CONFIG_HOME", str(self.config))
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795287600")
        self._shell.cd(self.root)
        return self._shell(*words)

    def ok(self, *words: str) -> Ran:
        """Run a command that must succeed."""
        ran = self(*words)
        assert ran.code == 0, ran.err
        return ran

    def typing(self, typed: str, *words: str) -> Ran:
        """Run a command and answer its questions."""
        with self._monkeypatch.context() as patch:
            patch.setattr("sys.stdin", Terminal(typed))
            return self(*words)

    def key(self, name: str = "Ana Ruiz") -> None:
        """Make a key and an identity."""
        self.ok("key", "init", "--name", name, "--use", "new", "--recovery", str(self.sheet), "--yes")

    def pack(self, *words: str, version: str = "1.0.0", slug: str = "base", lesson: str = "") -> Path:
        """Write a module, pack it, and give a copy of the bundle that stays."""
        uid = str(uuid.uuid5(uuid.NAMESPACE_URL, slug))
        text = MODULE.replace("Jane Doe", "Ana Ruiz").replace("1.0.0", version)
        text = text.replace("id: base", f"id: {slug}").replace(UID, uid)
        files = {**base_files(), "module.yml": text}
        files["lessons/why.md"] += lesson
        for path, content in files.items():
            file = self.root / "modules" / slug / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        made = self.ok("pack", slug, "--force", "--json", *words).json()
        sent = self.root / f"sent-{len(list(self.root.glob('sent-*')))}-{version}.chapbook.zip"
        sent.write_bytes(Path(made["path"]).read_bytes())
        return sent


Users = Callable[[str], User]


def state(user: User) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Give all that an import may change, but for Chapbook's own hidden files."""
    return _full(user.root), _full(user.config)


def _full(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in snapshot(folder).items() if ".chapbook-" not in name}


def stays_out(user: User, bundle: Path, *words: str) -> str:
    """Import something that must be refused, look that nothing was written, and give what was said."""
    before = state(user)
    ran = user("import", str(bundle), "--yes", *words)
    assert ran.code == 4, ran.err
    assert state(user) == before
    return ran.err


def taken(user: User, bundle: Path, *words: str) -> str:
    """Import something, and give its standing in the lock file."""
    user.ok("import", str(bundle), "--yes", *words)
    release = open_bundle(bundle).release
    return next(each.standing for each in user.lock.entries if each.release == release)


def fingerprints(user: User) -> str:
    return ", ".join(each["fingerprint"] for each in user.ok("key", "show", "--json").json()["sign"])


def stolen(ana: User, users: Users, name: str = "thief") -> User:
    """Give somebody who has all of Ana's config folder, as it is now."""
    made = users(name)
    shutil.copytree(ana.config, made.config, dirs_exist_ok=True)
    return made


def take_back(ana: User) -> None:
    """Take the identity back with the recovery sheet."""
    ana.ok("key", "recover", str(ana.sheet), "--use", "new", "--reason", "stolen", "--yes")
