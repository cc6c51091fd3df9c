"""What was not meant for everybody: keys, private addresses, the place where a photo was taken (X809)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place, TakeOutPlace
from chapbook.diag.errors import ChapbookError
from chapbook.lint.code import without_code
from chapbook.lint.exif import holds_place
from chapbook.lint.placeless import without_place
from chapbook.lint.places import LineMap
from chapbook.lint.prose import prose_in
from chapbook.lint.signs import holds_any
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.source.text import MAX_TEXT
from chapbook.tree.tree import RelPath

_START, _END = r"(?<![A-Za-z0-9_-])", r"(?![A-Za-z0-9_-])"
_KEYS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (whose, signs, re.compile(f"{_START}{pattern}{_END}"))
    for whose, signs, pattern in (
        ("Amazon Web Services", ("AKIA", "ASIA"), r"(?:AKIA|ASIA)[0-9A-Z]{16}"),
        (
            "GitHub",
            ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
            r"(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})",
        ),
        ("GitLab", ("glpat-",), r"glpat-[A-Za-z0-9_-]{20,100}"),
        ("Slack", ("xox",), r"xox[abeprs]-[0-9]{8,15}-[0-9A-Za-z-]{10,200}"),
        ("Stripe", ("k_live_",), r"[rs]k_live_[0-9A-Za-z]{20,200}"),
        ("Google", ("AIza",), r"AIza[0-9A-Za-z_-]{35}"),
        ("Anthropic", ("sk-ant-",), r"sk-ant-[a-z0-9]{2,10}-[A-Za-z0-9_-]{40,200}"),
        ("OpenAI", ("sk-",), r"sk-(?:proj-|svcacct-)?[A-Za-z0-9]{20,100}(?:[A-Za-z0-9_-]{0,200})"),
        ("npm", ("npm_",), r"npm_[A-Za-z0-9]{36}"),
        ("PyPI", ("pypi-AgE",), r"pypi-AgE[A-Za-z0-9_-]{50,300}"),
        ("SendGrid", ("SG.",), r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    )
)
"""Whose key, signs of which one is in each such key, and its pattern."""
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_MADE_UP = re.compile(r"example|sample|dummy|placeholder|your|test|fake|xxxx|1234567|abcdefg", re.IGNORECASE)
_FEWEST_SIGNS = 8
"""Different characters that a real key has at least; `xxxx…` and `0000…` stand for one."""

_MAIL = re.compile(r"(?<![\w.+/@-])[\w.+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})(?![\w@-])")
_PHONE = re.compile(r"(?<![\w+.,/=-])\+[1-9](?:[ .()/-]{0,2}\d){8,14}(?![\w.,-]?\d)")
_TOP_LEVEL = re.compile(
    r"(?!(?:png|jpe?g|gif|svg|webp|avif|js|css|json|html?|mp[34]|webm)$)[a-z]{2,63}|xn--[a-z0-9-]+"
)
"""What a host ends with: `logo@2x.png` is a picture for sharp screens, `pkg@1.3.0` a version."""
_EXAMPLE_HOSTS = ("example", "test", "invalid", "localhost", "local")
_ROLES = frozenset(
    {
        "abuse",
        "admin",
        "bonjour",
        "contact",
        "contacto",
        "enquiries",
        "feedback",
        "git",
        "hallo",
        "hello",
        "help",
        "hola",
    }
    | {
        "info",
        "kontakt",
        "legal",
        "mail",
        "marketing",
        "news",
        "newsletter",
        "no-reply",
        "noreply",
        "office",
        "orders",
    }
    | {"postmaster", "press", "privacy", "sales", "security", "service", "support", "team", "webmaster"}
)
_FICTION = re.compile(r"555|\+4420794609|\+447700900|(\d)\1{5}|123456")
"""Numbers kept free for stories in North America and Britain, and those that nobody has."""

_UNREAD = (".txt", ".csv", ".json", ".vtt", ".srt", ".svg")
_KEY_FILE = re.compile(
    r"id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.+\.(?:pem|key|p12|pfx|ppk|jks|keystore|kdbx|env)", re.IGNORECASE
)
"""Names under which programs keep private keys and passwords. Hidden ones, such as `.env`, are never read at all."""
_OTHERS = (".png", ".gif", ".webp", ".avif", ".heic", ".heif", ".mp4", ".m4a", ".m4v", ".mov")
_HEAD = 256 * 1024
_MOST_BYTES = 8 * 1024 * 1024


def not_for_everybody(subject: Subject) -> Iterator[Finding]:
    """X809: a key, somebody's address or telephone number, or a photo that tells where it was taken."""
    yield from _key_files(subject)
    for path, text in _texts(subject):
        lines = LineMap(text)
        for what, offset, length in _keys(text):
            yield _key(what, Place(path=path, span=lines.span(offset, length)))
    yield from _people(subject)
    yield from _photos(subject)


def _key_files(subject: Subject) -> Iterator[Finding]:
    for path in subject.tree.paths():
        if _KEY_FILE.fullmatch(path.rpartition("/")[2]):
            message = f"By its name, “{path}” holds a private key or passwords. Who reads the module could use them."
            hint = "Move it out of the module's folder. If somebody has got it, make what is in it invalid."
            yield Finding(code="X809", message=message, place=Place(path=path), hint=hint)


def _texts(subject: Subject) -> Iterator[tuple[RelPath, str]]:
    """Give every text of the module, also those that a check does not read otherwise."""
    yield from subject.texts.items()
    for path in subject.tree.paths():
        if path not in subject.texts and path.lower().endswith(_UNREAD):
            yield path, _start(subject, path, MAX_TEXT).decode("utf-8", "replace")


def _keys(text: str) -> Iterator[tuple[str, int, int]]:
    if "PRIVATE KEY" in text:
        for block in _PRIVATE_KEY.finditer(text):
            if not text[block.end() : block.end() + 40].strip().startswith(("…", "...")):
                yield "a private key", block.start(), len(block[0])
    for whose, signs, pattern in _KEYS:
        for key in pattern.finditer(text) if holds_any(text, signs) else ():
            if not _MADE_UP.search(key[0]) and len(set(key[0][4:])) >= _FEWEST_SIGNS:
                yield f"a key of {whose}", key.start(), len(key[0])


def _key(what: str, place: Place) -> Finding:
    return Finding(
        code="X809",
        message=f"This looks like {what}. Who reads the module could use it in your name.",
        place=place,
        hint="Make the key invalid where it was issued: it may be copied already. Then write EXAMPLE here.",
    )


def _people(subject: Subject) -> Iterator[Finding]:
    own = {person.email.casefold() for person in (subject.module.authors if subject.module else ())}
    for path, outline in subject.outlines.items():
        lines = LineMap(outline.body, outline.body_line)
        for shown, offset in _contacts(outline.body, own):
            yield _contact(shown, Place(path=path, span=lines.span(offset, len(shown))))
    for path, document in subject.documents.items():
        for at, text in prose_in(document):
            if not (path == MODULE_FILE and at[:1] == ("authors",)):
                for shown, _ in _contacts(text, own):
                    yield _contact(shown, Place(path=path, data_path=at))


def _contacts(text: str, own: set[str]) -> Iterator[tuple[str, int]]:
    prose = without_code(text) if "@" in text or "+" in text else ""
    if "@" in prose:
        for mail in _MAIL.finditer(prose):
            name, _, host = mail[0].casefold().partition("@")
            labels = host.split(".")
            made_up = any(part in _EXAMPLE_HOSTS for part in labels) or not _TOP_LEVEL.fullmatch(labels[-1])
            if mail[0].casefold() not in own and name not in _ROLES and not made_up and "example" not in host:
                yield mail[0], mail.start()
    if "+" in prose:
        for phone in _PHONE.finditer(prose):
            if not _FICTION.search(re.sub(r"[^+\d]", "", phone[0])):
                yield phone[0], phone.start()


def _contact(shown: str, place: Place) -> Finding:
    is_mail = "@" in shown
    whose = "an e-mail address of somebody who is not among the authors" if is_mail else "a telephone number"
    made_up = "name@example.org" if is_mail else "+1 202 555 0123"
    hint = f"Take it out, or write one that nobody has: {made_up}."
    if is_mail:
        hint += " An author's own address belongs under authors:, as email."
    message = f"“{shown}” looks like {whose}; once published, it cannot be called back."
    return Finding(code="X809", message=message, place=place, hint=hint)


def _photos(subject: Subject) -> Iterator[Finding]:
    for path in subject.tree.paths():
        most = _looked_at(path)
        if most and holds_place(_start(subject, path, most)):
            yield Finding(
                code="X809",
                message=f"“{path}” tells where it was taken, which may be somebody's home.",
                place=Place(path=path),
                hint="Save it again without the place: programs that show photos have “Remove location” or "
                "“Remove properties”.",
                file_fix=TakeOutPlace(path) if _can_be_taken_out(subject, path) else None,
            )


def _can_be_taken_out(subject: Subject, path: RelPath) -> bool:
    try:
        return without_place(subject.tree.read(path)) is not None
    except ChapbookError:
        return False


def _looked_at(path: RelPath) -> int:
    """Say how much is read of a picture or film: JPEG has the place near its start, others may have it at the end."""
    name = path.lower()
    return _HEAD if name.endswith((".jpg", ".jpeg")) else _MOST_BYTES if name.endswith(_OTHERS) else 0


def _start(subject: Subject, path: RelPath, count: int) -> bytes:
    try:
        return subject.tree.head(path, count)
    except ChapbookError:
        return b""
