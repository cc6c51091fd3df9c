"""Rights: whether a module may be shared, and what it owes to others (R…)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.fits import misfits
from chapbook.lint.licenses import forbids_sharing, is_own, spdx_name
from chapbook.lint.places import inside
from chapbook.model.module import Credit, Module, Origin
from chapbook.model.reader import CREDITS_FILE, MODULE_FILE
from chapbook.model.subject import Subject

_LICENSE_FILES = ("license", "licence", "copying", "licenses/", "licences/")
_STOCK = re.compile(
    r"(?<![a-z])(unsplash|pexels|pixabay|shutterstock|istock(?:photo)?|gettyimages?|adobe-?stock|depositphotos|"
    r"dreamstime|123rf|alamy|freepik|flaticon|wikimedia|flickr|openclipart)(?![a-z])"
)
# In every language at once: a source may be in another than the module.
_NO_SOURCE = frozenset(
    {
        "google",
        "google images",
        "internet",
        "the internet",
        "web",
        "the web",
        "online",
        "unknown",
        "google bilder",
        "das internet",
        "unbekannt",
        "l'internet",
        "l’internet",
        "inconnu",
        "inconnue",
        "google imágenes",
        "google imagenes",
        "desconocido",
        "desconocida",
        "?",
        "-",
        "n/a",
    }
)


def not_to_be_shared(subject: Subject, module: Module) -> Iterator[Finding]:
    """R701: the licence gives nobody the right to pass the module on, or nobody can read what it says."""
    if not module.license:
        return
    place = Place(path=MODULE_FILE, data_path=("license",))
    hint = "Choose one that allows sharing, such as CC-BY-4.0 (name the author) or CC0-1.0 (no conditions)."
    if forbids_sharing(module.license):
        message = "This licence lets nobody pass the module on, so a peer may not use a bundle of it."
        yield Finding(code="R701", message=message, place=place, hint=hint)
    elif is_own(module.license) and not _has_license_text(subject):
        message = (
            f"“{module.license}” is a licence of your own, but its text is not in the module, "
            "so a peer cannot know what is allowed."
        )
        yield Finding(
            code="R701",
            message=message,
            place=place,
            hint=f"Put the text into LICENSE.md. Or: {hint.lower()}",
        )


def _has_license_text(subject: Subject) -> bool:
    return any(path.lower().startswith(_LICENSE_FILES) for path in subject.tree.paths())


def not_credited(subject: Subject, module: Module) -> Iterator[Finding]:
    """R702: a file that comes from a picture library by its name, without credits; a source that is none.

    Fields that are missing in `credits.yml` are reported while it is read.
    """
    credited = {f"assets/{each.file}" for each in module.credits}
    for path in subject.tree.paths():
        library = _STOCK.search(path.rpartition("/")[2].lower())
        if path.startswith("assets/") and path not in credited and library:
            message = (
                f"By its name, “{path}” comes from {library[1]}, but {CREDITS_FILE} does not say who made it; "
                "most licences ask for that."
            )
            hint = f"Add it to {CREDITS_FILE} with file, title, author, source and license."
            yield Finding(code="R702", message=message, place=Place(path=path), hint=hint)
    for credit in module.credits:
        if credit.source.strip().lower() in _NO_SOURCE:
            message = f"“{credit.source}” is no source: nobody can look up there who made {credit.file}."
            hint = "Write the address of the page where the work and its licence are shown."
            yield Finding(code="R702", message=message, place=_part(credit, "source"), hint=hint)


def licenses_do_not_fit(subject: Subject, module: Module) -> Iterator[Finding]:
    """R703: something in the module is under a licence that forbids what the module's licence allows."""
    if not module.license or forbids_sharing(module.license):
        return
    for each in misfits(module.license, module.derived_from, module.credits):
        if isinstance(each.work, Origin):
            message = f"This module is made from {_name(each.work)}, but {each.problem}."
            hint = _way_out(each.work.license)
            yield Finding(code="R703", message=message, place=_origin(each.number, "license"), hint=hint)
        else:
            message = f"The file {each.work.file} does not fit into this module: {each.problem}."
            hint = "Take another picture, or ask its owner; or choose a licence for the module that fits."
            yield Finding(code="R703", message=message, place=_part(each.work, "license"), hint=hint)


def _way_out(source: str) -> str:
    if forbids_sharing(source) or "-ND" in source.upper():
        return "Ask the owner for permission, or leave that work out."
    return f"Put this module under {spdx_name(source)} too, or ask the owner for permission."


def origin_incomplete(subject: Subject, module: Module) -> Iterator[Finding]:
    """R704: a work that the module was made from, without what its licence asks to be said."""
    for n, origin in enumerate(module.derived_from):
        missing = [
            words
            for words, there in (
                ("where it is (url)", origin.url or origin.id),
                ("what was changed (changes)", origin.changes),
                ("its licence (license)", origin.license),
            )
            if not there.strip()
        ]
        if missing:
            listed = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
            message = f"The note on {_name(origin)} does not say {listed}; most licences ask for that."
            hint = "Add it; it is shown on the page “Credits and licence”."
            yield Finding(code="R704", message=message, place=_origin(n), hint=hint)


def _name(origin: Origin) -> str:
    return f"“{origin.title}”" if origin.title else "another work"


def _origin(n: int, *key: str) -> Place:
    return Place(path=MODULE_FILE, data_path=("derived_from", n, *key))


def _part(credit: Credit, key: str) -> Place:
    """Give the place of another field of the same entry; `place` is that of its file."""
    whole = Place(path=credit.place.path, data_path=credit.place.data_path[:-1])
    return inside(whole, key)
