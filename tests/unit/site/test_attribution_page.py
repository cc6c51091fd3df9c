"""The page “Credits and licence” of a remix names its original, and so does that of the original itself."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from chapbook.services.remix import RemixOptions, plan, write
from support.base import MODULE, base_files
from support.imported import with_imported
from support.sites import build_workspace

CREDITS = """\
credits:
  - {file: pot.txt, title: Pot, author: Lena Berg, source: City archive, license: CC-BY-4.0, changes: cropped}
"""
EARLIER = "derived_from:\n  - {title: First, authors: [Eve], license: CC-BY-3.0, changes: Cut, url: https://a.example}\n"


def said(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", article)).split()).replace(" .", ".").replace(" ,", ",")


def test_title_author_source_licence_and_changes_of_each_work(tmp_path: Path) -> None:
    files = {**base_files(module=MODULE + EARLIER), "assets/credits.yml": CREDITS, "assets/pot.txt": "pot"}
    workspace = with_imported(tmp_path, files)
    planned = plan(RemixOptions(start=tmp_path, name="ana/base", id="mine", license="CC-BY-SA-4.0"))
    write(planned, tmp_path)
    module = planned.target / "module.yml"
    text = module.read_text(encoding="utf-8")
    module.write_text(re.sub(r"changes:  #.*", "changes: Translated", text), encoding="utf-8")
    build_workspace(workspace)
    mine = said(tmp_path / "site/mine/attribution/index.html")
    assert "Make your first commit, version 0.1.0, by Ben Stone. Licence: CC BY-SA 4.0." in mine
    origin = "Make your first commit, version 1.0.0, by Jane Doe. Source: base. Licence: CC BY 4.0. Changes: Translated"
    assert origin in mine
    for each in (mine, said(tmp_path / "site/imported/ana/base/attribution/index.html")):
        assert "First, by Eve. Licence: CC-BY-3.0. Changes: Cut" in each
        assert (
            "Pot ( pot.txt ), by Lena Berg. Source: City archive. Licence: CC BY 4.0. Changes: cropped"
            in each
        )
    page = (tmp_path / "site/mine/attribution/index.html").read_text(encoding="utf-8")
    assert '<a href="../../imported/ana/base/" rel="noopener noreferrer">Make your first commit</a>' in page
    assert (
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="noopener noreferrer">CC BY 4.0</a>'
        in page
    )
