"""What is fuzzed: functions from bytes to nothing. Anything raised but `Refused` is a bug, and so is a broken promise.

Each target begins from a corpus: what the hand-written cases hold, good and bad.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rfc8785

from chapbook.bundle.manifest_json import decode_manifest, encode_manifest
from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.names import check_name
from chapbook.trust.identity import chain_bytes, read_chain, signed
from chapbook.trust.sshsig import verify
from support.archives import good_draft, manifest_for, sample_files, write
from support.bundle_cases import read_cases
from support.identities import SecurityKey, identity, signer

CASES = Path(__file__).parents[1] / "cases"
MESSAGE, NAMESPACE = b"a message", "module-v1@chapbook"
PLACES = ("module.yml", "lessons/why.md", "quizzes/check.yml", "assets/drawing.svg", "assets/credits.yml")
"""Files of the sample module that the target `file` puts its bytes into, by its first byte."""


@dataclass(frozen=True)
class Target:
    """One thing to fuzz: `run` takes any bytes, `corpus` gives those to begin with."""

    run: Callable[[bytes], None]
    corpus: Callable[[], Iterator[bytes]]
    words: tuple[bytes, ...] = ()


def bundle(data: bytes) -> None:
    """Open a bundle; what is accepted must have the same names and bytes in zipfile."""
    try:
        opened = open_bundle(data)
        contents = {f"module/{path}": opened.tree.read(path) for path in opened.tree.paths()}
    except Refused:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist() if name.startswith("module/")}
        assert archive.namelist()[:2] == ["mimetype", "META/manifest.json"]
    assert inside == contents


def manifest(data: bytes) -> None:
    """Read a manifest; what is accepted must be what it is written as, and what RFC 8785 writes."""
    try:
        decoded = decode_manifest(data)
    except Refused:
        return
    assert encode_manifest(decoded) == data


def file(data: bytes) -> None:
    """Put bytes into a file of an otherwise good bundle, whose manifest lists them as they are."""
    path = PLACES[data[0] % len(PLACES)] if data else PLACES[0]
    bundle(write(good_draft(sample_files() | {path: data[1:]})))


def entry(data: bytes) -> None:
    """Put a name, the first line, and content into a bundle as an entry that the manifest lists."""
    name, _, content = data.partition(b"\n")
    text = name.decode("utf-8", "replace") or "a.txt"
    try:
        check_name(f"module/{text}")
    except Refused:
        return
    files = sample_files() | {text: content}
    bundle(write(good_draft(files, rfc8785.dumps(manifest_for(files)))))


def yaml(data: bytes) -> None:
    """Read YAML; whatever is wrong has a line and a column in the text."""
    text = data.decode("utf-8", "replace")
    document, findings = parse_yaml("a.yml", text)
    assert document is not None or findings
    for each in findings:
        span = each.place.span
        assert span is not None
        assert span.line >= 1
        assert span.column >= 1


def signature(data: bytes) -> None:
    """Check a signature; only the two good ones of the corpus are believed, by whoever wrote them."""
    try:
        key = verify(MESSAGE, data, NAMESPACE)
    except Refused:
        return
    assert key in signers()


def chain(data: bytes) -> None:
    """Read an identity; what is accepted must be written as it was read."""
    try:
        read = read_chain(data)
    except Refused:
        return
    assert chain_bytes(read) == data


# What they begin with


@lru_cache
def signers() -> tuple[object, ...]:
    """Give the keys whose signatures stand in the corpus."""
    return signer("ana").key, SecurityKey("ben").key


def bundles() -> Iterator[bytes]:
    """Give the good bundle and every hostile one that is not large."""
    yield write(good_draft())
    yield from (case.data for case in read_cases() if len(case.data) < 20_000)


def manifests() -> Iterator[bytes]:
    """Give the sample's manifest, one with everything, and single values."""
    stated = manifest_for(sample_files())
    more = {
        "requires": [{"id": "a", "range": ">=1", "optional": True}],
        "derived_from": [{"title": "T", "authors": ["B"], "url": "https://a.example", "changes": "c"}],
    }
    yield rfc8785.dumps(stated)
    yield rfc8785.dumps(stated | more)
    yield from (b"{}", b"[]", b'{"format":"chapbook/module/2"}', b'"\\ud800"', b"[[[[]]]]", b"1e9")


def files() -> Iterator[bytes]:
    """Give a file for each place."""
    samples = sample_files() | {
        "quizzes/check.yml": b"id: c\ntitle: C\nquestions:\n  - {id: q, type: number, text: 2+2, answer: 4}\n",
        "assets/drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><path d="M0 0"/></svg>',
        "assets/credits.yml": b"- {file: dot.png, title: Dot, license: CC0-1.0}\n",
    }
    for number, place in enumerate(PLACES):
        yield bytes([number]) + samples[place]


def entries() -> Iterator[bytes]:
    """Give names with contents."""
    yield from (
        b"assets/a.txt\nhello",
        b"a.md\n# A",
        "lessons/é.md\n# É".encode(),
        b"assets/a.png\n\x89PNG\r\n\x1a\n",
    )
    yield from (b"CON.md\n", b"../a.md\n", b"a:b.md\n", b"a/b/c/d/e.yml\na: 1")


def texts() -> Iterator[bytes]:
    """Give every YAML case, and what attacks parsers."""
    for path in sorted((CASES / "yaml").rglob("*.*")):
        yield path.read_bytes()
    yield from (
        b"[" * 400,
        b"a: &a [*a]",
        b"? " * 100,
        b"- " * 100,
        b"!!python/object:os.system x",
        b"%YAML 1.2\n---\n",
    )


def signatures() -> Iterator[bytes]:
    """Give one signature by a key in a file, one by a security key."""
    yield signer("ana").sign(MESSAGE, NAMESPACE)
    yield SecurityKey("ben").sign(MESSAGE, NAMESPACE)


def chains() -> Iterator[bytes]:
    """Give an identity of one version, and of two."""
    ana, spare, next_ = signer("ana"), signer("spare"), signer("next")
    first = signed(None, identity(sign=[ana], recover=[spare]), [ana, spare])
    yield chain_bytes(first)
    yield chain_bytes(signed(first, identity(sign=[next_], recover=[spare]), [ana, next_]))


ZIP_WORDS = (
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\x14\x00",
    b"\x00\x08",
    b"\xff\xff\xff\xff",
    b"module/",
)
YAML_WORDS = (
    b": ",
    b"\n  ",
    b"- ",
    b"'",
    b'"',
    b"|\n",
    b">\n",
    b"{",
    b"[",
    b"]",
    b"}",
    b"&a ",
    b"*a",
    b"!!",
    b"<<: ",
    b"? ",
)
JSON_WORDS = (
    b'{"',
    b'":',
    b"[",
    b"]",
    b"}",
    b'","',
    b"null",
    b"true",
    b"-1",
    b"\\u0041",
    b"1e5",
    b'"path":"',
)
SIGNATURE_WORDS = (
    b"U1NIU0lH",
    b"-----BEGIN SSH SIGNATURE-----\n",
    b"\n",
    b"=",
    b"AAAA",
    b"sha256",
    b"sha512",
)

TARGETS = {
    "bundle": Target(bundle, bundles, ZIP_WORDS),
    "manifest": Target(manifest, manifests, JSON_WORDS),
    "file": Target(file, files, YAML_WORDS),
    "entry": Target(entry, entries, (b"/", b"..", b"\\", b"\n", b".md", b"~1", "é".encode(), b"\xcc\x81")),
    "yaml": Target(yaml, texts, YAML_WORDS),
    "signature": Target(signature, signatures, SIGNATURE_WORDS),
    "chain": Target(chain, chains, JSON_WORDS),
}
