"""What stands on disk where a module is to go, as a value that plans can be made on."""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.bundle.manifest import FileEntry, content_digest


@dataclass(frozen=True, slots=True)
class FolderState:
    """The files there now. `files` None = nothing stands there. `others` are names that no bundle carries."""

    files: tuple[FileEntry, ...] | None = None
    others: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """The digest of the files, the same as a manifest's `content`; empty when nothing stands there."""
        return content_digest(self.files) if self.files is not None else ""
