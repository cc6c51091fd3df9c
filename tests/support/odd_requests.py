"""Requests that a preview must not answer: addresses that lead elsewhere, names of other hosts."""

from __future__ import annotations

OUTSIDE = (
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E%2Fsecret.txt",
    "/./../secret.txt",
    "/tea/../../secret.txt",
    "/tea/..%2f..%2fsecret.txt",
    "/tea/%2e%2e/%2e%2e/secret.txt",
    "/tea/..%2F..%2fsecret.txt?a=1",
)
"""Addresses that a careless server finds outside of the folder that it serves."""

ODD = (
    "",
    "secret.txt",
    "http://127.0.0.1/secret.txt",
    "//etc/passwd",
    "/tea//page.html",
    "/..\\secret.txt",
    "/tea\\..\\..\\secret.txt",
    "/C:/secret.txt",
    "/page.html::$DATA",
    "/page.html%00.png",
    "/%ff%fe",
    "/.git/config",
    "/tea/.hidden",
    "/tea./page.html",
    "/tea /page.html",
    "/tea%20/page.html",
    "/a%0d%0ab",
)
"""Addresses that mean something else on some system."""

HOSTS = (
    "",
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil-localhost",
    "user@127.0.0.1",
    "127.0.0.1:8000@evil.example",
    "127.0.0.1/evil.example",
    "127.0.0.1 evil.example",
    "127.0.0.1:80:80",
    "127.0.0.1:port",
    "[::1",
    "192.168.0.7:8000",
    "0.0.0.0",
    "[::]",
)
"""What stands in `Host` when a name from elsewhere was pointed at this machine, or when somebody plays tricks."""
