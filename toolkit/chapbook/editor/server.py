"""The language server: what an editor shows while one writes. The only file that speaks with pygls.

What is open in the editor is laid over the folder, so findings are those of `chapbook check` after saving everything.
A check begins when nothing was typed for `PAUSE` seconds, in a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import ChapbookError
from chapbook.editor import wire
from chapbook.editor.buffers import OpenModule, check_buffers, formatted, module_root, open_module
from chapbook.editor.context import Word, word_at
from chapbook.editor.lookup import definition, offers
from chapbook.services.version import version

PAUSE = 0.3
"""Seconds without typing before a check begins."""

_TRIGGERS = ["=", ":", "/", "(", "[", " "]


class Editor:
    """What one editor has open, and what was found in it. All methods run on the server's event loop."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.buffers: dict[Path, str] = {}
        self.uris: dict[Path, str] = {}
        self.checked: dict[Path, str] = {}
        self.found: dict[Path, dict[Path, tuple[Diagnostic, ...]]] = {}
        self.waiting: dict[Path, asyncio.Task[None]] = {}

    def register(self) -> None:
        """Tell the server what it can do."""
        kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
        completion = types.CompletionOptions(trigger_characters=_TRIGGERS)
        self._answer(types.TEXT_DOCUMENT_DID_OPEN, self.opened)
        self._answer(types.TEXT_DOCUMENT_DID_CHANGE, self.changed)
        self._answer(types.TEXT_DOCUMENT_DID_SAVE, self.saved)
        self._answer(types.TEXT_DOCUMENT_DID_CLOSE, self.closed)
        self._answer(types.TEXT_DOCUMENT_HOVER, self.hover)
        self._answer(types.TEXT_DOCUMENT_DEFINITION, self.definition)
        self._answer(types.TEXT_DOCUMENT_CODE_ACTION, self.actions, kinds)
        self._answer(types.TEXT_DOCUMENT_COMPLETION, self.complete, completion)
        self._answer(types.TEXT_DOCUMENT_FORMATTING, self.format)

    def _answer(self, name: str, method: Callable[[Any], Awaitable[Any]], options: object = None) -> None:
        async def handle(params: Any) -> Any:  # pygls notes things on a function; a method takes no notes
            return await method(params)

        self.server.feature(name, options)(handle)

    # What the editor tells

    async def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a file that was opened."""
        self._take(params.text_document.uri, pause=0)

    async def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take what was typed."""
        self._take(params.text_document.uri, pause=PAUSE)

    async def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Look again: pictures and other files may have come meanwhile."""
        self._take(params.text_document.uri, pause=0)

    async def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a file; with the last one of a module, its findings go."""
        path = _path(params.text_document.uri)
        root = module_root(path) if path else None
        if path is None or root is None:
            return
        self.buffers.pop(path, None)
        if any(each.is_relative_to(root) for each in self.buffers):
            self._plan(root, 0)
            return
        if task := self.waiting.pop(root, None):
            task.cancel()
        self._publish(root, {})

    def _take(self, uri: str, pause: float) -> None:
        path = _path(uri)
        if path is None:
            return
        self.buffers[path] = _normal(self.server.workspace.get_text_document(uri).source)
        self.uris[path] = uri
        root = module_root(path)
        if root is not None:
            self._plan(root, pause)

    # Findings

    def _plan(self, root: Path, pause: float) -> None:
        if task := self.waiting.get(root):
            task.cancel()
        self.waiting[root] = asyncio.get_running_loop().create_task(self._check(root, pause))

    async def _check(self, root: Path, pause: float) -> None:
        await asyncio.sleep(pause)
        buffers = dict(self.buffers)
        try:
            found = await asyncio.to_thread(check_buffers, root, buffers)
        except ChapbookError as error:
            log = types.LogMessageParams(type=types.MessageType.Warning, message=error.message)
            self.server.window_log_message(log)
            return
        self.checked |= {path: text for path, text in buffers.items() if path.is_relative_to(root)}
        self._publish(root, found)

    def _publish(self, root: Path, found: dict[Path, tuple[Diagnostic, ...]]) -> None:
        before = self.found.get(root, {})
        self.found[root] = found
        mine = {path for path in self.buffers if path.is_relative_to(root)}
        for path in sorted({*before, *found, *mine}):
            lines = self._lines(path)
            shown = [wire.diagnostic(each, lines, self._encoding) for each in found.get(path, ())]
            uri = self._uri(path)
            params = types.PublishDiagnosticsParams(uri=uri, diagnostics=shown)
            self.server.text_document_publish_diagnostics(params)

    # What the editor asks

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Give the pages of what was found at a place."""
        path, line, column = self._place(params)
        here = [each for each in self._found(path) if wire.covers(each.location.span, line, column)]
        if not here:
            return None
        return types.Hover(types.MarkupContent(kind=types.MarkupKind.Markdown, value=wire.page(here)))

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Give the corrections of what was found in a range, unless something was typed since."""
        path = _path(params.text_document.uri)
        wanted = params.context.only
        if path is None or self.checked.get(path) != self.buffers.get(path):
            return []
        if wanted and not any(types.CodeActionKind.QuickFix.startswith(each) for each in wanted):
            return []
        first, last = params.range.start.line + 1, params.range.end.line + 1
        here = [each for each in self._found(path) if each.fix]
        return [
            self._action(path, each)
            for each in here
            if each.location.span.line <= last and each.location.span.end_line >= first
        ]

    def _action(self, path: Path, found: Diagnostic) -> types.CodeAction:
        start = self._root(path).parent
        changes: dict[str, list[types.TextEdit]] = {}
        for edit in found.fix:
            lines = self._lines(start / edit.path)
            change = wire.text_edit(edit, lines, self._encoding)
            changes.setdefault(self._uri(start / edit.path), []).append(change)
        return types.CodeAction(
            title=" ".join((found.hint or found.message).split()),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[wire.diagnostic(found, self._lines(path), self._encoding)],
            edit=types.WorkspaceEdit(changes=changes),
        )

    async def format(self, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        """Give the edit that lays the text out as `chapbook fmt` would."""
        path = _path(params.text_document.uri)
        text = self.buffers.get(path) if path else None
        made = formatted(path, text) if path and text is not None else None
        if made is None or made == text:
            return []
        lines = text.split("\n") if text else [""]
        start = types.Position(line=0, character=0)
        end = wire.position(lines, len(lines) - 1, len(lines[-1]), self._encoding)
        return [types.TextEdit(types.Range(start=start, end=end), made)]

    async def complete(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        """Give what may stand at the cursor."""
        path, line, column = self._place(params)
        known = self._word(path, line, column)
        if known is None:
            return []
        opened, inside, word = known
        lines = self._lines(path)
        range_ = types.Range(
            start=wire.position(lines, line, word.start, self._encoding),
            end=wire.position(lines, line, word.end, self._encoding),
        )
        return [
            types.CompletionItem(
                label=offer.text,
                detail=offer.about or None,
                kind=types.CompletionItemKind.Reference,
                text_edit=types.TextEdit(range=range_, new_text=offer.text),
            )
            for offer in offers(opened, inside, word)
        ]

    async def definition(self, params: types.DefinitionParams) -> types.Location | None:
        """Give where the thing stands that is named at the cursor."""
        known = self._word(*self._place(params))
        target = definition(*known) if known else None
        if target is None:
            return None
        lines = self._lines(target.path)
        return types.Location(self._uri(target.path), wire.span_range(lines, target.span, self._encoding))

    # Small things

    @property
    def _encoding(self) -> wire.Encoding:
        return self.server.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def _word(self, path: Path, line: int, column: int) -> tuple[OpenModule, str, Word] | None:
        root = module_root(path)
        if root is None or path not in self.buffers:
            return None
        inside = path.relative_to(root).as_posix()
        word = word_at(inside, self.buffers[path], line, column)
        opened = open_module(path, self.buffers) if word else None
        return (opened, inside, word) if opened and word else None

    def _place(
        self, params: types.HoverParams | types.CompletionParams | types.DefinitionParams
    ) -> tuple[Path, int, int]:
        path = _path(params.text_document.uri) or Path()
        line = params.position.line
        lines = self._lines(path)
        source = lines[line] if line < len(lines) else ""
        return path, line, wire.column_of(source, params.position.character, self._encoding)

    def _root(self, path: Path) -> Path:
        return module_root(path) or path.parent

    def _found(self, path: Path) -> tuple[Diagnostic, ...]:
        return self.found.get(self._root(path), {}).get(path, ())

    def _uri(self, path: Path) -> str:
        return self.uris.get(path) or from_fs_path(str(path)) or ""

    def _lines(self, path: Path) -> list[str]:
        if path in self.buffers:
            return self.buffers[path].split("\n")
        try:
            return _normal(path.read_text(encoding="utf-8-sig", errors="replace")).split("\n")
        except OSError:
            return []


def _path(uri: str) -> Path | None:
    name = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(name) if name else None


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def serve() -> None:
    """Serve one editor over standard input and output until it says that it is done."""
    server = LanguageServer("chapbook", version())
    Editor(server).register()
    server.start_io()
