"""The page of the identity format: its commands work on an identity, and it names the codes that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from chapbook.trust.identity import chain_bytes, signed
from support.identities import publisher, rotated, signer
from support.openssh import needs_openssh

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "pages" / "format" / "identity.md"
TRUST = ROOT / "toolkit" / "chapbook" / "trust"


def commands() -> str:
    """Give all that the page says to type, in its order."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) == 3
    return "set -e\n" + "".join(blocks)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", commands()], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@needs_openssh
@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_an_identity_is_checked_by_hand(tmp_path: Path) -> None:
    new, drawer = signer("new"), signer("ana drawer")
    chain = rotated(publisher(), signer("ana"), new)
    chain = signed(chain, replace(chain.current, name="Ana"), [drawer])
    (tmp_path / "identity.json").write_bytes(chain_bytes(chain))
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    good = re.findall(r'Good "identity-v1@chapbook" signature with ED25519 key (\S+)', done.stdout)
    order = sorted((signer("ana"), drawer), key=lambda each: each.key.line)
    again = sorted((signer("ana"), new), key=lambda each: each.key.line)
    assert good == [each.key.fingerprint for each in (*order, *again, drawer)]
    for document in chain.documents[:-1]:
        assert document.digest.removeprefix("sha256:") in done.stdout
    assert chain.publisher in done.stdout
    assert done.stdout.count(f"256 {new.key.fingerprint}") == 2


@needs_openssh
def test_a_changed_identity_is_noticed_by_hand(tmp_path: Path) -> None:
    (tmp_path / "identity.json").write_bytes(chain_bytes(publisher()).replace(b"Ana Ruiz", b"Ana Reyz"))
    done = run(tmp_path)
    assert done.returncode != 0
    assert "Good" not in done.stdout


def test_the_page_names_every_code_and_no_other() -> None:
    files = ("identity", "identity_document", "sshsig", "public_key")
    code = "".join((TRUST / f"{name}.py").read_text(encoding="utf-8") for name in files)
    pattern = r"(?:identity|signature|key)-[a-z]+(?:-[a-z]+)*"
    known = set(re.findall(rf'"({pattern})"', code))
    table = PAGE.read_text(encoding="utf-8").partition("## What is refused")[2]
    assert set(re.findall(rf"`({pattern})`", table)) == known
