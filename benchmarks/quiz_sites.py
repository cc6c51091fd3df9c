"""The same ten questions as two sites, with mkdocs-quiz and with Chapbook: what `compare_quiz.py` drives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from chapbook.site.build import build_site
from support.question_samples import FENCES, QUIZ
from support.sites import lesson, module_yml, write_workspace

PEER_CONFIG = """\
site_name: Questions
theme: {name: material}
plugins: {mkdocs_quiz: {shuffle_answers: SHUFFLE, disable_after_submit: false, auto_submit: false}}
markdown_extensions: [pymdownx.tasklist]
"""
"""The settings that let learners do most; `search` is left out on both sides."""
CONFIG = "site_name: Questions\ndocs_dir: modules\ntheme: {name: material}\nplugins: {chapbook: {}}\n"

PEER_PAGE = """\
# Questions

<!-- mkdocs-quiz intro -->

<quiz>
What is poured first?

- [ ] The tea
  > No. It comes after.
- [x] The milk
  > Yes, here it does.

The milk cools the cup.
</quiz>

<quiz>
Which two belong in the cup?

- [x] Milk
  > Yes, milk belongs there.
- [ ] Sand
  > No, sand grinds.
- [x] Tea

Only drinks belong in a cup.
</quiz>

<quiz>
The pot is made of [[Clay]].

---
Clay keeps the heat.
</quiz>

<quiz>
How far is the well, in kilometres? [[2.5]]

---
It was measured.
</quiz>

<quiz>
First the [[milk]], then the **[[tea]]**, and at the end [[sugar]] or honey.
</quiz>

<quiz>
What is each thing for? A cup [[to drink from]], a pot [[to brew in]], a spoon [[to stir with]].

---
Each thing has its task.
</quiz>

<quiz>
Which of the four steps comes last?

- [ ] Boil the water
- [ ] Warm the pot
- [ ] Add the tea
- [x] Wait

Waiting comes last.
</quiz>

What would you change about your own tea? Then read what another person would: they would wait longer.

How long does black tea steep? Three to five minutes.

- [ ] The pot is clean.
- [ ] The tea is dry.

<!-- mkdocs-quiz results -->
"""


def build_chapbook(root: Path, name: str) -> None:
    """Build the ten questions as a lesson called `name`, and a quiz that gives its feedback at the end."""
    files = {
        f"lessons/{name}.md": lesson(name, "\n\n".join(FENCES.values())),
        "quizzes/check.yml": QUIZ.replace("purpose: practice", "purpose: practice\nfeedback: end"),
    }
    files["module.yml"] = module_yml("tea", tuple(files))
    workspace = write_workspace(root / f"chapbook-{name}-src", {"tea": files}, CONFIG)
    build_site(workspace, root / f"chapbook-{name}")


def build_peer(root: Path, python: str, name: str, shuffle: str = "false") -> None:
    """Build the ten questions as a page called `name`."""
    source = root / f"peer-{name}-src"
    (source / "docs").mkdir(parents=True)
    (source / "docs/index.md").write_text("# Home\n")
    (source / f"docs/{name}.md").write_text(PEER_PAGE)
    (source / "mkdocs.yml").write_text(PEER_CONFIG.replace("SHUFFLE", shuffle))
    command = [
        python,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(source / "mkdocs.yml"),
        "-d",
        str(root / f"peer-{name}"),
    ]
    subprocess.run(command, check=True, capture_output=True)
