"""The whole site, as its own pages know it: the three of them, and light facts of every module. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chapbook.site.face import Faces, known_faces
from chapbook.site.facts import ModuleFacts, facts_of
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan, SitePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What pages need to know of what is around them. Who makes only pages of modules needs no `modules`."""

    catalogue: PagePlan
    learning: PagePlan
    reviews: PagePlan
    modules: tuple[ModuleFacts, ...] = ()

    @property
    def has_feed(self) -> bool:
        """Say whether there is anything with a day."""
        return any(each.releases for each in self.modules)


def site_of(plan: SitePlan) -> Site:
    """Give what a whole plan comes to."""
    groups = editions_of(plan)
    return Site(
        catalogue=plan.catalogue,
        learning=plan.learning,
        reviews=plan.reviews,
        modules=tuple(facts_of(group[0], group) for group in groups),
    )


def addresses_of(plan: SitePlan, directory_urls: bool, site: Site | None = None) -> Addresses:
    """Give the addresses of everything in a whole plan."""
    faces = Faces(known_faces(each.face for each in (site or site_of(plan)).modules))
    return Addresses(plan.editions, faces, directory_urls)


def editions_of(plan: SitePlan) -> Sequence[Sequence[ModulePlan]]:
    """Give every module with its translations, the original first."""
    groups = {module.key: [module] for module in plan.modules}
    for each in plan.translations:
        groups[each.source].append(each)
    return tuple(groups.values())
