"""Fuzz for a while: `make fuzz`, or `python tests/fuzz/run.py [TARGET …]`. Needs atheris (`pip install -e ".[fuzz]"`).

`FUZZ_SECONDS` (60) is the time for all targets together. Each gets a process of its own, since a finding ends it. Corpora
and findings lie in `build/fuzz/TARGET`; an input that was found is tried again with `python tests/fuzz/run.py TARGET FILE`.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "fuzz"
_DONE = re.compile(r"^#(\d+)\s+DONE|^stat::number_of_executed_units:\s+(\d+)", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Fuzz the named targets, or all; 1 when something was found."""
    sys.path.insert(0, str(ROOT / "tests"))
    if arguments[:1] == ["--one"]:
        return fuzz(arguments[1], arguments[2:])
    from fuzz.targets import TARGETS

    if len(arguments) == 2 and Path(arguments[1]).is_file():
        TARGETS[arguments[0]].run(Path(arguments[1]).read_bytes())
        return 0
    names = arguments or list(TARGETS)
    seconds = max(1, int(os.environ.get("FUZZ_SECONDS", "60")) // len(names))
    runs = [run_one(name, seconds) for name in names]
    sys.stdout.write(
        f"{sum(count for count, _ in runs):,} runs, {sum(not fine for _, fine in runs)} targets failed\n"
    )
    return 0 if all(fine for _, fine in runs) else 1


def run_one(name: str, seconds: int) -> tuple[int, bool]:
    """Fuzz one target in a process of its own; give the number of runs and whether all was well."""
    folder = FOLDER / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, __file__, "--one", name, f"-max_total_time={seconds}", "-print_final_stats=1"]
    command += ["-timeout=20", "-rss_limit_mb=1024", "-max_len=8192", f"-artifact_prefix={folder}{os.sep}"]
    done = subprocess.run([*command, str(folder / "corpus")], capture_output=True, text=True, check=False)
    log = folder / "log.txt"
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    counts = [int(one or other) for one, other in _DONE.findall(done.stdout + done.stderr)]
    fine = done.returncode == 0
    what = "nothing uncaught" if fine else f"FOUND SOMETHING: see {log.relative_to(ROOT)}"
    sys.stdout.write(f"{name}: {max(counts, default=0):,} runs, {what}\n")
    sys.stdout.flush()
    return max(counts, default=0), fine


def fuzz(name: str, options: list[str]) -> int:
    """Write the corpus, then give this process to the fuzzer; it does not come back."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["chapbook"]):
        from fuzz.targets import TARGETS
    target = TARGETS[name]
    for data in target.corpus():
        (Path(options[-1]) / sha256(data).hexdigest()[:16]).write_bytes(data)
    words = FOLDER / name / "words.txt"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
    atheris.Setup([sys.argv[0], f"-dict={words}", *options], target.run)
    atheris.Fuzz()
    return 0


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
