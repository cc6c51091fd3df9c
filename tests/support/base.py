"""A small module that is right in every respect: tests change one thing and look what happens."""

from __future__ import annotations

from collections.abc import Mapping

from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.tree.tree import MemoryTree

MODULE = """\
format: 1
id: base
uid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10
title: Make your first commit
summary: Record a change you can always return to, with a message that explains why it was made.
language: en
version: 1.0.0
status: published
authors:
  - name: Jane Doe
license: CC-BY-4.0
objectives:
  - {id: stage, text: Explain what the staging area is for, bloom: understand}
lessons:
  - lessons/why.md
  - quizzes/check.yml
completion: {lessons: all, quiz: {id: check, pass: 70}}
"""

LESSON = """\
---
id: why
title: Why commit
objectives: [stage]
---

## A folder called recipes

You want to return to today's version tomorrow.

```quiz id=what-is-staged objective=stage
After `git add guacamole.md`, what will the next commit contain?

- [ ] Every file in the folder
  > No. Only what you added.
- [x] The staged version of one file
- [ ] Nothing until you push
  > No. Pushing sends commits.

? Look at the middle box.

The next commit is exactly what is staged.
```
"""

QUIZ = """\
format: 1
id: check
title: Knowledge check
questions:
  - id: staging-why
    type: single
    objective: stage
    stem: Why does Git have a staging area?
    options:
      - text: To choose what goes into the next commit
        correct: true
        feedback: Yes.
      - text: To keep a second copy in case the disk fails
        feedback: No. It is not a backup.
"""


def base_files(**changes: str) -> dict[str, str]:
    """Give the module's files; keys of `changes` are `module`, `lesson`, `quiz`."""
    return {
        "module.yml": changes.get("module", MODULE),
        "lessons/why.md": changes.get("lesson", LESSON),
        "quizzes/check.yml": changes.get("quiz", QUIZ),
    }


def read_files(files: Mapping[str, str], name: str | None = "base") -> Subject:
    """Read a module from texts."""
    return read_module(MemoryTree({path: text.encode() for path, text in files.items()}), name=name)
