"""A small editor: a language client that starts `chapbook lsp` and speaks with it over its standard streams."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from support.process import CHAPBOOK

PATIENCE = 30.0
"""Seconds to wait for findings."""


class FakeEditor:
    """One session. Places are (line, column) from 0, in UTF-16 units."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.client = LanguageClient("fake-editor", "1")
        self.texts: dict[str, str] = {}
        self.found: dict[str, list[types.Diagnostic]] = {}
        self.told: list[str] = []
        self.logged: list[str] = []
        self.news = asyncio.Event()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._published(params))
        self.client.feature(types.WINDOW_LOG_MESSAGE)(lambda params: self._logged(params))

    def _published(self, params: types.PublishDiagnosticsParams) -> None:
        self.found[params.uri] = list(params.diagnostics)
        self.told.append(params.uri)
        self.news.set()

    def _logged(self, params: types.LogMessageParams) -> None:
        self.logged.append(params.message)
        self.news.set()

    async def start(self) -> types.ServerCapabilities:
        """Start the server and shake hands."""
        await self.client.start_io(str(CHAPBOOK), "lsp", "--stdio")
        params = types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=self.root.as_uri())
        answer = await self.client.initialize_async(params)
        self.client.initialized(types.InitializedParams())
        return answer.capabilities

    async def stop(self) -> None:
        """Say good-bye."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]

    def uri(self, name: str) -> str:
        """Give the address of a file of the workspace."""
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file, by default as it was saved."""
        self.texts[name] = text if text is not None else (self.root / name).read_text(encoding="utf-8")
        item = types.TextDocumentItem(
            uri=self.uri(name), language_id="markdown", version=1, text=self.texts[name]
        )
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def type(self, name: str, text: str) -> None:
        """Replace what an open file holds, without saving it."""
        self.texts[name] = text
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=2)
        change = types.TextDocumentContentChangeWholeDocument(text=text)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )

    def save(self, name: str) -> None:
        """Write an open file to the disk."""
        (self.root / name).write_text(self.texts[name], encoding="utf-8")
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(text_document=document))

    def close(self, name: str) -> None:
        """Close a file."""
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=document))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something that the server tells to become true."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self.news.clear()
                await self.news.wait()

    def codes(self, name: str) -> list[str]:
        """Give the codes of what was last found in a file, but for mere advice."""
        found = self.found.get(self.uri(name), [])
        return [str(each.code) for each in found if each.severity != types.DiagnosticSeverity.Information]

    async def codes_become(self, name: str, *codes: str) -> list[types.Diagnostic]:
        """Wait until exactly these codes are found in a file."""
        await self.until(lambda: self.uri(name) in self.found and self.codes(name) == list(codes))
        return self.found[self.uri(name)]

    def place(self, name: str, marked: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
        """Give the place where ‸ stands in `marked`, a piece of the file's text that it holds once."""
        before, _, after = marked.partition("‸")
        text = self.texts[name]
        assert text.count(before + after) == 1, marked
        head = text[: text.index(before + after) + len(before)]
        character = len(head.rpartition("\n")[2].encode("utf-16-le")) // 2
        where = types.Position(line=head.count("\n"), character=character)
        return types.TextDocumentIdentifier(uri=self.uri(name)), where

    async def completions(self, name: str, marked: str) -> list[types.CompletionItem]:
        """Ask what may stand at ‸."""
        answer = await self.client.text_document_completion_async(
            types.CompletionParams(*self.place(name, marked))
        )
        return list(answer.items if isinstance(answer, types.CompletionList) else answer or [])

    async def definition(self, name: str, marked: str) -> tuple[str, int] | None:
        """Ask where the thing stands that is named at ‸: file and line from 0."""
        answer = await self.client.text_document_definition_async(
            types.DefinitionParams(*self.place(name, marked))
        )
        if answer is None:
            return None
        assert isinstance(answer, types.Location)
        return answer.uri.removeprefix(self.root.as_uri() + "/"), answer.range.start.line

    async def hover(self, name: str, marked: str) -> str:
        """Ask for what is shown when the mouse rests at ‸."""
        answer = await self.client.text_document_hover_async(types.HoverParams(*self.place(name, marked)))
        if answer is None:
            return ""
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    async def corrections(self, name: str, line: int) -> list[types.CodeAction]:
        """Ask for the quick fixes of a line (from 0)."""
        place = types.Position(line=line, character=0)
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=self.uri(name)),
            range=types.Range(start=place, end=place),
            context=types.CodeActionContext(diagnostics=[]),
        )
        answer = await self.client.text_document_code_action_async(params)
        return [each for each in answer or [] if isinstance(each, types.CodeAction)]

    async def formatting(self, name: str) -> list[types.TextEdit]:
        """Ask for the open text in the one layout."""
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        params = types.DocumentFormattingParams(text_document=document, options=options)
        return list(await self.client.text_document_formatting_async(params) or [])

    def apply(self, name: str, action: types.CodeAction) -> None:
        """Do what a quick fix says, in the one file, which must hold plain characters only."""
        assert action.edit is not None
        assert action.edit.changes is not None
        assert list(action.edit.changes) == [self.uri(name)]
        text = self.texts[name]
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        edits = sorted(action.edit.changes[self.uri(name)], key=lambda each: -each.range.start.line)
        for edit in edits:
            start = starts[edit.range.start.line] + edit.range.start.character
            end = starts[edit.range.end.line] + edit.range.end.character
            text = text[:start] + edit.new_text + text[end:]
        self.type(name, text)


def session(root: Path, act: Callable[[FakeEditor], Awaitable[None]]) -> None:
    """Run one session with an editor that stands in `root`."""

    async def run() -> None:
        editor = FakeEditor(root)
        await editor.start()
        try:
            await act(editor)
        finally:
            await editor.stop()

    # Playwright keeps an event loop running in the main thread, so this one gets a thread of its own.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, run()).result()
