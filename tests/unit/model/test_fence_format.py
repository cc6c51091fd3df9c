"""The one layout of quiz fences; the lesson around them is not touched."""

from __future__ import annotations

import pytest

from chapbook.model.fence_format import format_lesson

HEAD = "---\nid:   tea\n---\n\nSome   prose  \n* a list\n\n"


def formatted(fence: str) -> str:
    made = format_lesson(HEAD + fence)
    assert made.startswith(HEAD)
    assert format_lesson(made) == made
    return made.removeprefix(HEAD)


def test_a_choice() -> None:
    written = """\
```quiz   review objective="brew"  id=q␠␠
How hot?
* [X]  Boiling
> Yes.
> Really.
+ [ ] Lukewarm
more of it

? First
  goes on

? Second

 ␠␠
Why.␠␠
```␠␠
""".replace("␠", " ")
    assert (
        formatted(written)
        == """\
```quiz id=q objective=brew review
How hot?

- [x] Boiling
  > Yes.
  > Really.
- [ ] Lukewarm
  more of it

? First
  goes on
? Second

Why.
```
"""
    )


def test_other_types() -> None:
    text = "```quiz type=text id=q\nWhat?\n= tea\n=~te.?\n! milk\n>No.\nBecause.\n```\n"
    assert formatted(text) == (
        "```quiz id=q type=text\nWhat?\n\n= tea\n=~ te.?\n! milk\n  > No.\n  > Because.\n```\n"
    )
    order = "```quiz id=q type=order\nSort.\n? a hint\n\n3) One\n3) Two\n   more\n```\n"
    assert formatted(order) == (
        "```quiz id=q type=order\nSort.\n\n? a hint\n\n1. One\n2. Two\n   more\n```\n"
    )
    card = "```quiz id=q type=card\n\nFront\n-----\nBack\n\n\n---\nmore\n\n```\n"
    assert formatted(card) == "```quiz id=q type=card\nFront\n\n---\n\nBack\n\n\n---\nmore\n```\n"


def test_a_code_block_in_a_stem_keeps_every_blank() -> None:
    text = "````quiz id=q\nWhat?  \n```python\nif x:  \n\n    - [ ] y\n```\n\n- [x] A\n````\n"
    assert formatted(text) == text


@pytest.mark.parametrize(
    "fence",
    [
        "```quiz id=q\nNever closed\n\n* [x] A\n",
        "```quiz id=q bogus=1\nWhat?\n* [x] A\n```\n",
        "```quiz id=q id=r\nWhat?\n* [x] A\n```\n",
        "```quiz id=q type=nonsense\nWhat?\n* [x] A\n```\n",
        "> ```quiz id=q\n> What?\n> * [x] A\n> ```\n",
        "```text\n* [X] no quiz\n```\n",
    ],
)
def test_what_is_amiss_or_lies_in_a_quotation_is_left(fence: str) -> None:
    assert formatted(fence) == fence


def test_a_fence_in_a_container_keeps_its_margin() -> None:
    text = "!!! note\n\n    ```quiz id=q\n    What?\n    * [X] A\n    ```\n"
    assert formatted(text) == "!!! note\n\n    ```quiz id=q\n    What?\n\n    - [x] A\n    ```\n"
