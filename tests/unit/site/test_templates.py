"""Templates lose their indentation when they are read, and parts that pages share are rendered once: no reader can tell.

Pages that are made without either are the control.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, nodes

from chapbook.site import templates, theme
from chapbook.site.slim import slim_template
from chapbook.site.templates import SlimLoader, part_of_pages
from support.languages import MODULES
from support.sites import build_workspace, write_workspace

CONFIG = "site_name: Academy\ndocs_dir: modules\ntheme: {name: material%s}\nplugins: {chapbook: {}}\n"
_OWN_LINES = (
    "article aside body div footer form h1 h2 h3 head header html legend li link main meta nav ol option p script section"
    " summary title ul"
)
OWN_LINES = frozenset(_OWN_LINES.split())


class _Read(HTMLParser):
    """What a page says: tags, and words with blanks as a browser shows them; those between blocks are not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.blank = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, f"<{tag} {sorted((k, ' '.join((v or '').split())) for k, v in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self._tag(tag, f"</{tag}>")

    def _tag(self, tag: str, written: str) -> None:
        if tag in OWN_LINES:
            if self.said and self.said[-1] == " ":
                self.said.pop()
            self.blank = True  # what follows begins a line
        self.said.append(written)

    def handle_data(self, data: str) -> None:
        for piece in re.split(r"(\s+)", data):
            if piece.strip():
                self.said.append(piece)
                self.blank = False
            elif piece and not self.blank:
                self.said.append(" ")
                self.blank = True


def read(html: str) -> list[str]:
    reader = _Read()
    reader.feed(html)
    reader.close()
    return reader.said


def pages(root: Path, config: str = CONFIG % "", own: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Build all kinds of pages, in several languages; give them by their addresses."""
    workspace = write_workspace(root, MODULES, config)
    for name, text in own:
        (root / "themes" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "themes" / name).write_text(text, encoding="utf-8")
    site = build_workspace(workspace).site_dir
    return {
        each.relative_to(site).as_posix(): each.read_text(encoding="utf-8") for each in site.rglob("*.html")
    }


@pytest.fixture(scope="module")
def slim(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages(tmp_path_factory.mktemp("slim"))


def test_pages_say_the_same_without_indentation(
    slim: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "slim_template", lambda text: text)
    wide = pages(tmp_path)
    assert slim.keys() == wide.keys()
    for name, page in slim.items():
        assert read(page) == read(wide[name]), name
        assert len(page) < len(wide[name]) - 500, name


def test_the_reader_of_this_test_sees_blanks_that_count() -> None:
    """The control: words and what stands in a line with them may not come closer or part."""
    assert read("<p>a <b>b</b></p>") == read("<p>\n a\n <b>b</b>\n</p>\n") != read("<p>a<b>b</b></p>")
    assert read("<p>a</p> <p>b</p>") == read("<p>a</p><p>b</p>")


SLIMMED = {
    "indentation": ("  a\n\tb\n", "a\nb\n"),
    "lines of tags": ("a\n  {% if b %}\n    c\n  {% endif %}\nd\n", "a\n{% if b %}c\n{% endif %}d\n"),
    "remarks": ("a\n  {# b\n  c #}\nd\n", "a\n{# b\nc #}d\n"),
    "a line of several tags": ("{% set a = 1 %}{% set b = 2 %}\nc\n", "{% set a = 1 %}{% set b = 2 %}c\n"),
    "elements on lines of their own": ("<div>\n  <p>a</p>\n  b\n</div>\n", "<div><p>a</p>\nb</div>\n"),
    "elements in a line": ("a\n  <b>c</b>\n  <i></i>\n", "a\n<b>c</b>\n<i></i>\n"),
    "what is included may end with words": ('{% include "a" %}\nb\n', '{% include "a" %}\nb\n'),
    "values": ("{{ a }}\n{{ b }}\n", "{{ a }}\n{{ b }}\n"),
    "code": ("<pre>\n  a\n</pre>\n", "<pre>\n  a\n</pre>\n"),
    "a field": ("  <textarea>\n  a</textarea>\n", "  <textarea>\n  a</textarea>\n"),
    "what Jinja leaves alone": ("  {% raw %}\n  a{% endraw %}\n", "  {% raw %}\n  a{% endraw %}\n"),
}


@pytest.mark.parametrize("name", SLIMMED)
def test_what_is_left_out(name: str) -> None:
    text, slimmed = SLIMMED[name]
    assert slim_template(text) == slimmed
    assert slim_template(slimmed) == slimmed


def test_templates_of_ones_own_stay_as_they_are_written(tmp_path: Path, slim: dict[str, str]) -> None:
    footer = "<footer>\n  My   own\n    {{ chapbook.title }}\n</footer>"
    found = pages(tmp_path, own=[("partials/footer.html", footer)])
    assert "<footer>\n  My   own\n    About tea\n</footer>" in found["tea/index.html"]
    rest = re.compile(r"<footer.*</footer>", re.DOTALL)
    for name, page in slim.items():
        assert rest.sub("", found[name]) == rest.sub("", page), name


def test_pages_that_share_parts_are_those_that_do_not(
    slim: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "is_ours_alone", lambda config: False)
    assert pages(tmp_path) == slim


def test_a_shared_part_is_rendered_once_for_the_same_inputs() -> None:
    """The control: what a part does not name as an input is not seen by later pages."""
    for shared, said in ((True, "1 1 2 2"), (False, "1 7 2 8")):
        env = Environment(loader=DictLoader({"part": "{{ seen }}"}), autoescape=False)
        env.globals["part"] = part_of_pages(shared=shared)
        page = env.from_string("{{ part('part', kind) }}")
        found = [page.render(kind=kind, seen=seen) for kind, seen in (("a", 1), ("a", 7), ("b", 2), ("b", 8))]
        assert " ".join(found) == said


def test_a_template_of_ones_own_in_a_shared_part_sees_each_page(tmp_path: Path) -> None:
    found = pages(tmp_path, own=[("partials/search.html", "<p>Here is {{ chapbook.title }}</p>")])
    assert "<p>Here is About tea</p>" in found["tea/index.html"]
    assert "<p>Here is Why</p>" in found["tea/lessons/why/index.html"]


ALLOWED = {
    "partials/header.html": {"home", "learning", "reviews", "kind", "module"},
    "partials/footer.html": {
        *("module", "module.attribution", "module.licence", "module.licence.name", "module.version"),
    },
    "chapbook/styles.html": {"kind"},
    "chapbook/scripts.html": {"kind", "players"},
}
"""What each shared part takes of a page's view; all of it stands among its inputs in `main.html`."""
SETTLED = {"t", "icons", "config", "interface", "ours", "all_kinds", "keeps", "bundle"}
"""The interface's language, `ours`, `keeps` and `bundle` are inputs; the rest is one for all pages."""
INPUTS = {
    "partials/header.html": (
        'chapbook.home, chapbook.learning, chapbook.reviews, chapbook.kind == "learning", '
        "chapbook.module is defined, interface.language"
    ),
    "partials/footer.html": (
        'interface.language, facts.attribution, facts.licence.name if facts else "", facts.version'
    ),
    "chapbook/styles.html": "ours, chapbook.kind",
    "chapbook/scripts.html": (
        'ours, chapbook.kind, interface.language, (chapbook.players or []) | join(" "), keeps, bundle'
    ),
}


def path(node: nodes.Node) -> str | None:
    """Give a dotted name that begins with `chapbook`."""
    if isinstance(node, nodes.Getattr):
        before = path(node.node)
        return before and f"{before}.{node.attr}"
    return "chapbook" if isinstance(node, nodes.Name) and node.name == "chapbook" else None


def looked_at(env: Environment, name: str) -> tuple[set[str], set[str]]:
    """Give what a template and all that it includes take from the view, and from what else is there."""
    assert env.loader is not None
    tree = env.parse(env.loader.get_source(env, name)[0])
    view = {
        dotted.removeprefix("chapbook.")
        for each in tree.find_all(nodes.Getattr)
        if (dotted := path(each)) is not None
    }
    names = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "load"}
    names -= {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"} | {"loop"}
    names -= {each.target for each in tree.find_all(nodes.Import)}
    for each in tree.find_all(nodes.Include):
        if isinstance(each.template, nodes.Const):
            more = looked_at(env, each.template.value)
            view, names = view | more[0], names | more[1]
    return view, names


@pytest.mark.parametrize("name", ALLOWED)
def test_shared_parts_look_at_their_inputs_only(name: str) -> None:
    [material] = theme.slim_folders()[1:]
    env = Environment(
        loader=SlimLoader([str(theme.overlay()), f"{material}/templates"], theme.slim_folders()),
        autoescape=False,
    )
    view, names = looked_at(env, name)
    assert view <= ALLOWED[name]
    assert names <= SETTLED | {"chapbook"}
    main = (theme.overlay() / "main.html").read_text(encoding="utf-8")
    assert f'part("{name}", {INPUTS[name]})' in main


def test_only_hidden_templates_are_not_listed(tmp_path: Path) -> None:
    for name in ("main.html", "partials/nav.html", ".icons/a.svg", "partials/.kept/b.html", "a/.hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert SlimLoader([str(tmp_path)], []).list_templates() == ["main.html", "partials/nav.html"]
