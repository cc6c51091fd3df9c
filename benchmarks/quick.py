"""Measure Chapbook in a minute as ratios to other work of the same kind in the same run; fail when one is much worse than before.

    python benchmarks/quick.py            compare with benchmarks/ratios.json; exit code 1 when a ratio is 1.5 times worse
    python benchmarks/quick.py --write    measure, and write that file

A ratio is processor time by processor time (memory by memory), of whole processes that run in turn, the median of the pairs. So
neither the speed of the machine nor what else it does matters much. What is worse is measured again with more pairs before it
counts. The peers are what the project needs anyway: MkDocs with Material, markdown-it-py, PyYAML, zipfile. All on 30 modules.
"""

from __future__ import annotations

import argparse
import compileall
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generate import LESSONS, generate, name, png
from layouts import edit, lay_out
from process import Run, run
from ratios import middle, read, shown, worse

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
COMMITTED = ROOT / "benchmarks/ratios.json"
MODULES, PICTURES = 30, 60
HEAVY, MIDDLE, LIGHT = 3, 5, 7
"""Pairs of what takes seconds, of what takes one, and of what takes less."""
READING = """
import pathlib, yaml
from markdown_it import MarkdownIt
parser = MarkdownIt()
for path in pathlib.Path("modules").rglob("*.md"):
    parser.parse(path.read_text())
for path in pathlib.Path("modules").rglob("*.yml"):
    yaml.load(path.read_text(), yaml.CSafeLoader)
"""
PACKING = """
import pathlib, zipfile
with zipfile.ZipFile("../peer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted(pathlib.Path("modules/module-00000").rglob("*.*")):
        archive.write(path)
"""
UNPACKING = """
import sys, zipfile
zipfile.ZipFile(sys.argv[1]).extractall("unpacked")
"""


@dataclass(frozen=True)
class Contest:
    """A ratio: our process, the peer's, and what makes ready for ours."""

    name: str
    ours: Callable[[], Run]
    peer: Callable[[], Run]
    pairs: int = LIGHT
    memory: bool = False
    """Whether the memory of the same runs is a ratio as well."""


class Place:
    """The folders that are measured in."""

    def __init__(self, root: Path) -> None:
        self.root, self.edits = root, 0
        self.own, self.plain, self.small = (root / each for each in ("workspace", "plain", "small"))
        self.giver, self.taker = root / "giver", root / "taker"
        generate(self.own, MODULES)
        generate(root / "one", 1)
        generate(self.giver, 1)
        for number in range(PICTURES):
            path = self.giver / f"modules/module-00000/assets/picture-{number}.png"
            path.write_bytes(png(random.Random(number), 480, 320, 4))
        lay_out("material", self.own, self.plain)
        lay_out("material", root / "one", self.small)

    def chapbook(self, *words: str, folder: Path | None = None) -> Run:
        """Run Chapbook."""
        return self.run([str(BIN / "chapbook"), *words], folder or self.own)

    def run(self, command: list[str], folder: Path) -> Run:
        """Run anything; it has to go well."""
        done = run(command, folder, self.root / "cache")
        if done.code:
            sys.exit(f"{' '.join(command)} ended with {done.code}:\n{done.said}")
        return done

    def python(self, text: str, folder: Path, *words: str) -> Run:
        """Run a few lines of Python."""
        return self.run([sys.executable, "-c", text, *words], folder)

    def mkdocs(self, folder: Path) -> Run:
        """Build with plain MkDocs and Material."""
        return self.run([str(BIN / "mkdocs"), "build", "-q"], folder)

    def cold(self) -> Run:
        """Build without anything kept."""
        shutil.rmtree(self.root / "cache", ignore_errors=True)
        shutil.rmtree(self.own / "site", ignore_errors=True)
        return self.chapbook("build")

    def edited(self) -> Run:
        """Build after a word more in one lesson."""
        self.edits += 1
        place = f"modules/{name(self.edits % MODULES)}/lessons/lesson-{self.edits % LESSONS}.md"
        edit(self.own / place, f"edited{self.edits}words")
        return self.chapbook("build")

    def first_check(self) -> Run:
        """Check without anything kept."""
        shutil.rmtree(self.root / "cache", ignore_errors=True)
        return self.chapbook("check")

    def pack(self) -> Run:
        """Pack one module with pictures."""
        words = ("pack", "module-00000", "--no-sign", "--force", "--output", str(self.root / "offer"))
        return self.chapbook(*words, folder=self.giver)

    def offer(self) -> str:
        """Give the path of the bundle."""
        return str(self.root / "offer/module-00000-1.0.0.chapbook.zip")

    def take(self) -> Run:
        """Import that bundle into an empty workspace."""
        shutil.rmtree(self.taker, ignore_errors=True)
        self.taker.mkdir()
        (self.taker / "chapbook.yml").write_text("", encoding="utf-8")
        return self.chapbook(
            "import", self.offer(), "--as", "ben", "--allow-unsigned", "--yes", folder=self.taker
        )


def contests(place: Place) -> tuple[Contest, ...]:
    """List what is measured. The order matters: what is kept by one is used by the next."""

    def version() -> Run:
        return place.run([str(BIN / "mkdocs"), "--version"], place.own)

    return (
        Contest("build, cold, by MkDocs with Material", place.cold, lambda: place.mkdocs(place.plain), HEAVY, memory=True),
        Contest("build, nothing changed, by `mkdocs --version`", lambda: place.chapbook("build"), version),
        Contest("build, one edit, by MkDocs building one module", place.edited, lambda: place.mkdocs(place.small), MIDDLE),
        Contest("check, first, by markdown-it-py and PyYAML reading all", place.first_check, lambda: place.python(READING, place.own), HEAVY),
        Contest("check, nothing changed, by `mkdocs --version`", lambda: place.chapbook("check"), version),
        Contest("pack, by zipfile", place.pack, lambda: place.python(PACKING, place.giver)),
        Contest("import, by zipfile", place.take, lambda: place.python(UNPACKING, place.root, place.offer())),
        Contest("--help, by `mkdocs --version`", lambda: place.chapbook("--help"), version),
        Contest("--version, by `mkdocs --version`", lambda: place.chapbook("--version"), version),
    )  # fmt: skip


def measure(chosen: Iterable[Contest], times: int = 1) -> dict[str, float]:
    """Run every contest's pairs; give the ratios."""
    found = {}
    for each in chosen:
        start = time.monotonic()
        pairs = [(each.ours(), each.peer()) for _ in range(times * each.pairs)]
        found[each.name] = middle([(ours.work, peer.work) for ours, peer in pairs])
        if each.memory:
            found[f"{each.name}: memory"] = middle([(ours.peak, peer.peak) for ours, peer in pairs])
        sys.stderr.write(f"{each.name}: {found[each.name]:.3g} ({time.monotonic() - start:.0f} s)\n")
        sys.stderr.flush()
    return found


def main() -> int:
    """Measure; compare or write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write benchmarks/ratios.json")
    write = parser.parse_args().write
    for folder in ("toolkit", "themes"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    with tempfile.TemporaryDirectory(prefix="chapbook-quick-") as folder:
        place = Place(Path(folder))
        chosen = contests(place)
        place.chapbook("build"), place.mkdocs(place.small), place.pack()
        found = measure(chosen, 2 if write else 1)
        if write:
            COMMITTED.write_text(shown(found), encoding="utf-8")
            return 0
        committed = read(COMMITTED.read_text(encoding="utf-8"))
        bad = worse(found, committed)
        again = [each for each in chosen if each.name in bad or f"{each.name}: memory" in bad]
        if again:
            sys.stderr.write("Measured again, to be sure:\n")
            found.update(measure(again, 2))
            bad = worse(found, committed)
    for each, what in bad.items():
        print(f"{each}: {what}")
    print(
        "Mend it, or write new ratios: python benchmarks/quick.py --write"
        if bad
        else "No ratio is worse than it may be."
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
