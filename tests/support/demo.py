"""The main job on the sample modules: check, build, pack, import into a peer's workspace, build there.

python tests/support/demo.py [FOLDER]        # default: demo; made anew each time
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHAPBOOK = Path(sys.executable).parent / ("chapbook.exe" if os.name == "nt" else "chapbook")
MARKER = ".made-by-chapbook-demo"


def step(title: str, commands: list[list[str]], folder: Path) -> None:
    """Show and run commands in a folder; stop at the first that fails."""
    sys.stdout.write(f"\n\033[1m{title}\033[0m\n" if sys.stdout.isatty() else f"\n{title}\n")
    for command in commands:
        sys.stdout.write(f"$ chapbook {shlex.join(command)}\n")
        sys.stdout.flush()
        code = subprocess.run([CHAPBOOK, *command], cwd=folder, stdin=subprocess.DEVNULL).returncode
        if code:
            sys.exit(f"The demo stops here: that command ended with exit code {code}.")


def fresh(folder: Path) -> None:
    """Empty the demo's folder; one that the demo did not make is left alone."""
    if folder.exists() and not (folder / MARKER).exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty and was not made by the demo. Name another folder: make demo DEMO=…")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()


def main() -> None:
    """Run the whole way."""
    demo = Path(sys.argv[1] if len(sys.argv) > 1 else "demo").absolute()
    fresh(demo)
    site, bundles, peer = demo / "site", demo / "bundles", demo / "peer"
    modules = sorted(each.parent.name for each in (ROOT / "modules").glob("*/module.yml"))
    step("1  Check the sample modules", [["check", "--profile", "publish"]], ROOT)
    step("2  Build their site", [["build", "--site-dir", str(site)]], ROOT)
    step("3  Pack each one for a peer", [["pack", name, "--output", str(bundles)] for name in modules], ROOT)
    packed = sorted(str(path) for path in bundles.glob("*.chapbook.zip"))
    step("4  A peer looks into one bundle", [["show", packed[0]]], demo)
    step("5  The peer makes a workspace and imports them all", [["init", "peer", "--no-input"]], demo)
    step("", [["import", path, "--as", "chapbook", "--yes", "--allow-unsigned"] for path in packed], peer)
    step("6  The peer builds a site from what came", [["build"]], peer)
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
