"""The main job on the sample modules: check, build, sign, pack, import into a peer's workspace, build there.

python tests/support/demo.py [FOLDER]        # default: demo; made anew each time

Author and peer have settings of their own for the time of the demo, so that it never meets your keys and peers.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHAPBOOK = Path(sys.executable).parent / ("chapbook.exe" if os.name == "nt" else "chapbook")
MARKER = ".made-by-chapbook-demo"


def step(title: str, commands: list[list[str]], folder: Path, who: Mapping[str, str]) -> None:
    """Show and run commands in a folder, with the settings of `who`; stop at the first that fails."""
    sys.stdout.write(f"\n\033[1m{title}\033[0m\n" if sys.stdout.isatty() else f"\n{title}\n")
    for command in commands:
        sys.stdout.write(f"$ chapbook {shlex.join(command)}\n")
        sys.stdout.flush()
        environment = {**os.environ, **who}
        code = subprocess.run(
            [CHAPBOOK, *command], cwd=folder, stdin=subprocess.DEVNULL, env=environment
        ).returncode
        if code:
            sys.exit(f"The demo stops here: that command ended with exit code {code}.")


def fresh(folder: Path) -> None:
    """Empty the demo's folder; one that the demo did not make is left alone."""
    if folder.exists() and not (folder / MARKER).exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty and was not made by the demo. Name another folder: make demo DEMO=…")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()


def settings_in(folder: Path) -> dict[str, str]:
    """Give the environment in which settings, and so keys and peers, lie in `folder`."""
    folder.mkdir(mode=0o700)
    return {"XDG_CONFIG_HOME": str(folder), **({"HOME": str(folder)} if sys.platform == "darwin" else {})}


def main() -> None:
    """Run the whole way."""
    demo = Path(sys.argv[1] if len(sys.argv) > 1 else "demo").absolute()
    fresh(demo)
    with tempfile.TemporaryDirectory() as settings:
        run(demo, Path(settings))
    tell(demo)


def run(demo: Path, settings: Path) -> None:
    """Run all commands, with keys and peers in `settings`."""
    ana, ben = settings_in(settings / "ana"), settings_in(settings / "ben")
    site, bundles, peer = demo / "site", demo / "bundles", demo / "peer"
    modules = sorted(each.parent.name for each in (ROOT / "modules").glob("*/module.yml"))
    step("1  Check the sample modules", [["check", "--profile", "publish"]], ROOT, ana)
    step("2  Build their site", [["build", "--site-dir", str(site)]], ROOT, ana)
    if os.name != "nt":  # Windows knows one place for settings only, and that is yours.
        sheet = str(settings / "recovery-sheet.txt")
        key = ["key", "init", "--name", "Chapbook contributors", "--use", "new", "--recovery", sheet, "--yes"]
        step("3  Make a key", [key], demo, ana)
    signed = ["--no-sign"] if os.name == "nt" else ["--sign"]
    packing = [["pack", name, "--output", str(bundles), *signed] for name in modules]
    step("4  Pack each one for a peer", packing, ROOT, ana)
    packed = sorted(str(path) for path in bundles.glob("*.chapbook.zip"))
    step("5  A peer looks into one bundle", [["show", packed[0]]], demo, ben)
    step("6  The peer makes a workspace and imports them all", [["init", "peer", "--no-input"]], demo, ben)
    unsigned = ["--allow-unsigned"] if os.name == "nt" else []
    step("", [["import", path, "--as", "chapbook", "--yes", *unsigned] for path in packed], peer, ben)
    if os.name != "nt":
        step("7  From now on the peer knows who signs", [["trust", "list"], ["verify", packed[0]]], peer, ben)
    step("8  The peer builds a site from what came", [["build"]], peer, ben)


def tell(demo: Path) -> None:
    """Say where to look."""
    shown = os.path.relpath(demo)
    sys.stdout.write(
        f"\nDone. Look at:\n"
        f"  {shown}/site/index.html            the sample modules' site\n"
        f"  {shown}/bundles/                   what was sent to the peer\n"
        f"  {shown}/peer/site/index.html       the peer's site, with every module attributed\n"
        f"\nServe the first one with:\n"
        f"  {os.path.relpath(sys.executable)} -m http.server --directory {shown}/site 8000\n"
        f"  then open http://localhost:8000\n"
        f"Or write and watch: {os.path.relpath(CHAPBOOK)} serve\n"
    )


if __name__ == "__main__":
    main()
