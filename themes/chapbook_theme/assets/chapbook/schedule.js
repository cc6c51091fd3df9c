/* When a question comes back: a Leitner box with calendar days. Pure.

   A day is the learner's own calendar day, written `2026-11-23`. Days are counted, not hours: so a change to summer time, a
   flight or a late evening moves nothing. Box n comes back after days[n - 1]; the last box keeps its distance for good.
   Right on or after its day: one box up. Right too early: nothing moves, since little time has passed. In part: the same
   box again. Wrong: box 0, which comes back the next day. A missed day costs nothing: the next one is counted from the day of
   the answer. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const DAYS = [2, 7, 30];
  const DAY = /^\d{4}-\d{2}-\d{2}$/;

  const isDay = (text) => typeof text === "string" && DAY.test(text) && !Number.isNaN(Date.parse(text));

  /** The calendar day of a moment where the learner is. */
  const dayOf = (moment) => {
    const two = (number) => String(number).padStart(2, "0");
    return `${String(moment.getFullYear()).padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  };

  // Days are added in UTC, where each has 24 hours.
  const addDays = (day, count) => new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);

  /** Days that make sense: whole, rising, between 1 and 3650; else the usual ones. */
  const daysFor = (days) => {
    const good = Array.isArray(days) && days.length > 0 && days.every((each, at) => Number.isInteger(each) && each > (days[at - 1] ?? 0) && each <= 3650);
    return good ? days : DAYS;
  };

  /** Due today? A day too far ahead for this schedule was written by a wrong clock, and counts as due. */
  const isDue = (record, today, days) => isDay(record?.next) && (record.next <= today || record.next > addDays(today, daysFor(days).at(-1)));

  /** How an answer went: "right", "partial" or "wrong". Cards and the like are `done`, with a score that learners give. */
  const outcome = ({ state, score }) => {
    if (state !== "done") return state;
    if (typeof score !== "number" || score >= 1) return "right";
    return score > 0 ? "partial" : "wrong";
  };

  /** The box and the day after an answer. `record` is what was known before. */
  const schedule = (record, answer, today, days) => {
    const steps = daysFor(days);
    const known = isDay(record?.next);
    const box = known && Number.isInteger(record.box) ? Math.min(Math.max(record.box, 0), steps.length) : 0;
    const how = outcome(answer);
    if (how === "wrong") return { box: 0, next: addDays(today, 1) };
    if (how === "partial") return { box, next: addDays(today, box ? steps[box - 1] : 1) };
    if (known && !isDue(record, today, days)) return { box, next: record.next };
    const up = Math.min(box + 1, steps.length);
    return { box: up, next: addDays(today, steps[up - 1]) };
  };

  Object.assign(chapbook, { dayOf, addDays, isDay, daysFor, isDue, schedule, usualDays: DAYS });
})();
