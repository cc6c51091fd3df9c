"""Hostile programs in the sandbox. Each does no harm, and a control shows that it gets its way where nothing shuts it in."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.model.program import LANGUAGES
from chapbook.services import sandbox
from chapbook.services.sandbox import (
    OUTPUT,
    PROGRAMS,
    SANDBOXES,
    Ended,
    Sandbox,
    find_program,
    find_sandbox,
    run_code,
)

OPEN = Sandbox("open", list)
"""No sandbox at all: the same account, limits and environment."""
PATIENCE = 30.0
WORKING = [each for each in SANDBOXES if sys.platform == "linux" and sandbox.works(each)]
needs_sandbox = pytest.mark.skipif(
    not WORKING, reason="this machine has neither bubblewrap nor user namespaces, so it offers no sandbox"
)
pytestmark = needs_sandbox


@pytest.fixture(params=SANDBOXES, ids=lambda each: each.name)
def shut(request: pytest.FixtureRequest) -> Sandbox:
    """Give each sandbox that works here."""
    kind: Sandbox = request.param
    if kind not in WORKING:
        pytest.skip(f"{kind.name} does not work on this machine")
    return kind


@pytest.fixture
def home() -> Iterator[Path]:
    """Make a folder that everybody may enter and change, outside `/tmp`; a sandbox has a `/tmp` of its own anyway."""
    made = Path(tempfile.mkdtemp(dir="/var/tmp"))
    made.chmod(0o777)
    (made / "secret.txt").write_text("the recipe")
    (made / "secret.txt").chmod(0o644)
    yield made
    shutil.rmtree(made)


def printed(kind: Sandbox, code: str) -> str:
    return run_code(kind, "python", code).output.decode().strip()


def plainly(code: str, folder: Path) -> str:
    """Run Python as any program is run: no sandbox and no limits."""
    done = subprocess.run(
        [find_program("python"), "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("language", "code"),
    [("python", "print(6 * 7)"), ("javascript", "console.log(6 * 7)"), ("sh", "echo $((6 * 7))")],
)
def test_each_language_prints(shut: Sandbox, language: str, code: str) -> None:
    if shutil.which(PROGRAMS[language][0], path="/usr/bin:/usr/local/bin") is None:
        pytest.skip(f"{PROGRAMS[language][0]} is not installed")
    assert run_code(shut, language, code) == Ended(b"42\n", b"", 0)


def test_every_language_of_the_format_has_a_program() -> None:
    assert PROGRAMS.keys() == LANGUAGES.keys()


def test_no_network(shut: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"""import socket
try:
    socket.create_connection(("127.0.0.1", {port}), 5)
    print("connected")
except OSError:
    print("refused")"""
        assert printed(OPEN, code) == "connected"
        assert printed(shut, code) == "refused"


def test_files_of_the_machine_are_not_there_to_be_read(shut: Sandbox, home: Path) -> None:
    code = f"""import os
print(os.path.exists({str(home)!r}) and open({str(home / "secret.txt")!r}).read())"""
    assert printed(OPEN, code) == "the recipe"
    assert printed(shut, code) == "False"


def test_only_what_runtimes_need_is_there(shut: Sandbox) -> None:
    code = "import os, json; print(json.dumps([sorted(os.listdir('/')), os.listdir('/tmp'), os.getcwd(), os.path.expanduser('~')]))"
    root, own, folder, homes = json.loads(printed(shut, code))

    assert {"home", "root", "var", "proc", "sys", "run", "opt", "srv", "mnt"}.isdisjoint(root)
    assert {"home", "var", "proc"} <= {each.name for each in Path("/").iterdir()}
    assert (own, folder, homes) == ([], "/tmp", "/tmp")


@pytest.mark.parametrize("folder", ["", "/", "/usr", "/usr/local", "/etc"])
def test_nothing_is_written_outside(shut: Sandbox, home: Path, folder: str) -> None:
    place = Path(folder or home) / "chapbook-was-here"
    code = f"""try:
    open({str(place)!r}, "w").close()
    print("written")
except OSError:
    print("not written")"""
    if not folder:
        assert printed(OPEN, code) == "written"
        place.unlink()
    assert printed(shut, code) == "not written"
    assert not place.exists()


def test_its_own_folder_can_be_written_to_and_is_empty_again(shut: Sandbox) -> None:
    code = "import os; print(os.listdir()); open('note', 'w').write('x'); print(open('note').read())"
    assert [printed(shut, code) for _ in range(2)] == ["[]\nx", "[]\nx"]


def test_no_environment(shut: Sandbox, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("TEA_TOKEN", "oolong")
    code = "import os; print(os.environ.get('TEA_TOKEN'))"
    assert plainly(code, home) == "oolong"
    assert printed(shut, code) == "None"


def test_no_rights_and_no_way_to_get_them(shut: Sandbox) -> None:
    """What mends a read-only folder needs a right, which a namespace of one's own would give."""
    attempt = "unshare --user --map-root-user --mount mount -t tmpfs none /usr/local && echo mounted"
    assert run_code(OPEN, "sh", attempt).output == b"mounted\n"
    assert run_code(shut, "sh", attempt).output == b""
    assert (
        run_code(shut, "sh", "mount -o remount,rw /usr || mount -o remount,rw / || echo no").output == b"no\n"
    )


FORKS = """import os, time
made = []
try:
    for _ in range(60):
        child = os.fork()
        if child == 0:
            time.sleep(20)
            os._exit(0)
        made.append(child)
    print("all")
except OSError:
    print("no more")
for each in made:
    os.kill(each, 9)"""


def test_a_fork_bomb_stops(shut: Sandbox, home: Path) -> None:
    assert plainly(FORKS, home) == "all"
    assert printed(shut, FORKS) == "no more"


def test_a_busy_loop_stops(shut: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PROCESSOR_SECONDS", 1)
    monkeypatch.setattr(sandbox, "SECONDS", 60.0)
    code = "import time\nwhile time.process_time() < 2.5: pass\nprint('done')"
    assert plainly(code, home) == "done"
    ended = run_code(shut, "python", code)
    assert ended.output == b""
    assert ended.status


def test_a_program_that_waits_for_ever_stops(
    shut: Sandbox, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1.0)
    code = "import time; time.sleep(2); print('done')"
    assert plainly(code, home) == "done"
    assert run_code(shut, "python", code) == Ended(b"", b"", None)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_endless_output_stops(shut: Sandbox, home: Path, stream: str) -> None:
    code = f"import sys\nfor _ in range(2000): sys.{stream}.write('tea ' * 256)\nsys.stdout.write('done')"
    assert plainly(code, home).endswith("done")
    ended = run_code(shut, "python", code)
    assert ended.flooded
    assert ended.status is None
    assert len(ended.output) <= OUTPUT
    assert b"done" not in ended.output


def test_memory_ends(shut: Sandbox, home: Path) -> None:
    code = "try:\n    len(bytearray(600 * 2**20))\n    print('had')\nexcept MemoryError:\n    print('none')"
    assert plainly(code, home) == "had"
    assert printed(shut, code) == "none"


def test_files_stay_small(shut: Sandbox, home: Path) -> None:
    code = "try:\n    open('big', 'wb').write(bytes(2**21))\n    print('written')\nexcept OSError:\n    print('full')"
    assert plainly(code, home) == "written"
    assert printed(shut, code) == "full"


def test_all_files_together_stay_small(shut: Sandbox, home: Path) -> None:
    code = """try:
    for number in range(20):
        with open(f"file{number}", "wb") as file:
            file.write(bytes(2**20))
    print("written")
except OSError:
    print("full")"""
    assert plainly(code, home) == "written"
    assert printed(shut, code) == "full"


def running(mark: str) -> list[int]:
    """Give the processes whose command holds `mark`."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            if each.name.isdigit() and mark.encode() in (each / "cmdline").read_bytes():
                found.append(int(each.name))
        except OSError:
            continue
    return found


def gone(mark: str) -> bool:
    """Wait until no such process is left."""
    end = time.monotonic() + PATIENCE
    while running(mark):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def left_behind(number: int) -> tuple[str, str]:
    """Give code that leaves a process behind, and the mark of that one's command."""
    null = "subprocess.DEVNULL"
    code = (
        f"import subprocess; subprocess.Popen(['sleep', str(7000 + {number})], "
        f"stdin={null}, stdout={null}, stderr={null}, start_new_session=True); print('left')"
    )
    return code, f"sleep\0{7000 + number}\0"


def test_no_child_survives(shut: Sandbox, home: Path) -> None:
    number = os.getpid() % 900
    code, mark = left_behind(number)
    assert plainly(code, home) == "left"
    survivors = running(mark)
    for each in survivors:
        os.kill(each, 9)
    assert survivors
    assert gone(mark)

    assert printed(shut, code) == "left"
    assert gone(mark)


def test_it_ends_with_the_one_who_started_it(shut: Sandbox) -> None:
    mark = f"time.sleep({7000 + os.getpid() % 900}.5)"
    script = (
        "from chapbook.services import sandbox\n"
        f"kind = next(each for each in sandbox.SANDBOXES if each.name == {shut.name!r})\n"
        f"sandbox.run_code(kind, 'python', 'import time; print(1, flush=True); {mark}')"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as started:
        end = time.monotonic() + PATIENCE
        while len(running(f"print(1, flush=True); {mark}")) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        assert len(running(mark)) > 1
        started.kill()
    assert gone(mark)


def test_without_a_sandbox_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SANDBOXES", (Sandbox("broken", lambda argv: ["/usr/bin/false", *argv]),))
    find_sandbox.cache_clear()
    try:
        with pytest.raises(OperationFailed, match="never run without one") as caught:
            find_sandbox()
    finally:
        find_sandbox.cache_clear()
    assert "bubblewrap" in caught.value.hint


def test_a_language_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROGRAMS, "sh", ("no-such-shell", ("-c",), True))
    with pytest.raises(OperationFailed, match="no no-such-shell"):
        find_program("sh")
