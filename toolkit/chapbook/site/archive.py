"""A built site as one zip file. The same site gives the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from chapbook.tree.staging import staging_folder
from chapbook.tree.write import disk_errors, require_space, sync_folder, sync_tree

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


def write_archive(site_dir: Path) -> Path:
    """Write `site_dir` into a zip file of its name beside it, inside one folder of that name; gives its path."""
    target = site_dir.with_name(f"{site_dir.name}.zip")
    with disk_errors(target), staging_folder(target.parent) as staged:
        require_space(target.parent, sum(each.stat().st_size for each in site_dir.rglob("*")) // 2)
        packed = staged / "site.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for path in sorted(each for each in site_dir.rglob("*") if each.is_file()):
                entry = zipfile.ZipInfo(f"{site_dir.name}/{path.relative_to(site_dir).as_posix()}", _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # else Windows and Unix would write other bytes
                entry.external_attr = _PLAIN_FILE
                entry.file_size = path.stat().st_size
                with path.open("rb") as source, archive.open(entry, "w") as packing:
                    shutil.copyfileobj(source, packing)
        sync_tree(staged)
        packed.replace(target)
        sync_folder(target.parent)
    return target
