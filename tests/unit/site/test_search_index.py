"""The search indexes: what is found, what is left out, where results lead, and how large an index is."""

from __future__ import annotations

import json

import pytest

from chapbook.site import search_index
from chapbook.site.content import page_content
from chapbook.site.html import split_tags
from chapbook.site.plan import ModulePlan, SitePlan
from chapbook.site.search_index import catalogue_index, index_text, module_index, sections
from chapbook.site.search_shards import described, level_of
from chapbook.site.whole import addresses_of, site_of
from support.sites import SINGLE, planned, small_module

LESSON = f"""\
Hello *un*believable [reader](how.md).

{SINGLE}

## Steep & wait

Three minutes of **patience**.

| A | B |
|---|---|
| one | two |

```python
print("tea")
```

### Deeper

Last words.
"""


def read(text: str) -> list[list[object]]:
    """Read an index as the search box gets it."""
    assert text.startswith("chapbook.searchIndex({")
    pages: list[list[object]] = json.loads(text.removeprefix("chapbook.searchIndex(").rstrip(")\n"))["pages"]
    return pages


def indexed(plan: SitePlan, module: ModulePlan, directory_urls: bool = True) -> list[search_index.PageEntry]:
    addresses = addresses_of(plan, directory_urls)
    inside = {page.uri: page_content(page, module, addresses).without_questions() for page in module.steps}
    return module_index(module, addresses, inside)


def test_a_page_is_cut_at_its_headings_and_questions_are_left_out() -> None:
    plan, module = planned(small_module(why=LESSON, how="Words."))
    why = indexed(plan, module)[1]
    assert why[:2] == ["lessons/why/", "Why"]
    assert why[2] == [
        ["", "", "Hello unbelievable reader."],
        ["steep-wait", "Steep & wait", 'Three minutes of patience. A B one two print("tea")'],
        ["deeper", "Deeper", "Last words."],
    ]


def test_control_the_question_stands_in_the_page() -> None:
    plan, module = planned(small_module(why=LESSON, how="Words."))
    assert "milk cools" in page_content(module.steps[0], module, addresses_of(plan, True)).html
    assert "milk" not in json.dumps(indexed(plan, module)[1:])


def test_a_quiz_is_found_by_its_title_only() -> None:
    files = small_module(why="Words.")
    files["module.yml"] += "  - quizzes/check.yml\n"
    files["quizzes/check.yml"] = (
        "format: 1\nid: check\ntitle: Check yourself\npurpose: practice\nquestions:\n"
        "  - {id: pot, type: text, stem: What is it made of?, accept: [Clay], explanation: Clay keeps the heat.}\n"
    )
    plan, module = planned(files)
    assert indexed(plan, module)[2] == ["quizzes/check/", "Check yourself", [["", "", ""]]]


@pytest.mark.parametrize(
    ("directory_urls", "own", "step", "of_all"),
    [(True, "./", "lessons/why/", "tea/"), (False, "index.html", "lessons/why.html", "tea/index.html")],
)
def test_addresses_are_relative_to_the_folder_of_the_index(
    directory_urls: bool, own: str, step: str, of_all: str
) -> None:
    plan, module = planned(small_module())
    index = indexed(plan, module, directory_urls)
    assert [index[0][0], index[1][0]] == [own, step]
    assert catalogue_index(site_of(plan), addresses_of(plan, directory_urls))[0][0] == of_all


def test_a_module_is_found_by_summary_objectives_tags_and_authors() -> None:
    plan, module = planned(small_module())
    url, title, found = indexed(plan, module)[0]
    assert (url, title) == ("./", "About tea")
    anchor, heading, text, keys = found[0]
    assert (anchor, heading, keys) == ("", "", "tea tea Jane Doe")
    assert text.endswith("something to show. Pour without spilling.")


def test_the_catalogue_has_titles_only_and_says_where_the_words_are() -> None:
    plan, _ = planned(small_module())
    text = index_text(catalogue_index(site_of(plan), addresses_of(plan, True)), described(level_of(1)))
    assert json.loads(text.removeprefix("chapbook.searchIndex(").rstrip(")\n")) == {
        "pages": [["tea/", "About tea", []]],
        "words": {"folder": "search/words/0/", "letters": 1, "shards": 1},
    }


def cut(html: str) -> list[tuple[str, str, str]]:
    return list(sections(split_tags(html)))


def test_words_of_imported_modules_are_data_and_nothing_else() -> None:
    html = '<h2 id="m-x-a&quot;b">A &lt;/script&gt;</h2><p title="</h2>">shown</p><p>1 &lt; 2</p>'
    assert cut(html) == [("", "", ""), ('m-x-a"b', "A </script>", "shown 1 < 2")]


def test_the_sign_that_links_to_a_heading_is_left_out() -> None:
    sign = '<a class="headerlink" href="#a" title="Permanent link">¶</a>'
    assert cut(f'<h2 id="a">A <em>b</em>{sign}</h2>c{sign} d') == [("", "", ""), ("a", "A b", "c d")]


def test_an_element_that_never_ends_hides_the_rest_and_is_no_loop() -> None:
    assert cut('<p>a</p><a class="headerlink" href="#b"><p>b</p>') == [("", "", "a")]
    assert cut('<p>a</p><h2 id="b">B <p>c</p>') == [("", "", "a"), ("b", "B c", "")]


def test_a_page_without_anything_has_one_empty_section() -> None:
    assert cut("") == list(sections(())) == [("", "", "")]


def test_an_index_is_hardly_larger_than_its_words() -> None:
    words = " ".join(f"word{number % 700} of" for number in range(500))
    part = f"## Part\n\n{words}"
    plan, module = planned(small_module(a=part, b=part, c=part, d=part, e=part))
    addresses = addresses_of(plan, True)
    inside = {page.uri: page_content(page, module, addresses).without_questions() for page in module.steps}
    index = index_text(module_index(module, addresses, inside))
    assert len(read(index)) == 6
    assert len(index.encode()) < 5 * len(words) * 1.1
    (entry,) = read(index_text(catalogue_index(site_of(plan), addresses)))
    assert len(json.dumps(entry)) < len(module.module.title) + 30
