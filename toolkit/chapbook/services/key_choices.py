"""Which keys one may sign with: a new one that Chapbook keeps, those in ~/.ssh, those of a running SSH agent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import ChapbookError, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.trust.key_files import public_half, read_private
from chapbook.trust.own import Place, Where
from chapbook.trust.public_key import SECURITY_KEY, PublicKey, key_of_file
from chapbook.trust.ssh_keygen import agent_keys

NEW = "new"


@dataclass(frozen=True, slots=True)
class Choice:
    """A key that is there. `label` is where it is, for people; `name` is what one types to choose it."""

    key: PublicKey
    place: Place
    label: str

    @property
    def name(self) -> str:
        """Give the word that chooses it: its file, or its fingerprint."""
        return self.place.path or self.key.fingerprint

    @property
    def in_words(self) -> str:
        """Say what it is in half a line."""
        kind = "security key" if self.key.kind == SECURITY_KEY else "key"
        return f"{kind} {self.label}, {self.key.fingerprint}"


def found_choices() -> tuple[Choice, ...]:
    """Give the keys in ~/.ssh whose private half is beside them, then those that only an agent has."""
    found = [choice for path in _public_files() if (choice := _of_file(path))]
    seen = {choice.key for choice in found}
    agent = (
        Choice(
            key, Place(Where.AGENT), f"in the SSH agent ({comment[:60]})" if comment else "in the SSH agent"
        )
        for key, comment in agent_keys()
        if key not in seen
    )
    return (*found, *agent)


def chosen(word: str) -> Choice | None:
    """Give the key that `word` means: a file, a fingerprint; None for a new one. `UsageProblem` when it is none."""
    if word == NEW:
        return None
    path = Path(word).expanduser()
    if path.is_file():
        return _named_file(path.absolute())
    known = found_choices()
    for choice in known:
        if word in (choice.name, choice.key.fingerprint, choice.key.fingerprint.removeprefix("SHA256:")):
            return choice
    names = [NEW, *(each.name for each in known), *(each.key.fingerprint for each in known)]
    raise UsageProblem(
        "no-such-key",
        f"“{word}” is no key here: neither a file nor the fingerprint of a key in ~/.ssh or in the SSH agent.",
        did_you_mean(word, names) or "Say --use new for a new one, or name the file of an Ed25519 key.",
    )


def _public_files() -> list[Path]:
    try:
        return sorted((Path.home() / ".ssh").glob("*.pub"))
    except OSError:
        return []


def _of_file(public: Path) -> Choice | None:
    private = public.with_suffix("")
    try:
        if not private.is_file():
            return None
        key = key_of_file(public.read_text(encoding="utf-8", errors="replace")[:4_096])
    except (OSError, ChapbookError):
        return None
    return Choice(key, Place(Where.FILE, str(private)), _short(private))


def _named_file(path: Path) -> Choice:
    """Read the key of a file that was typed: a private key, or a public one with the private half beside it."""
    if path.suffix == ".pub":
        if choice := _of_file(path):
            return choice
        agent = dict(agent_keys())
        key = key_of_file(path.read_text(encoding="utf-8", errors="replace")[:4_096])
        if key in agent:
            return Choice(key, Place(Where.AGENT), f"in the SSH agent ({agent[key][:60]})")
        raise UsageProblem(
            "no-private-half",
            f"Of {path} only the public half is here: {path.with_suffix('')} is missing, and no agent holds it.",
            "Copy the private key there, or add it to the agent with ssh-add.",
        )
    try:
        key = public_half(read_private(path))
    except ValueError as error:
        raise UsageProblem(
            "no-such-key", f"{path} cannot be used: {error}.", "Make a key with: ssh-keygen -t ed25519"
        ) from error
    return Choice(key, Place(Where.FILE, str(path)), _short(path))


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
