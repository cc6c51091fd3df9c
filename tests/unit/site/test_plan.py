"""Which pages a site has, and where."""

from __future__ import annotations

from chapbook.site.face import Faces, known_faces
from chapbook.site.plan import PageKind, plan_site
from chapbook.site.whole import site_of
from support.sites import lesson, loaded, module_yml, planned, small_module

QUIZ = "format: 1\nid: check\ntitle: Check\nquestions: []\n"


def test_pages_follow_the_files() -> None:
    files = small_module() | {
        "module.yml": module_yml("tea", ("lessons/why.md", "quizzes/check.yml")),
        "quizzes/check.yml": QUIZ,
    }
    _, module = planned(files)
    assert [(page.kind, page.uri) for page in module.pages] == [
        (PageKind.MODULE, "tea/index.md"),
        (PageKind.LESSON, "tea/lessons/why.md"),
        (PageKind.QUIZ, "tea/quizzes/check.md"),
        (PageKind.COMPLETION, "tea/completion.md"),
        (PageKind.ATTRIBUTION, "tea/attribution.md"),
        (PageKind.PRINT, "tea/print.md"),
    ]


def test_imported_modules_stand_below_their_petname_and_after_own_ones() -> None:
    plan = plan_site([loaded(small_module(), petname="ana"), loaded(small_module("zebra"), "zebra")])
    assert [module.overview.uri for module in plan.modules] == ["zebra/index.md", "imported/ana/tea/index.md"]


def test_an_own_module_wins_over_an_imported_one_of_the_same_id() -> None:
    peer, own = loaded(small_module(), petname="ana"), loaded(small_module())
    for given in ([peer, own], [own, peer]):
        plan = plan_site(given)
        faces = [each.face for each in site_of(plan).modules]
        for listed in (faces, faces[::-1]):
            found = Faces(known_faces(listed)).module("tea")
            assert found is not None
            assert found.uri == "tea/index.md"
    alone = Faces(known_faces(each.face for each in site_of(plan_site([peer])).modules)).module("tea")
    assert alone is not None, "control: the peer's module has the same name"
    assert alone.uri == "imported/ana/tea/index.md"


def test_neighbours_end_at_the_borders_of_the_module() -> None:
    _, module = planned(small_module())
    first, last = module.steps
    assert module.neighbours(first) == (None, last)
    assert module.neighbours(last) == (first, None)
    assert module.neighbours(module.overview) == (None, None)


def test_an_unreadable_module_takes_no_other_with_it() -> None:
    broken = loaded({"module.yml": "id: [\n"}, "broken")
    plan = plan_site([broken, loaded(small_module())])
    assert [module.key for module in plan.modules] == ["tea"]
    assert [(each.code, each.location.path) for each in plan.diagnostics] == [
        ("SIT101", "modules/broken/module.yml")
    ]


def test_a_missing_lesson_takes_no_other_with_it() -> None:
    files = small_module()
    del files["lessons/why.md"]
    plan, module = planned(files)
    assert [page.uri for page in module.steps] == ["tea/lessons/how.md"]
    assert [(each.code, each.location.path) for each in plan.diagnostics] == [
        ("SIT102", "modules/tea/lessons/why.md")
    ]


def test_a_module_cannot_take_an_address_of_the_site() -> None:
    plan = plan_site([loaded(small_module("assets"), "assets")])
    assert plan.modules == ()
    assert "/assets/" in plan.diagnostics[0].message


def test_two_files_with_one_address_make_one_page() -> None:
    files = small_module() | {
        "module.yml": module_yml("tea", ("lessons/why.md", "lessons/why.yml", "attribution.md")),
        "lessons/why.yml": QUIZ,
        "attribution.md": lesson("attribution", "Words."),
    }
    plan, module = planned(files)
    assert [page.uri for page in module.steps] == ["tea/lessons/why.md"]
    assert [each.code for each in plan.diagnostics] == ["SIT102", "SIT102"]


def test_only_assets_are_published() -> None:
    files = small_module() | {
        "assets/a.svg": "<svg/>",
        "assets/credits.yml": "[]",
        "assets/page.html": "<script>",
        "notes.txt": "mine",
        ".env": "SECRET=1",
    }
    _, module = planned(files)
    assert [asset.uri for asset in module.assets] == ["tea/assets/a.svg"]


def test_only_known_kinds_of_a_peers_assets_are_published() -> None:
    files = small_module() | {"assets/a.png": "x", "assets/tool.exe": "x"}
    _, module = planned(files, petname="ana")
    assert [asset.path for asset in module.assets] == ["assets/a.png"]
    _, own = planned(files)
    assert [asset.path for asset in own.assets] == ["assets/a.png", "assets/tool.exe"]


def test_minutes_are_added_up_unless_the_author_says_them() -> None:
    _, module = planned(small_module(why="word " * 500, how="word " * 240))
    assert [page.minutes for page in module.steps] == [2, 1]
    assert module.minutes == 3
    files = small_module()
    files["module.yml"] += "minutes: 42\n"
    assert planned(files)[1].minutes == 42
