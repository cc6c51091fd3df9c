import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

/** A stand-in for the browser: storage that several tabs share, and a window that hears events. */
class Storage {
  constructor(limit = Infinity) {
    this.map = new Map();
    this.limit = limit;
  }
  get length() {
    return this.map.size;
  }
  key(at) {
    return [...this.map.keys()][at] ?? null;
  }
  getItem(name) {
    return this.map.get(name) ?? null;
  }
  setItem(name, value) {
    const error = new Error("no room");
    error.name = "QuotaExceededError";
    if (this.map.size >= this.limit && !this.map.has(name)) throw error;
    this.map.set(name, String(value));
  }
  removeItem(name) {
    this.map.delete(name);
  }
}

const tab = (localStorage, block = null) => {
  const events = new EventTarget();
  const heard = [];
  for (const name of ["chapbook:changed", "chapbook:storage"]) events.addEventListener(name, (event) => heard.push([name, event.detail]));
  const document = { getElementById: (id) => (id === "cb-module" && block ? { textContent: JSON.stringify(block) } : null), querySelector: () => null };
  const globals = {
    CustomEvent, document, localStorage,
    addEventListener: events.addEventListener.bind(events),
    dispatchEvent: events.dispatchEvent.bind(events),
  };
  const chapbook = load(["schedule.js", "store.js"], globals);
  return { chapbook, heard };
};

const answer = (chapbook, question, state = "right", more = {}) => chapbook.remember("uid", question, { state, score: Number(state === "right"), answer: ["1"], hash: "h1", ...more });

test("an answer is kept, counted and dated", () => {
  const { chapbook, heard } = tab(new Storage());
  answer(chapbook, "one", "wrong");
  answer(chapbook, "one");
  const record = plain(chapbook.recall("uid", "one"));
  assert.deepEqual({ ...record, last: "" }, { v: 1, state: "right", score: 1, answer: ["1"], hash: "h1", attempts: 2, last: "" });
  assert.ok(!Number.isNaN(Date.parse(record.last)));
  assert.deepEqual(heard.map(([, detail]) => detail.uid), ["uid", "uid"]);
  assert.deepEqual(plain(chapbook.recall("uid", "other")), {});
});

test("forget clears the answer and keeps the history", () => {
  const { chapbook } = tab(new Storage());
  answer(chapbook, "one");
  chapbook.forget("uid", "one");
  chapbook.forget("uid", "none");
  const record = chapbook.recall("uid", "one");
  assert.equal(record.answer, null);
  assert.equal(record.attempts, 1);
  assert.deepEqual(Object.keys(chapbook.progress("uid").questions), ["one"]);
});

test("questions for review get their day, from the module's own days", () => {
  const { chapbook } = tab(new Storage(), { uid: "uid", steps: [], review: { after_days: [5, 9] } });
  answer(chapbook, "one", "right", { review: true });
  const record = chapbook.recall("uid", "one");
  assert.equal(record.box, 1);
  assert.equal(record.next, chapbook.addDays(chapbook.dayOf(new Date()), 5));
  answer(chapbook, "two");
  assert.equal(chapbook.recall("uid", "two").next, undefined);
});

test("two tabs that answer different questions lose nothing", () => {
  const storage = new Storage();
  const [first, second] = [tab(storage).chapbook, tab(storage).chapbook];
  answer(first, "one");
  answer(second, "two");
  answer(first, "three");
  assert.deepEqual(Object.keys(second.progress("uid").questions).sort(), ["one", "three", "two"]);
});

test("unknown keys and later versions stay", () => {
  const storage = new Storage();
  storage.setItem("chapbook:q:uid:one", JSON.stringify({ v: 9, state: "wrong", confidence: 3, attempts: 4 }));
  const { chapbook } = tab(storage);
  answer(chapbook, "one");
  const record = JSON.parse(storage.getItem("chapbook:q:uid:one"));
  assert.equal(record.v, 9);
  assert.equal(record.confidence, 3);
  assert.equal(record.attempts, 5);
});

test("nonsense in storage is left out and never stops anything", () => {
  const values = ["nonsense", "[]", "null", "7", '"text"', '{"state": 3, "score": 9, "attempts": -1, "last": "soon", "box": 1e9, "next": "x", "hash": {}}', '{"__proto__": {"state": "right"}}', "{", ""];
  for (const value of values) {
    const storage = new Storage();
    for (const name of ["chapbook:q:uid:one", "chapbook:l:uid:why", "chapbook:m:uid", "chapbook:s:uid", "chapbook:q:uid:constructor", "chapbook:", "chapbook:q:%E0%A4%A:x", "chapbook:z:uid:x"]) storage.setItem(name, value);
    const { chapbook } = tab(storage);
    assert.equal(chapbook.recall("uid", "one").state, undefined);
    assert.equal(chapbook.recall("uid", "one").next, undefined);
    assert.ok(chapbook.seed("uid") > 0);
    chapbook.all();
    answer(chapbook, "one");
    assert.equal(chapbook.recall("uid", "one").attempts, 1);
  }
  assert.equal({}.state, undefined);
});

test("full storage: said once, and the session goes on", () => {
  const storage = new Storage(1);
  const { chapbook, heard } = tab(storage);
  answer(chapbook, "one");
  answer(chapbook, "two");
  answer(chapbook, "three");
  assert.equal(chapbook.storage, "full");
  assert.equal(heard.filter(([name]) => name === "chapbook:storage").length, 1);
  assert.deepEqual(Object.keys(chapbook.progress("uid").questions).sort(), ["one", "three", "two"]);
  assert.deepEqual([...storage.map.keys()], ["chapbook:q:uid:one"]);
  chapbook.clear("uid");
  assert.deepEqual(Object.keys(chapbook.progress("uid").questions), []);
});

test("blocked storage: the same", () => {
  const no = () => {
    throw new Error("SecurityError");
  };
  for (const storage of [undefined, { get length() { return no(); }, key: no, getItem: no, setItem: no, removeItem: no }]) {
    const { chapbook } = tab(storage);
    answer(chapbook, "one");
    chapbook.visit("uid", "why");
    assert.equal(chapbook.storage, "blocked");
    assert.equal(chapbook.recall("uid", "one").state, "right");
    assert.ok(chapbook.progress("uid").lessons.why.last);
    assert.equal(chapbook.seed("uid"), chapbook.seed("uid"));
  }
});

test("lessons: opened and read", () => {
  const { chapbook } = tab(new Storage());
  chapbook.visit("uid", "why");
  assert.equal(chapbook.progress("uid").lessons.why.read, undefined);
  chapbook.visit("uid", "why", true);
  const read = chapbook.progress("uid").lessons.why.read;
  chapbook.visit("uid", "why");
  assert.equal(chapbook.progress("uid").lessons.why.read, read);
});

test("a question and a lesson with a new id keep what was known", () => {
  const storage = new Storage();
  const old = tab(storage).chapbook;
  answer(old, "old");
  old.visit("uid", "lesson", true);
  const { chapbook } = tab(storage, { uid: "uid", steps: [{ id: "new-lesson", was: "lesson", questions: [{ id: "new", was: "old" }, { id: "other" }] }] });
  assert.equal(chapbook.recall("uid", "new").state, "right");
  assert.ok(chapbook.progress("uid").lessons["new-lesson"].read);
  answer(chapbook, "new", "wrong");
  const again = tab(storage, { uid: "uid", steps: [{ id: "x", questions: [{ id: "new", was: "old" }] }] }).chapbook;
  assert.equal(again.recall("uid", "new").state, "wrong", "what is newer is never overwritten");
});

test("a page of review asks what is due anew, and forgets nothing", () => {
  const storage = new Storage();
  const block = { uid: "uid", steps: [] };
  const world = tab(storage, block).chapbook;
  answer(world, "one", "right", { review: true });
  storage.setItem("chapbook:q:uid:two", JSON.stringify({ state: "right", answer: ["2"], next: "2020-01-01" }));
  const events = { addEventListener() {}, dispatchEvent() {} };
  const document = { getElementById: () => ({ textContent: JSON.stringify(block) }), querySelector: () => ({}) };
  const review = load(["schedule.js", "store.js"], { CustomEvent, localStorage: storage, document, ...events });
  assert.equal(review.recall("uid", "two").answer, null);
  assert.deepEqual(plain(review.recall("uid", "one").answer), ["1"]);
  assert.deepEqual(plain(review.progress("uid").questions.two.answer), ["2"]);
});

test("reset and undo", () => {
  const storage = new Storage();
  const { chapbook } = tab(storage);
  answer(chapbook, "one");
  chapbook.remember("other", "one", { state: "right", score: 1 });
  storage.setItem("somebody-else", "1");
  const kept = chapbook.entries("uid");
  chapbook.clear("uid");
  assert.deepEqual(Object.keys(chapbook.all()), ["other"]);
  chapbook.restore(kept);
  assert.equal(chapbook.recall("uid", "one").state, "right");
  chapbook.clear();
  assert.deepEqual([...storage.map.keys()], ["somebody-else"]);
});

test("names with odd letters do not mix", () => {
  const { chapbook } = tab(new Storage());
  chapbook.remember("a:b", "c", { state: "right", score: 1 });
  chapbook.remember("a", "b:c", { state: "wrong", score: 0 });
  assert.equal(chapbook.recall("a:b", "c").state, "right");
  assert.deepEqual(Object.keys(chapbook.all()).sort(), ["a", "a:b"]);
});
