import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

const chapbook = load(["schedule.js", "store.js", "learning.js"], { CustomEvent });
const { write, read, plan } = chapbook.transfer;
const entry = (name, value) => [name, JSON.stringify(value)];
const answer = (last, more = {}) => ({ state: "right", score: 1, attempts: 1, last, ...more });
const MINE = [
  entry("chapbook:q:uid:one", answer("2026-01-01T10:00:00Z", { confidence: 2 })),
  entry("chapbook:l:uid:why", { last: "2026-01-01T10:00:00Z" }),
  entry("chapbook:m:uid", { stage: "begun", title: "Tea" }),
  entry("chapbook:x:uid:quiz-check", { tries: 1 }),
  ["chapbook:s:uid", "77"],
  ["chapbook:q:uid:broken", "nonsense"],
];
const file = (modules, more = {}) => JSON.stringify({ chapbook: "progress", version: 1, saved: "2026-02-01T10:00:00Z", modules, ...more });
const planned = (mine, modules) => plain(plan(mine, read(file(modules)).modules));

test("what is saved can be loaded elsewhere, and is then the same", () => {
  const found = read(write(MINE, "2026-02-01T10:00:00Z"));
  assert.equal(found.saved, "2026-02-01T10:00:00Z");
  const changes = plain(plan([], found.modules));
  assert.deepEqual([changes.fresh, changes.later, changes.kept, changes.other], [1, 0, 0, 2]);
  const stored = Object.fromEntries(changes.write.map(([name, text]) => [name, JSON.parse(text)]));
  assert.deepEqual(stored["chapbook:q:uid:one"], answer("2026-01-01T10:00:00Z", { confidence: 2 }), "unknown keys come along");
  assert.deepEqual(stored["chapbook:x:uid:quiz-check"], { tries: 1 });
  assert.equal(stored["chapbook:m:uid"].title, "Tea");
  assert.deepEqual(plain(plan(MINE, found.modules)).write, [], "loading it here again changes nothing");
});

test("the later answer wins", () => {
  const changes = (last) => planned(MINE, { uid: { questions: { one: answer(last), two: answer(last) } } });
  const later = changes("2026-01-02T10:00:00Z");
  assert.deepEqual([later.fresh, later.later, later.kept], [1, 1, 0]);
  const older = changes("2025-01-02T10:00:00Z");
  assert.deepEqual([older.fresh, older.later, older.kept], [1, 0, 1]);
  assert.deepEqual(older.write.map(([name]) => name), ["chapbook:q:uid:two"]);
});

test("a reading mark is never lost", () => {
  const changes = planned(MINE, { uid: { lessons: { why: { last: "2025-01-01T10:00:00Z", read: "2025-01-01T10:00:00Z" } } } });
  assert.deepEqual(JSON.parse(changes.write[0][1]), { last: "2026-01-01T10:00:00Z", read: "2025-01-01T10:00:00Z" });
});

test("strange files are refused, each with its own line", () => {
  const refused = {
    not_json: ["", "hello", "[1]", "7", "null", '{"chapbook": "progress"'],
    not_ours: ["{}", '{"chapbook": "progress"}', '{"chapbook": "progress", "version": 1, "modules": []}', '{"chapbook": "other", "version": 1, "modules": {}}', file({}, { version: 0 }), file({}, { version: "1" })],
    newer: [file({}, { version: 2 })],
    too_large: [" ".repeat(5_000_001)],
  };
  for (const [word, texts] of Object.entries(refused)) for (const text of texts) assert.equal(read(text).refused, word, text.slice(0, 80));
});

test("strange values in a file are left out", () => {
  const long = "x".repeat(501);
  const changes = planned(MINE, {
    uid: { questions: { one: 3, two: { state: "brilliant" }, three: { state: "right", next: "soon", score: 7 }, [long]: answer("2026-01-01") }, lessons: [], more: "x", about: 4 },
    [long]: { questions: { one: answer("2026-01-01") } },
    none: null,
  });
  assert.deepEqual(changes.write, [entry("chapbook:q:uid:three", { state: "right" })]);
});

test("names such as __proto__ are only names", () => {
  const changes = plan([], read('{"chapbook":"progress","version":1,"modules":{"__proto__":{"questions":{"__proto__":{"state":"right"},"constructor":{"state":"right"}}}}}').modules);
  assert.deepEqual(plain(changes.write.map(([name]) => name)), ["chapbook:q:__proto__:__proto__", "chapbook:q:__proto__:constructor"]);
  assert.equal({}.state, undefined);
  assert.ok(write(changes.write, "2026-01-01").includes('"__proto__"'));
});
