import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

const { schedule, isDue, addDays, dayOf, daysFor, isDay } = load(["schedule.js"]);
const RIGHT = { state: "right", score: 1 };
const WRONG = { state: "wrong", score: 0 };
const after = (record, answer, today, days) => plain(schedule(record, answer, today, days));

test("right answers on their day climb the boxes and stay in the last", () => {
  let record = {};
  let today = "2026-01-01";
  const days = [];
  for (let time = 0; time < 5; time += 1) {
    record = after(record, RIGHT, today);
    days.push(record.next);
    today = record.next;
  }
  assert.deepEqual(days, ["2026-01-03", "2026-01-10", "2026-02-09", "2026-03-11", "2026-04-10"]);
  assert.equal(record.box, 3);
});

test("a wrong answer comes back the next day, from the beginning", () => {
  const wrong = after({ box: 3, next: "2026-03-01" }, WRONG, "2026-03-01");
  assert.deepEqual(wrong, { box: 0, next: "2026-03-02" });
  assert.deepEqual(after(wrong, RIGHT, "2026-03-01"), wrong, "right on the same day proves little");
  assert.deepEqual(after(wrong, RIGHT, "2026-03-02"), { box: 1, next: "2026-03-04" });
});

test("right too early moves nothing, wrong too early counts", () => {
  const record = { box: 2, next: "2026-03-08" };
  assert.deepEqual(after(record, RIGHT, "2026-03-03"), record);
  assert.deepEqual(after(record, WRONG, "2026-03-03"), { box: 0, next: "2026-03-04" });
});

test("in part: the same box again", () => {
  assert.deepEqual(after({ box: 2, next: "2026-03-08" }, { state: "partial", score: 0.5 }, "2026-03-08"), { box: 2, next: "2026-03-15" });
  assert.deepEqual(after({}, { state: "partial", score: 0.5 }, "2026-03-08"), { box: 0, next: "2026-03-09" });
});

test("cards are judged by the score that learners give", () => {
  assert.equal(after({}, { state: "done", score: 1 }, "2026-03-08").box, 1);
  assert.equal(after({}, { state: "done" }, "2026-03-08").box, 1);
  assert.equal(after({ box: 2, next: "2026-03-08" }, { state: "done", score: 0 }, "2026-03-08").box, 0);
});

test("missed days cost nothing: the next is counted from the day of the answer", () => {
  const record = { box: 1, next: "2026-03-03" };
  assert.ok(isDue(record, "2026-05-20"));
  assert.deepEqual(after(record, RIGHT, "2026-05-20"), { box: 2, next: "2026-05-27" });
});

test("due from its day on, not before", () => {
  const record = { next: "2026-03-08" };
  assert.deepEqual(["2026-03-07", "2026-03-08", "2026-03-09"].map((day) => isDue(record, day)), [false, true, true]);
  for (const none of [undefined, null, {}, { next: 3 }, { next: "tomorrow" }, { next: "2026-02-40" }]) assert.equal(isDue(none, "2026-03-08"), false);
});

test("a day that a wrong clock wrote does not put a question out of reach", () => {
  assert.ok(isDue({ next: "2099-01-01" }, "2026-03-08"));
  assert.ok(!isDue({ next: "2026-04-07" }, "2026-03-08"));
  assert.deepEqual(after({ box: 2, next: "2099-01-01" }, RIGHT, "2026-03-08"), { box: 3, next: "2026-04-07" });
  assert.deepEqual(after({ box: 1, next: "2026-03-08" }, RIGHT, "2025-12-31"), { box: 2, next: "2026-01-07" }, "the clock went back by months");
});

test("days of a module; nonsense falls back to the usual ones", () => {
  assert.deepEqual(plain(daysFor([1, 3])), [1, 3]);
  for (const bad of [undefined, null, [], "2", [0], [3, 3], [7, 2], [1.5], [4000], ["2"]]) assert.deepEqual(plain(daysFor(bad)), [2, 7, 30]);
  assert.deepEqual(after({ box: 9, next: "2026-03-08" }, RIGHT, "2026-03-08", [1, 3]), { box: 2, next: "2026-03-11" });
});

test("days are calendar days over every change of clocks and every end of a month", () => {
  let day = "2026-01-01";
  for (let count = 1; count <= 800; count += 1) {
    const next = addDays(day, 1);
    assert.notEqual(next, day);
    assert.ok(isDay(next) && next > day);
    day = next;
  }
  assert.equal(day, "2028-03-11");
  assert.equal(addDays("2028-02-28", 1), "2028-02-29");
});

for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu"]) {
  test(`the day is that of the learner: ${zone}`, () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const { dayOf: local } = load(["schedule.js"]);
      assert.equal(local(new Date(2026, 2, 29, 0, 1)), "2026-03-29");
      assert.equal(local(new Date(2026, 2, 29, 23, 59)), "2026-03-29");
      assert.equal(local(new Date(2026, 9, 25, 2, 30)), "2026-10-25");
    } finally {
      process.env.TZ = before ?? "";
      if (before === undefined) delete process.env.TZ;
    }
  });
}

test("an early morning after a late evening is the next day", () => {
  assert.equal(dayOf(new Date(2026, 11, 31, 23, 59)), "2026-12-31");
  assert.equal(dayOf(new Date(2027, 0, 1, 0, 0)), "2027-01-01");
});
