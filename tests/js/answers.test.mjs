import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { load, plain } from "./script.mjs";

const { judgeChoice, judgeCloze, judgeMatch, judgeNumber, judgeOrder, judgeText, mixedUp, readNumbers, shuffled } = load(["answers.js"]);
const outcome = ({ state, score }) => [state, score];

test("one option, or several, all or nothing", () => {
  assert.deepEqual(outcome(judgeChoice({ right: ["2"] }, ["2"])), ["right", 1]);
  assert.deepEqual(outcome(judgeChoice({ right: ["2"] }, ["1"])), ["wrong", 0]);
  assert.equal(judgeChoice({ right: ["2"] }, []).state, "empty");
  const half = judgeChoice({ right: ["1", "3"] }, ["1"]);
  assert.deepEqual([...outcome(half), half.missing], ["wrong", 0, true]);
  assert.equal(judgeChoice({ right: ["1", "3"] }, ["1", "2", "3"]).missing, false);
});

test("partial scoring: right minus wrong, never below 0", () => {
  const judge = (...chosen) => outcome(judgeChoice({ right: ["1", "2", "3", "4"], partial: true }, chosen));
  assert.deepEqual(judge("1", "2", "3", "4"), ["right", 1]);
  assert.deepEqual(judge("1", "2", "3"), ["partial", 0.75]);
  assert.deepEqual(judge("1", "2", "3", "5"), ["partial", 0.5]);
  assert.deepEqual(judge("1", "5"), ["wrong", 0]);
  assert.deepEqual(judge("5", "6", "1"), ["wrong", 0]);
  assert.deepEqual(judge("1", "2", "3", "4", "5"), ["partial", 0.75]);
});

test("a typed answer: case, blanks and accents; patterns fit whole; expected wrong ones are found", () => {
  const key = { accept: ["Clay"], pattern: "stone ?ware", wrong: ["glass", "tin"] };
  const judge = (answer) => plain(judgeText(key, answer));
  assert.deepEqual(judge("  cLAY "), { state: "right", score: 1, wrong: 0 });
  assert.equal(judge("Stone  ware").state, "right");
  assert.equal(judge("not stoneware").state, "wrong");
  assert.equal(judge("TIN").wrong, 2);
  assert.equal(judge("wood").wrong, 0);
  assert.equal(judge("  ").state, "empty");
  assert.equal(judgeText({ accept: ["café"], wrong: [] }, "cafe\u0301").state, "right");
  assert.equal(judgeText({ accept: [], pattern: "(", wrong: [] }, "(").state, "wrong");
});

test("a number, its tolerance and its unit", () => {
  const judge = (answer) => judgeNumber({ low: 2.4, high: 2.6, unit: "km" }, answer).state;
  assert.equal(judge("2,5"), "right");
  assert.equal(judge("2.6 km"), "right");
  assert.equal(judge("2.61"), "wrong");
  assert.equal(judge("far"), "unreadable");
  assert.equal(judge(" "), "empty");
  assert.equal(judgeNumber({ low: 0.3, high: 0.3, unit: "" }, String(0.1 + 0.2)).score, 1);
  assert.deepEqual(plain(readNumbers("1,000")), [1, 1000]);
  assert.deepEqual(plain(readNumbers("1.234,5")), [1234.5]);
  assert.deepEqual(plain(readNumbers("12 apples")), []);
});

test("gaps: each on its own, the score is their share", () => {
  const key = { blanks: [["date", "day"], ["client"], ["version"]] };
  assert.deepEqual(plain(judgeCloze(key, ["Day", " client", "VERSION"])), { state: "right", score: 1, fits: [true, true, true] });
  assert.deepEqual(plain(judgeCloze(key, ["hour", "", "version"])), { state: "partial", score: 1 / 3, fits: [false, false, true] });
  assert.equal(judgeCloze(key, ["a", "b", "c"]).state, "wrong");
  assert.equal(judgeCloze(key, ["", " ", ""]).state, "empty");
});

test("pairs: the score is the share of right ones", () => {
  const key = { right: ["2", "1", "2"] };
  assert.equal(judgeMatch(key, ["2", "1", "2"]).state, "right");
  assert.deepEqual(plain(judgeMatch(key, ["2", "", "1"])), { state: "partial", score: 1 / 3, fits: [true, false, false] });
  assert.equal(judgeMatch(key, ["", "", ""]).state, "empty");
});

test("order: what must move is named; a reversed list has nothing", () => {
  const key = { right: ["a", "b", "c", "d", "e"] };
  const judge = (given) => plain(judgeOrder(key, [...given]));
  assert.deepEqual(judge("abcde"), { state: "right", score: 1, fits: [true, true, true, true, true] });
  assert.deepEqual(judge("bcdea"), { state: "partial", score: 0.75, fits: [true, true, true, true, false] });
  assert.deepEqual(judge("edcba").score, 0);
  assert.deepEqual(judge("edcba").state, "wrong");
  assert.equal(judge("bac").state, "partial");
});

test("order: equal texts stand for each other", () => {
  const key = { right: ["a", "b", "a"] };
  assert.equal(judgeOrder(key, ["a", "b", "a"]).state, "right");
  assert.equal(judgeOrder(key, ["a", "a", "b"]).score, 0.5);
});

test("the same seed and name mix the same way; pinned items stay last; nothing is lost", () => {
  const items = [..."abcdefgh"];
  const mixed = shuffled(items, 7, "q");
  assert.deepEqual(shuffled(items, 7, "q"), mixed);
  assert.deepEqual(plain(mixed).sort(), items);
  const orders = new Set(Array.from({ length: 50 }, (_, seed) => shuffled(items, seed, "q").join("")));
  assert.ok(orders.size > 45);
  const names = new Set(["q", "r", "s", "t"].map((name) => shuffled(items, 7, name).join("")));
  assert.ok(names.size > 2);
  for (let seed = 0; seed < 30; seed += 1) assert.equal(shuffled(items, seed, "q", (item) => item === "c").at(-1), "c");
});

test("every order is about as frequent as any other", () => {
  const count = {};
  for (let seed = 1; seed <= 6000; seed += 1) {
    const order = shuffled(["a", "b", "c"], seed * 7919, "q").join("");
    count[order] = (count[order] ?? 0) + 1;
  }
  assert.equal(Object.keys(count).length, 6);
  for (const times of Object.values(count)) assert.ok(times > 850 && times < 1150, JSON.stringify(count));
});

test("an order to be found is never shown by chance", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    assert.notEqual(mixedUp(["a", "b"], seed, "q", ["a", "b"]).join(""), "ab");
    assert.notEqual(mixedUp(["a", "b", "a"], seed, "q", ["a", "b", "a"]).join(""), "aba");
  }
  assert.deepEqual(plain(mixedUp(["a", "a"], 1, "q", ["a", "a"])), ["a", "a"]);
});

const cases = JSON.parse(readFileSync(new URL("../cases/answers/parts.json", import.meta.url), "utf8"));
for (const { type, key, given, state, score } of cases) {
  test(`parts as the terminal counts them: ${type} ${given}`, () => {
    const judge = { cloze: () => judgeCloze({ blanks: key }, given), match: () => judgeMatch({ right: key }, given), order: () => judgeOrder({ right: key }, given) };
    const verdict = judge[type]();
    assert.equal(verdict.state, state);
    assert.ok(Math.abs(verdict.score - score) < 1e-9, String(verdict.score));
  });
}
