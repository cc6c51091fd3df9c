"""How the site uses Material: our overlay, no foreign host, no dead weight. Part of the door to MkDocs."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from chapbook.site.slim import slim_script, slim_style
from chapbook.site.templates import slim_env
from chapbook.site.words import LANGUAGES, Words, words

PALETTE: tuple[dict[str, Any], ...] = (
    {
        "media": "(prefers-color-scheme)",
        "toggle": {"icon": "material/theme-light-dark", "name": "Colours follow the system; switch to light"},
    },
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        "toggle": {"icon": "material/weather-sunny", "name": "Light colours; switch to dark"},
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        "toggle": {"icon": "material/weather-night", "name": "Dark colours; switch to those of the system"},
    },
)
_COLOURS = ("colours_system", "colours_light", "colours_dark")
_OURS = "chapbook"
"""Marks an option that was named by us, whatever the language."""
FEATURES = ("content.code.copy",)

_INLINE = (
    "partials/javascripts/base.html",
    "partials/javascripts/palette.html",
    "partials/javascripts/content.html",
    "partials/javascripts/announce.html",
    "chapbook/scheme.html",
)
"""Templates with inline scripts, Material's and one of ours; the same text on every page once the scope is fixed."""
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""Material's search: a worker, which `file://` refuses, and its stemmers. Ours takes its place."""
_ICONS = "assets/chapbook/icons.css"
_BUNDLE = "assets/javascripts/"
"""Material's scripts, a third of all that a page of ours would load; `frame.js` does what is needed of them."""
_KNOWN = frozenset({"chapbook", "search", "material/search"})
"""Plugins that want nothing of pages: our own, and two that it switches off."""
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def overlay() -> Path:
    """Give the folder of our templates, styles and scripts."""
    spec = find_spec("chapbook_theme")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("chapbook_theme, which comes with chapbook, is not installed")
    return Path(spec.origin).parent


def has_others(config: MkDocsConfig) -> bool:
    """Say whether other plugins or hooks may want to see every page."""
    return bool(config.plugins.keys() - _KNOWN)


def is_ours_alone(config: MkDocsConfig) -> bool:
    """Say whether all that has a say in pages is ours, Material's or MkDocs': no other plugins, no other templates."""
    folders = tuple(f"{each}{os.sep}" for each in (*slim_folders(), *_package("mkdocs")))
    return not has_others(config) and all(f"{each}{os.sep}".startswith(folders) for each in config.theme.dirs)


def slim_folders() -> list[str]:
    """Give the folders with our templates and with Material's."""
    return [str(overlay()), *_package("material")]


def _package(name: str) -> list[str]:
    spec = find_spec(name)
    return [] if spec is None or spec.origin is None else [str(Path(spec.origin).parent)]


def set_up(config: MkDocsConfig, root: Path) -> None:
    """Put our overlay over Material, and the workspace's own `themes/` over that."""
    own = root / "themes"
    # This project's own workspace keeps the overlay itself in `themes/`: then there is nothing to override.
    wanted = [overlay()] if own / "chapbook_theme" == overlay() else [own, overlay()]
    for folder in reversed(wanted):
        if folder.is_dir() and str(folder) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(folder))
    config.theme.get_env = partial(slim_env, config.theme, slim_folders())  # type: ignore[method-assign]
    config.theme["font"] = False
    config.theme["palette"] = config.theme.get("palette") or [dict(each) for each in PALETTE]
    features = config.theme.get("features") or []
    config.theme["features"] = [*features, *(each for each in FEATURES if each not in features)]
    config.extra.setdefault("scope", "/")  # else each module would remember its own colours
    if own.is_dir():
        config.watch.append(str(own))
    switch_search_off(config)


def switch_search_off(config: MkDocsConfig) -> None:
    """Let Material's search do nothing: mkdocs.yml may name it, but the search is ours."""
    for name in ("search", "material/search"):
        if name in config.plugins:
            config.plugins[name].config["enabled"] = False


def name_palette(config: MkDocsConfig, texts: Words) -> None:
    """Name the switch between light and dark in a page's language, where it has our names."""
    for option, usual, key in zip(config.theme["palette"], PALETTE, _COLOURS, strict=False):
        toggle = _toggle_of(option)
        name = toggle.get("name")
        if _OURS in toggle or name == usual["toggle"]["name"] or name in _names(key):
            option["toggle"] = {**usual["toggle"], "name": texts.t(f"site.{key}"), _OURS: True}


def _toggle_of(option: object) -> dict[str, Any]:
    return (option.get("toggle") or {}) if isinstance(option, dict) else {}


@cache  # it takes the texts of all languages, which most sites never need
def _names(key: str) -> frozenset[str]:
    return frozenset(words(each).t(f"site.{key}") for each in LANGUAGES)


def wants_bundle(config: MkDocsConfig) -> bool:
    """Say whether mkdocs.yml asks for more than `frame.js` does: another feature of Material, or scripts of its own."""
    more = set(config.theme.get("features") or []) - set(FEATURES)
    return bool(more or config.extra_javascript)


def is_wanted(file: File, config: MkDocsConfig) -> bool:
    """Keep the theme's files but for its dead weight; drop all that lies in `docs_dir`."""
    if file.src_dir is not None and Path(file.src_dir) == Path(config.docs_dir):
        return False
    if file.src_uri.endswith(".map"):
        return False
    if file.src_uri.startswith(_BUNDLE) and not wants_bundle(config):
        return False
    return not file.src_uri.startswith(_UNUSED)


def slimmed(file: File, config: MkDocsConfig) -> File:
    """Give the same file of the theme, one of our scripts and styles without what only their readers need."""
    slim = {".js": slim_script, ".css": slim_style}.get(Path(file.src_uri).suffix)
    if slim is None or not file.src_uri.startswith("assets/chapbook/"):
        return file
    content = slim(file.content_string)
    if file.src_uri == _ICONS:
        content += _toggle_icons(config)
    return File.generated(config, file.src_uri, content=content, inclusion=file.inclusion)


def _toggle_icons(config: MkDocsConfig) -> str:
    """Give styles with the drawings of the switch of colours, which would else stand on every page."""
    rules = []
    for place, option in enumerate(config.theme["palette"]):
        icon = str(_toggle_of(option).get("icon", ""))
        if not icon.startswith("material/"):  # such has colours of its own, and stays in the page
            continue
        paths = (Path(each, f".icons/{icon}.svg") for each in config.theme.dirs)
        path = next((each for each in paths if each.is_file()), None)
        if path is None:
            raise PluginError(f"chapbook: the theme has no icon {icon}, which theme.palette names.")
        drawing = quote(path.read_text(encoding="utf-8").strip(), safe=" /:='()")
        rules.append(f'.cb-toggle-{place}{{--cb-icon:url("data:image/svg+xml,{drawing}")}}\n')
    return "".join(rules)


def words_file(language: str, config: MkDocsConfig) -> File:
    """Give the script with the interface's texts in a language."""
    uri = f"assets/chapbook/words-{language}.js"
    return File.generated(config, uri, content=words(language).script(), inclusion=InclusionLevel.NOT_IN_NAV)


def content_security_policy(env: Any, config: MkDocsConfig) -> str:
    """Give the policy of every page. Only the theme's own inline scripts are allowed, by hash.

    The hashes come from the theme's templates, never from finished pages: a script that found its way into a
    page would else be allowed with the rest.
    """
    hashes: list[str] = []
    for name in _INLINE:
        template = env.get_template(name)
        features = config.theme.get("features") or []
        for script in _SCRIPT.findall(template.render(config=config, features=features, base_url=".")):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            hashes.append(f"'sha256-{digest}'")
    scripts = " ".join(["'self'", *sorted(set(hashes))])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
    )
