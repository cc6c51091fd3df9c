import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

const { tally, deal, known, completion } = load(["answers.js", "schedule.js", "summary.js", "scores.js"]);
const same = (found, wanted) => assert.deepEqual(plain(found), wanted);
const ask = (id, points = 1, more = {}) => ({ id, points, graded: true, objective: "", ...more });
const IDS = ["a", "b", "c", "d", "e", "f", "g"];

test("points are weighed, partial ones count, open ones do not", () => {
  const found = tally([ask("a", 2), ask("b"), ask("c", 3)], { a: 1, b: 0.5 });
  same(found, { points: 2.5, of: 6, answered: 2, count: 3, open: ["c"], percent: 41 });
});

test("what nobody marks gives no points but can be open", () => {
  const questions = [ask("a"), ask("r", 5, { graded: false })];
  same(tally(questions, { a: 1 }), { points: 1, of: 1, answered: 1, count: 2, open: ["r"], percent: 100 });
  assert.equal(tally([ask("r", 1, { graded: false })], {}).percent, null);
});

test("per cents are rounded down, and thirds make a whole", () => {
  assert.equal(tally([ask("a", 1000)], { a: 0.6999 }).percent, 69);
  assert.equal(tally([ask("a"), ask("b"), ask("c")], { a: 1 / 3, b: 1 / 3, c: 1 / 3 }).percent, 33);
  assert.equal(tally([ask("a", 3), ask("b", 7)], { a: 1 / 3 + 1 / 3 + 1 / 3, b: 1 }).percent, 100);
  assert.equal(tally([ask("a", 10)], { a: 0.1 + 0.2 + 0.4 }).percent, 70);
});

test("a draw is the same for the same learner and round, in the bank's order", () => {
  const first = deal(IDS, 3, 42, "check", 0);
  assert.equal(first.length, 3);
  same(first, plain(deal(IDS, 3, 42, "check", 0)));
  same(first, plain([...first].sort()));
  const others = new Set(Array.from({ length: 50 }, (_, seed) => deal(IDS, 3, seed + 1, "check").join("")));
  assert.ok(others.size > 10, "learners get different draws");
});

test("all questions have their turn before one comes again, and no round repeats a question", () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const rounds = [0, 1, 2, 3, 4].map((round) => plain(deal(IDS, 3, seed, "check", round)));
    assert.equal(new Set([...rounds[0], ...rounds[1]]).size, 6);
    assert.equal(new Set(rounds.slice(0, 3).flat()).size, 7);
    for (const each of rounds) assert.equal(new Set(each).size, 3);
    for (let at = 1; at < rounds.length; at += 1) assert.notDeepEqual(rounds[at], rounds[at - 1]);
  }
});

test("a draw of all is all, every time", () => {
  for (const round of [0, 1, 2]) same(deal(IDS, 7, 5, "check", round), IDS);
});

test("two of three are others after each round", () => {
  for (let seed = 1; seed < 40; seed += 1) {
    const rounds = [0, 1, 2, 3].map((round) => deal(["a", "b", "c"], 2, seed, "check", round).join(""));
    for (let at = 1; at < rounds.length; at += 1) assert.notEqual(rounds[at], rounds[at - 1]);
  }
});

test("a lesson may be skipped when every question on every one of its objectives was right", () => {
  const questions = [ask("a", 1, { objective: "x" }), ask("b", 1, { objective: "x" }), ask("c", 1, { objective: "y" }), ask("r", 1, { objective: "z", graded: false })];
  const lessons = [{ objectives: ["x"] }, { objectives: ["x", "y"] }, { objectives: ["x", "unasked"] }, { objectives: ["z"] }, { objectives: [] }];
  same(known(questions, { a: 1, b: 1, c: 0, r: 1 }, lessons), [true, false, false, false, false]);
  same(known(questions, { a: 1, b: 0.99, c: 1 }, lessons), [false, false, false, false, false]);
  same(known(questions, { a: 1, b: 1, c: 1 }, lessons), [true, true, false, false, false]);
  same(known(questions, { a: 1 }, lessons), [false, false, false, false, false]);
});

const MODULE = {
  completion: { lessons: ["why", "how"], quiz: { id: "check", pass: 70 } },
  steps: [
    { id: "why", kind: "lesson", questions: [] },
    { id: "more", kind: "lesson", questions: [] },
    { id: "how", kind: "lesson", questions: [] },
    { id: "check", kind: "quiz", questions: [ask("a"), ask("b")] },
    { id: "extra", kind: "quiz", questions: [ask("z")] },
  ],
};
const READ = { why: { last: "2026-01-05T10:00:00Z", read: "2026-01-02T10:00:00Z" }, how: { read: "2026-01-03T10:00:00Z" } };

test("nothing done", () => {
  const found = plain(completion(MODULE, { questions: {}, lessons: {} }));
  assert.deepEqual(found.steps.map(({ id, done }) => [id, done]), [["why", false], ["how", false], ["check", false]]);
  assert.deepEqual([found.complete, found.first, found.last, found.ended], [false, "", "", ""]);
});

test("opened is not read", () => {
  const found = completion(MODULE, { questions: {}, lessons: { why: { last: "2026-01-02T10:00:00Z" } } });
  assert.equal(found.steps[0].done, false);
  assert.equal(found.first, "2026-01-02T10:00:00Z");
});

test("the quiz counts by what its page noted", () => {
  const best = { points: 7, of: 10, at: "2026-01-04T10:00:00Z", version: "1.1.0" };
  const found = plain(completion(MODULE, { questions: {}, lessons: READ, quizzes: { check: { best } } }));
  assert.deepEqual(found.steps[2], { id: "check", kind: "quiz", taken: true, done: true, when: best.at, percent: 70, points: 7, of: 10, version: "1.1.0", pass: 70 });
  assert.deepEqual([found.complete, found.first, found.last, found.ended], [true, "2026-01-02T10:00:00Z", "2026-01-05T10:00:00Z", best.at]);
  const short = completion(MODULE, { questions: {}, lessons: READ, quizzes: { check: { best: { ...best, points: 6.99 } } } });
  assert.deepEqual([short.complete, short.steps[2].taken, short.steps[2].percent], [false, true, 69]);
});

test("else by its questions, once all were answered", () => {
  const right = { state: "right", score: 1, last: "2026-01-04T09:00:00Z" };
  const half = completion(MODULE, { questions: { a: right }, lessons: READ });
  assert.equal(half.steps[2].taken, false);
  const all = completion(MODULE, { questions: { a: right, b: { ...right, state: "wrong", score: 0 } }, lessons: READ });
  assert.deepEqual([all.steps[2].percent, all.steps[2].done], [50, false]);
  const bank = { ...MODULE, steps: MODULE.steps.map((step) => ({ ...step, draw: 1 })) };
  assert.equal(completion(bank, { questions: { a: right, b: right }, lessons: READ }).steps[2].taken, false);
});

test("without a quiz the lessons are enough; without anything nothing is complete", () => {
  assert.equal(completion({ ...MODULE, completion: { lessons: ["why"], quiz: null } }, { questions: {}, lessons: READ }).complete, true);
  assert.equal(completion({ ...MODULE, completion: { lessons: [], quiz: null } }, { questions: {}, lessons: READ }).complete, false);
  assert.equal(completion({ steps: [] }, {}).complete, false);
});

test("a damaged note of a quiz counts for nothing", () => {
  for (const best of [null, {}, { points: 1 }, { points: "x", of: 2 }, { points: 1, of: 0 }, "7"]) {
    assert.equal(completion(MODULE, { questions: {}, lessons: {}, quizzes: { check: { best } } }).steps[2].taken, false);
  }
});
