"""The words of the whole site in shards: which words, how heavy, in which shard, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest

from chapbook.site import search_shards
from chapbook.site.search_shards import (
    LEVELS,
    Terms,
    all_shards,
    changes_of,
    code_of,
    described,
    level_of,
    spliced,
    terms_of,
)
from chapbook.site.search_words import LONGEST, is_run, words_of

ENTRIES: list[list[Any]] = [
    ["./", "About tea", [["", "", "All there is to know.", "tea drink Jane"]]],
    [
        "lessons/why/",
        "Why tea",
        [["", "", "Pots of clay."], ["pot", "The pot", "Clay keeps heat."], ["b", "", "Clay."]],
    ],
]


def shard(*lines: str) -> bytes:
    return ("chapbook.searchWords(`\n" + "".join(f"{line}\n" for line in lines) + "`)\n").encode()


def shards_with(words: str, level: int) -> set[str]:
    """Give the shards that change when a module comes that holds some words."""
    return set(changes_of([("tea", None, [words, "", "", ""])], level))


def words_in(data: bytes) -> list[str]:
    return [line.split(" ")[0] for line in data.decode().splitlines()[1:-1]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tea, TEA & e-mail: 3.5 cups_full", {"tea", "e", "mail", "3", "5", "cups", "full"}),
        (
            "Crème BRÛLÉE, Straße Łódź Ærø İstanbul",
            {"creme", "brulee", "strasse", "lodz", "aero", "istanbul"},
        ),
        ("ΟΔΟΣ οδός", {"οδοσ"}),
        ("ＡＢＣ ½ x²", {"abc", "1", "2", "x2"}),
        ("الْعَرَبِيَّة", {"العربيه"}),
        ("हिन्दी", {"हिन्दी"}),
        ("日本語とSQL", {"日本", "本語", "語と", "と", "sql"}),
        ("茶", {"茶"}),
        ("𠮷野家。", {"𠮷野", "野家", "家"}),
        ("…?! “”", set()),
        ("x" * 100, {"x" * LONGEST}),
    ],
)
def test_words_are_those_that_the_search_box_looks_for(text: str, words: set[str]) -> None:
    assert words_of(text) == words


def test_no_sign_can_end_the_script_in_which_words_stand() -> None:
    words = words_of(" ".join(map(chr, [*range(0x3400), *range(0xE000, 0x20000)])))
    assert len(words) > 10_000
    assert not {sign for word in words for sign in word} & set("`\\${}\"'<>/ \n\r\u2028\u2029")


def test_scripts_without_blanks_are_known() -> None:
    assert [word for word in ("tea", "чай", "茶", "ชา", "ಚಹಾ", "") if is_run(word)] == ["茶", "ชา"]


def test_a_word_weighs_most_where_it_stands_highest() -> None:
    assert terms_of(ENTRIES) == [
        "all heat is keeps know of pots there to",
        "clay",
        "drink jane pot the why",
        "about tea",
    ]


def test_a_shard_has_a_line_a_word_with_the_modules_that_have_it() -> None:
    terms: list[tuple[str, Terms]] = [
        ("tea", ["b a", "", "", ""]),
        ("imported/ana/cups", ["", "", "", "a é"]),
    ]
    tea, cups = code_of("tea") * 4, code_of("imported/ana/cups") * 4 + 3
    assert (tea, cups) == (84128, 244955)
    assert list(all_shards(terms, 0)) == [("search/words/0/0.js", shard("a glyC7h9E", "b glyC", "é 7mvH"))]
    assert list(all_shards(reversed(terms), 0)) == list(all_shards(terms, 0))


def test_all_shards_of_a_level_exist_and_hold_each_word_once() -> None:
    terms = [f"{' '.join(f'w{n} {n} é{n} 茶{n}' for n in range(300))} 茶道 道", "", "", ""]
    for level, facts in enumerate(LEVELS):
        found = dict(all_shards([("tea", terms)], level))
        assert len(found) == facts.shards == described(level)["shards"]
        assert all(uri.startswith(described(level)["folder"]) for uri in found)
        words = [word for data in found.values() for word in words_in(data)]
        assert sorted(words) == sorted(terms[0].split())
        assert {uri for uri, data in found.items() if words_in(data)} == shards_with(terms[0], level)


def test_the_shard_hangs_on_the_first_letters_alone() -> None:
    assert len(one := shards_with("contract", 2)) == 1
    assert one == shards_with("con control conx", 2)
    assert one != shards_with("price", 2)
    assert shards_with("茶道", 2) == shards_with("茶 茶器", 2)


def test_the_level_grows_with_the_site() -> None:
    assert [level_of(count) for count in (0, 8, 9, 40, 400, 1_000, 2_001, 10_000, 10**6)] == [
        0, 0, 1, 1, 2, 3, 4, 4, 4,
    ]  # fmt: skip


def test_two_modules_with_one_code_are_both_there_and_one_can_go() -> None:
    assert code_of("m155") == code_of("m829")
    terms = ["tea", "", "", ""]
    ((uri, both),) = all_shards([("m155", terms), ("m829", terms)], 0)
    ((_, one),) = all_shards([("m829", terms)], 0)
    changes = changes_of([("m155", terms, None)], 0)
    assert both != one
    assert spliced(both, changes[uri]) == one


def test_control_places_as_a_set_would_lose_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    written = search_shards._written
    monkeypatch.setattr(search_shards, "_written", lambda places: written(sorted(set(places))))
    with pytest.raises(AssertionError):
        test_two_modules_with_one_code_are_both_there_and_one_can_go()


def test_an_edit_names_only_the_shards_of_words_that_came_or_went() -> None:
    before, after = ["clay contract price", "", "tea", ""], ["clay contract value", "", "tea", ""]
    changed = set(changes_of([("tea", before, after)], 3))
    old, new = (dict(all_shards([("tea", terms)], 3)) for terms in (before, after))
    assert changed == {uri for uri in old if old[uri] != new[uri]} == shards_with("price value", 3)
    assert changes_of([("tea", before, before)], 3) == {}


def test_a_shard_of_another_site_is_no_ground_to_build_on() -> None:
    changes = changes_of([("tea", ["clay", "", "", ""], None)], 0)["search/words/0/0.js"]
    with pytest.raises(ValueError, match="not in list"):
        spliced(shard("clay AA", "tea AA"), changes)


@pytest.mark.parametrize(
    "torn", [b"", b"`)\n", shard("clay AA")[:-1], shard("clay AA")[1:], shard("clay AA")[:-4] + b"`)\n"]
)
def test_what_is_no_whole_shard_is_no_ground_to_build_on(torn: bytes) -> None:
    with pytest.raises(ValueError, match="no whole shard"):
        spliced(torn, {"tea": [(4, True)]})
    assert spliced(shard(), {"tea": [(4, True)]}) == shard("tea E")
