"""What a conversion kept, changed and lost: sentences with the place in the source."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence. `path` is a file of the source, `line` counts from 1; 0 means the whole file."""

    text: str
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        if not self.path:
            return self.text
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


@dataclass(slots=True)
class Log:
    """Collects the notes of one conversion."""

    kept: list[Note] = field(default_factory=list)
    changed: list[Note] = field(default_factory=list)
    lost: list[Note] = field(default_factory=list)

    def keep(self, text: str, path: str = "", line: int = 0) -> None:
        """Note something that is as it was."""
        self.kept.append(Note(text, path, line))

    def change(self, text: str, path: str = "", line: int = 0) -> None:
        """Note something that is said in another way now."""
        self.changed.append(Note(text, path, line))

    def lose(self, text: str, path: str = "", line: int = 0) -> None:
        """Note something that no longer works, or is not there any more."""
        self.lost.append(Note(text, path, line))
