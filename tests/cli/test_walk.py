"""The whole way with the installed command: init, new, edit, check, build, pack, import elsewhere, build there."""

from __future__ import annotations

import json
from pathlib import Path

from support.process import chapbook, snapshot

LESSON = """\
---
id: welcome
title: Ask for the deposit
objectives: [ask]
---

A client says yes on the phone. Before you start, you ask for a third of the fee.

![Three coins in a row, the first one is circled](../assets/coins.svg)

```quiz id=when-to-ask objective=ask
When do you ask for the deposit?

- [x] Before you start
- [ ] When the work is done
  > Too late: then it is no deposit.
- [ ] When the client offers it
  > Most never do.

Money first, then work.
```
"""


def write_module(root: Path) -> None:
    """Fill in what `new module` left open, as an author would."""
    module = root / "modules" / "deposits"
    text = (module / "module.yml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.startswith(("uid:", "format:", "id:", "language:"))]
    (module / "module.yml").write_text(
        "\n".join(kept)
        + """
title: Ask for a deposit
summary: Say one sentence on the phone and get a third of the fee before you begin to work.
version: 1.0.0
status: published
authors:
  - name: Ana Ruiz
license: CC-BY-4.0
objectives:
  - {id: ask, text: State when to ask for a deposit, bloom: remember}
lessons:
  - lessons/welcome.md
level: beginner
audience: Freelancers who begin to work without a deposit
tags: [freelancing, money]
""",
        encoding="utf-8",
    )
    for path in [
        *(module / "lessons").iterdir(),
        *(module / "quizzes").iterdir(),
        *(module / "assets").iterdir(),
    ]:
        path.unlink()
    (module / "lessons" / "welcome.md").write_text(LESSON, encoding="utf-8")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Coins</title><circle r="3"/></svg>'
    )
    (module / "assets" / "coins.svg").write_text(svg, encoding="utf-8")


def test_from_nothing_to_a_peers_site(tmp_path: Path) -> None:
    ana, ben = tmp_path / "ana", tmp_path / "ben"
    for root in (ana, ben):
        made = chapbook("init", root.name, "--no-input", cwd=tmp_path)
        assert made.code == 0, made.err
    made = chapbook("new", "module", "deposits", "--title", "Ask for a deposit", "--no-input", cwd=ana)
    assert made.code == 0, made.err

    drafted = chapbook("check", "--json", cwd=ana)
    assert drafted.code == 0
    assert {each["code"] for each in json.loads(drafted.out)["diagnostics"]} == {"S112"}
    unfinished = chapbook("pack", "deposits", cwd=ana)
    assert unfinished.code == 1
    assert not (ana / "dist").exists()

    write_module(ana)
    checked = chapbook("check", "--profile", "publish", cwd=ana)
    assert (checked.code, checked.out.strip()) == (0, "1 module checked, nothing to report.")

    built = chapbook("build", cwd=ana)
    assert built.code == 0, built.err
    page = (ana / "site" / "deposits" / "lessons" / "welcome" / "index.html").read_text(encoding="utf-8")
    assert "When do you ask for the deposit?" in page

    packed = chapbook("pack", "deposits", "--output", "out", cwd=ana)
    assert packed.code == 0, packed.err
    bundle = ana / "out" / "deposits-1.0.0.chapbook.zip"
    first = bundle.read_bytes()
    bundle.unlink()
    assert chapbook("pack", "deposits", "--output", "out", cwd=ana).code == 0
    assert bundle.read_bytes() == first

    before = snapshot(ben)
    shown = chapbook("show", str(bundle), cwd=ben)
    assert shown.code == 0
    assert "Ask for a deposit (deposits) 1.0.0" in shown.out
    refused = chapbook("import", str(bundle), "--as", "ana", "--yes", cwd=ben)
    assert refused.code == 4
    assert "--allow-unsigned" in refused.err
    unasked = chapbook("import", str(bundle), "--as", "ana", "--allow-unsigned", cwd=ben)
    assert unasked.code == 2
    assert snapshot(ben) == before

    imported = chapbook("import", str(bundle), "--as", "ana", "--allow-unsigned", "--yes", cwd=ben)
    assert imported.code == 0, imported.err
    assert snapshot(ben / "imported" / "ana" / "deposits") == snapshot(ana / "modules" / "deposits")
    lock = json.loads((ben / "chapbook.lock").read_text(encoding="utf-8"))
    assert lock["modules"]["ana/deposits"]["standing"] == "unsigned"

    rebuilt = chapbook("build", cwd=ben)
    assert rebuilt.code == 0, rebuilt.err
    overview = (ben / "site" / "imported" / "ana" / "deposits" / "index.html").read_text(encoding="utf-8")
    for words in ("Ana Ruiz", "CC BY 4.0", "ana", "1.0.0"):
        assert words in overview
    lesson = ben / "site" / "imported" / "ana" / "deposits" / "lessons" / "welcome" / "index.html"
    assert "When do you ask for the deposit?" in lesson.read_text(encoding="utf-8")

    again = chapbook("import", str(bundle), "--as", "ana", "--allow-unsigned", "--yes", cwd=ben)
    assert again.code == 0
    assert "Nothing to do" in again.out


def test_a_changed_module_under_an_old_version_is_not_packed_over_it(tmp_path: Path) -> None:
    assert chapbook("init", "--no-input", cwd=tmp_path).code == 0
    assert chapbook("new", "module", "deposits", "--title", "T", "--no-input", cwd=tmp_path).code == 0
    write_module(tmp_path)
    assert chapbook("pack", "deposits", cwd=tmp_path).code == 0
    bundle = tmp_path / "dist" / "deposits-1.0.0.chapbook.zip"
    first = bundle.read_bytes()
    lesson = tmp_path / "modules" / "deposits" / "lessons" / "welcome.md"
    lesson.write_text(LESSON.replace("third", "half"), encoding="utf-8")
    refused = chapbook("pack", "deposits", cwd=tmp_path)
    assert refused.code == 3
    assert "other content" in refused.err
    assert bundle.read_bytes() == first
    assert chapbook("pack", "deposits", "--force", cwd=tmp_path).code == 0
    assert bundle.read_bytes() != first


def test_an_edited_import_is_not_overwritten_unless_one_says_so(tmp_path: Path) -> None:
    ana, ben = tmp_path / "ana", tmp_path / "ben"
    for root in (ana, ben):
        assert chapbook("init", root.name, "--no-input", cwd=tmp_path).code == 0
    assert chapbook("new", "module", "deposits", "--title", "T", "--no-input", cwd=ana).code == 0
    write_module(ana)
    assert chapbook("pack", "deposits", cwd=ana).code == 0
    words = (
        "import",
        str(ana / "dist" / "deposits-1.0.0.chapbook.zip"),
        "--as",
        "ana",
        "--allow-unsigned",
        "--yes",
    )
    assert chapbook(*words, cwd=ben).code == 0
    edited = ben / "imported" / "ana" / "deposits" / "lessons" / "welcome.md"
    edited.write_text("mine\n", encoding="utf-8")
    stopped = chapbook(*words, cwd=ben)
    assert stopped.code == 4
    assert "changed here since the import" in stopped.err
    assert edited.read_text(encoding="utf-8") == "mine\n"
    assert chapbook(*words, "--accept", "local-edits", cwd=ben).code == 0
    assert edited.read_text(encoding="utf-8") == LESSON
