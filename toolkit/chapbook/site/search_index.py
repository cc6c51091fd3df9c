"""One small search index a module, instead of one for the whole site.

Material loads its index on the first page view: with 1,000 modules that is 22 MB. A module's page needs its own
module's words only, the catalogue only titles, summaries, objectives and tags.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from chapbook.site.links import Addresses
from chapbook.site.plan import SitePlan
from chapbook.site.views import escaped_entry, overview_entry, search_docs

INDEX = "search/search_index.json"


def split(site_dir: Path, plan: SitePlan, addresses: Addresses) -> None:
    """Replace the index that the search plugin wrote by one for the catalogue and one for each module."""
    whole = site_dir / INDEX
    if not whole.is_file():  # search is switched off
        return
    index = json.loads(whole.read_text(encoding="utf-8"))
    docs = _by_module(index["docs"], plan)
    for module in plan.modules:
        root = quote(f"{module.key}/")
        own = [doc | {"location": doc["location"].removeprefix(root)} for doc in docs[module.key]]
        own.insert(0, escaped_entry(overview_entry(module, addresses)))
        _write(site_dir / module.key / INDEX, index["config"], own)
    _write(whole, index["config"], [escaped_entry(each) for each in search_docs(plan, addresses)])


def _by_module(docs: list[dict[str, Any]], plan: SitePlan) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {module.key: [] for module in plan.modules}
    for doc in docs:
        parts = unquote(doc["location"].partition("#")[0]).split("/")
        for key in (parts[0], "/".join(parts[:3])):
            if key in found:
                found[key].append(doc)
    return found


def _write(path: Path, config: Any, docs: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"config": config, "docs": docs}, separators=(",", ":"))
    path.write_text(text, encoding="utf-8", newline="\n")
