import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

const chapbook = load(["schedule.js", "summary.js"]);
const summary = (module, progress) => plain(chapbook.summary(module, { questions: {}, lessons: {}, ...progress }));
const question = (id, graded = true) => ({ id, hash: `${id}-1`, graded });
const MODULE = {
  steps: [
    { id: "pre", kind: "quiz", purpose: "pretest", questions: [question("p")] },
    { id: "why", kind: "lesson", questions: [] },
    { id: "how", kind: "lesson", questions: [question("a"), question("b"), question("think", false)] },
    { id: "check", kind: "quiz", purpose: "summative", draw: 2, questions: [question("c"), question("d"), question("e")] },
  ],
};
const right = (id, last = "2026-01-01", hash = `${id}-1`) => ({ [id]: { state: "right", last, hash } });
const states = (progress) => summary(MODULE, progress).steps.map((step) => step.state);

test("nothing done: all is open, and there is nothing to go on with", () => {
  const all = summary(MODULE, {});
  assert.deepEqual([all.state, all.done, all.total, all.answered, all.questions, all.resume], ["open", 0, 3, 0, 5, null]);
});

test("a lesson without questions is done when its end was reached, not when it was opened", () => {
  assert.equal(states({ lessons: { why: { last: "2026-01-01" } } })[1], "begun");
  assert.equal(states({ lessons: { why: { last: "2026-01-01", read: "2026-01-01" } } })[1], "done");
});

test("a lesson with questions is done when all are answered, or read to the end with the graded ones", () => {
  const two = { ...right("a"), b: { state: "wrong", last: "2026-01-01" } };
  assert.equal(states({ questions: two })[2], "begun");
  assert.equal(states({ questions: two, lessons: { how: { read: "2026-01-02" } } })[2], "done");
  assert.equal(states({ questions: { ...two, think: { state: "done" } } })[2], "done");
  assert.equal(states({ lessons: { how: { read: "2026-01-02" } } })[2], "begun");
});

test("a quiz that draws is done when as many are answered", () => {
  assert.equal(states({ questions: right("c") })[3], "begun");
  assert.equal(states({ questions: { ...right("c"), ...right("e") } })[3], "done");
});

test("a quiz is done when the graded ones are answered; without any, when all are", () => {
  const quiz = (...questions) => ({ steps: [{ id: "last", kind: "quiz", questions }] });
  const state = (module, questions) => summary(module, { questions }).steps[0].state;
  const mixed = quiz(question("a"), question("think", false));
  assert.equal(state(mixed, right("a")), "done");
  assert.equal(state(mixed, right("think")), "begun");
  const own = quiz(question("one", false), question("two", false));
  assert.equal(state(own, right("one")), "begun");
  assert.equal(state(own, { ...right("one"), ...right("two") }), "done");
});

test("a pretest does not count", () => {
  const all = summary(MODULE, { questions: right("p") });
  assert.deepEqual([all.done, all.total, all.state], [0, 3, "begun"]);
});

test("changed since you answered is counted; an answer without a hash is not doubted", () => {
  const all = summary(MODULE, { questions: { ...right("a", "2026-01-01", "old"), ...right("b"), c: { state: "right" }, gone: { state: "right", hash: "x" } } });
  assert.equal(all.changed, 1);
  assert.equal(all.answered, 3);
});

test("going on: the step of the last visit, the next open one, then the first open one", () => {
  const at = (progress) => summary(MODULE, progress).resume;
  assert.equal(at({ lessons: { how: { last: "2026-01-02" }, why: { last: "2026-01-01" } } }), "how");
  assert.equal(at({ lessons: { why: { last: "2026-01-01", read: "2026-01-01" } } }), "how");
  assert.equal(at({ questions: { ...right("c", "2026-02-01"), ...right("d", "2026-02-01") } }), "why");
  assert.equal(at({ questions: right("p", "2026-02-01") }), "why");
  const done = { questions: { ...right("a"), ...right("b"), ...right("c"), ...right("d") }, lessons: { why: { read: "2026-01-01" }, how: { read: "2026-01-01" } } };
  assert.equal(at(done), null);
  assert.equal(summary(MODULE, done).state, "done");
});

test("what is due, and when the rest comes", () => {
  const questions = { a: { next: "2026-03-01" }, b: { next: "2026-03-08" }, c: { next: "2026-03-08" }, d: { next: "nonsense" } };
  assert.deepEqual(plain(chapbook.dueOf(["a", "b", "c", "d", "e"], questions, "2026-03-03")), { due: ["a"], next: "2026-03-08", nextCount: 2, waiting: 2 });
  assert.deepEqual(plain(chapbook.dueOf([], questions, "2026-03-03")).due, []);
});
