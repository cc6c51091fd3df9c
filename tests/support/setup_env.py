"""Make the environment that `make demo` and `make test` run in. Standard library only; run by the system's Python.

    python3 tests/support/setup_env.py .venv [--test]

With `--test` it also installs what the tests need, a browser from the system's packages included where it can. What
could not be had is said plainly; with CI=true it is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROGRAMS = {"bwrap": "bubblewrap", "ssh-keygen": "openssh-client", "git": "git"}
"""Programs that tests run, and Debian's packages that hold them."""
OLDEST = (3, 11)


def say(text: str) -> None:
    """Print at once, so that it stands before what pip prints."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def stop(text: str) -> None:
    """End with a message and exit code 1."""
    sys.stderr.write(text + "\n")
    sys.exit(1)


def make_venv(folder: Path) -> Path:
    """Create the virtual environment if it is not there; give its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if (
        python.exists()
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return python
    say(f"Creating a virtual environment in {folder} …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", folder], capture_output=True, text=True)
    if made.returncode:
        stop(
            f"Python could not create a virtual environment:\n{made.stdout}{made.stderr}\n"
            "On Debian and Ubuntu install it with: apt-get install python3-venv"
        )
    return python


def install(python: Path, extras: str) -> None:
    """Install the project, editable, with its dependencies."""
    root = Path(__file__).resolve().parents[2]
    say(
        f"Installing Chapbook{' and what its tests need' if extras else ''} (a minute or two the first time) …"
    )
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-e",
        f"{root}{extras}",
    ]
    quiet = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_WARN_SCRIPT_LOCATION": "1"}
    if subprocess.run(command, env=quiet).returncode:
        stop(
            "pip could not install it; the lines above say why. Nothing outside the environment was changed."
        )


def find_browser() -> str | None:
    """Give the path of an installed Chromium or Chrome, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_programs() -> None:
    """Install with apt-get, where that is allowed, what the tests run; say what will not be run without it.

    Only a browser is needed: tests of what is better with the others are skipped when they are missing.
    """
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if not find_browser():
        missing += ["chromium", "fonts-dejavu-core"]
    if missing:
        apt_get(missing)
    if find_browser():
        return
    message = "There is no Chromium, so the tests that need a browser are not run. Install one to run them."
    if os.environ.get("CI") == "true":
        stop(message)
    say(message)


def apt_get(packages: list[str]) -> None:
    """Install packages of Debian's kind of systems; elsewhere nothing happens."""
    prefix: list[str] = [] if getattr(os, "geteuid", lambda: 1)() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (prefix and not shutil.which("sudo")):
        return
    say(f"Installing {', '.join(packages)} from the system's packages …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], env=environment, capture_output=True)
    command = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, env=environment, capture_output=True)


def main() -> None:
    """Set up."""
    if sys.version_info[:2] < OLDEST:
        stop(f"Chapbook needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    folder, wants_tests = Path(sys.argv[1]), "--test" in sys.argv[2:]
    install(make_venv(folder), "[test]" if wants_tests else "")
    if wants_tests:
        install_programs()


if __name__ == "__main__":
    main()
