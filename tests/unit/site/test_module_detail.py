"""What only a module's own page says."""

from __future__ import annotations

from typing import Any

from chapbook.site.changes import changes_of
from chapbook.site.module_detail import module_detail, parts_of
from chapbook.site.plan import plan_site
from chapbook.site.whole import addresses_of
from support.sites import UID, loaded, planned, small_module

LOG = """\
## 1.0.0 - 2026-11-20

### Added

- See [why](lessons/why.md), [nothing](gone.md) and [trap](javascript:alert(1)) <script>alert(1)</script>

## 0.9.0

### Added

- Draft.
"""


def detail(files: dict[str, str]) -> dict[str, Any]:
    plan = plan_site([loaded(files), loaded(small_module("milk", 1), "milk")], "All")
    module = next(each for each in plan.modules if each.key == "tea")
    addresses = addresses_of(plan, True)
    changes = changes_of(module.overview, module, addresses)
    return module_detail(module, module.overview, plan.catalogue, addresses, changes)


def test_changes_are_clean_html_with_addresses_of_the_site_and_ids_of_their_own() -> None:
    first, second = detail(small_module() | {"CHANGELOG.md": LOG})["releases"]
    assert (first["version"], first["day"]) == ("1.0.0", "20 November 2026")
    assert '<a href="lessons/why/">why</a>' in first["html"]
    assert "<a>nothing</a>" in first["html"]
    assert "javascript:" not in first["html"]
    assert "<script" not in first["html"]
    assert 'id="v1-0-0-added"' in first["html"]
    assert 'id="v0-9-0-added"' in second["html"]
    assert second["day"] == ""


def test_required_modules_of_this_site_are_known_by_their_uid() -> None:
    more = "requires:\n  - {module: milk}\n  - text: Can pour\n  - {module: elsewhere}\n"
    files = small_module()
    assert detail(files | {"module.yml": files["module.yml"] + more})["needs"] == [UID.format(1), "", ""]


def test_tags_lead_to_the_catalogue() -> None:
    files = small_module()
    text = files["module.yml"].replace("tags: [tea, tea]", "tags: [tea, 'a & b']")
    assert detail(files | {"module.yml": text})["tag_urls"] == ["../#tag=tea", "../#tag=a+%26+b"]


def test_minutes_by_part_the_largest_first_and_none_of_zero() -> None:
    _, module = planned(
        small_module("tea", 0, why="word " * 700 + "\n\n| a |\n|---|\n" + "| 1 |\n" * 40, how="x")
    )
    parts = parts_of(module)
    assert [each["part"] for each in parts] == ["reading", "tables"]
    assert parts[0]["minutes"] == 3
