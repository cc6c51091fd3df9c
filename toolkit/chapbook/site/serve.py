"""Live preview: build, serve, rebuild when any file of a module changes. Part of the door to MkDocs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import OperationFailed
from chapbook.site.listener import listening
from chapbook.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """One build of the preview: where to look at it, what was found; `failure` says why there is no new site."""

    url: str
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: str = ""


def serve_site(
    workspace: Workspace,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    open_in_browser: bool = False,
    on_build: Callable[[Rebuilt], None] = lambda rebuilt: None,
) -> None:
    """Serve until interrupted; `on_build` hears of every build. `OperationFailed` when the port is taken."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    with tempfile.TemporaryDirectory(prefix="chapbook-serve-") as folder:
        _Preview(workspace, Path(folder), host, port, on_build).run(open_in_browser)


class _Preview:
    """A preview server and how it rebuilds."""

    def __init__(
        self, workspace: Workspace, folder: Path, host: str, port: int, on_build: Callable[[Rebuilt], None]
    ) -> None:
        from mkdocs.livereload import LiveReloadServer

        self._workspace = workspace
        self._site, self._empty = folder / "site", folder / "empty"
        self._empty.mkdir()
        self._on_build = on_build
        self._url = f"http://{host}:{port}/"
        self._server = LiveReloadServer(builder=self._build, host=host, port=port, root=str(self._site))
        self._server.error_handler = self._error_page
        self._watched: set[str] = set()

    def run(self, open_in_browser: bool) -> None:
        self._build()
        try:
            self._server.serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        except OSError as error:
            raise OperationFailed(
                "cannot-serve",
                f"{self._url} cannot be served: {error.strerror or error}.",
                "Another program may use the port; choose one with --port.",
            ) from error
        finally:
            self._stop()

    def _stop(self) -> None:
        # `shutdown` joins threads that run only once `serve` has started them.
        if self._server.observer.is_alive() or self._server.serve_thread.is_alive():
            self._server.shutdown()
        else:
            self._server.server_close()

    def _build(self) -> None:
        """Build once. A failure is told, not raised: the author mends the file and goes on."""
        from mkdocs.commands.build import build
        from mkdocs.exceptions import Abort, MkDocsException

        from chapbook.site import mkdocs_config

        failure = ""
        with listening() as heard:
            try:
                config = mkdocs_config.load(
                    self._workspace, self._empty, site_dir=str(self._site), site_url=self._url, strict=False
                )
                config.plugins.on_startup(command="serve", dirty=False)
                build(config, serve_url=self._url)
                self._watch([config.docs_dir, config.config_file_path, *config.watch])
            except OperationFailed as error:
                failure = error.message
            except (MkDocsException, Abort) as error:
                failure = heard.said or str(error)
        self._on_build(Rebuilt(url=self._url, diagnostics=tuple(heard.diagnostics), failure=failure))

    def _watch(self, paths: list[str]) -> None:
        for path in paths:
            if path not in self._watched and Path(path).exists():
                self._watched.add(path)
                self._server.watch(path)

    def _error_page(self, code: int) -> bytes | None:
        page = self._site / f"{code}.html"
        return page.read_bytes() if page.is_file() else None
