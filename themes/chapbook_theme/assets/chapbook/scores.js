/* Count what was answered: scores, draws, what a pretest shows, what is done of a module. Pure. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const BREATH = 1e-9; // three thirds of a point are one point, whatever decimals say

  /** `scores`: {ID: 0..1}, without those that are open. Questions that nobody marks give no points, but can be open.
      `percent` is rounded down: 69.9 is not 70. It is null where there is nothing to score. */
  const tally = (questions, scores) => {
    let [points, of, answered] = [0, 0, 0];
    const open = [];
    for (const { id, points: worth, graded } of questions) {
      const score = scores[id];
      if (score === undefined) open.push(id);
      else answered += 1;
      if (!graded) continue;
      of += worth;
      points += worth * (score ?? 0);
    }
    return { points: Math.round(points * 100) / 100, of, answered, count: questions.length, open, percent: of ? Math.floor((100 * points) / of + BREATH) : null };
  };

  /** Deal `count` of `ids` for a round, in the order of the bank. Like cards: a question comes again only when all had their turn. */
  const deal = (ids, count, seed, name, round = 0) => {
    let [pile, hand] = [[], []];
    for (let turn = 0; turn <= round; turn += 1) {
      const before = hand;
      hand = pile.splice(0, count);
      if (hand.length === count) continue;
      // A new pile; what the round before had lies at its end.
      const mixed = chapbook.shuffled(ids, seed, `${name}/${turn}`, (id) => before.includes(id)).filter((id) => !hand.includes(id));
      pile = [...mixed.slice(count - hand.length), ...hand];
      hand = [...hand, ...mixed.slice(0, count - hand.length)];
    }
    return ids.filter((id) => hand.includes(id));
  };

  /** Which lessons a pretest lets one skip: each of their objectives was asked, and every question on it was right. */
  const known = (questions, scores, lessons) => {
    const asked = (goal) => questions.filter(({ objective, graded }) => graded && objective === goal);
    const knows = (goal) => asked(goal).length > 0 && asked(goal).every(({ id }) => scores[id] >= 1 - BREATH);
    return lessons.map(({ objectives }) => objectives.length > 0 && objectives.every(knows));
  };

  const latest = (times) => times.filter(Boolean).sort().at(-1) ?? "";

  /** The best result of a quiz: what its page noted, else what is remembered of its questions, when all graded ones are answered. */
  const quizResult = (step, questions, kept) => {
    const best = kept?.best;
    if (best && best.of > 0 && best.points >= 0) return { ...tally([{ id: 0, points: best.of, graded: true }], [best.points / best.of]), when: best.at ?? "", version: best.version ?? "" };
    const graded = step.questions.filter((each) => each.graded);
    const entries = (graded.length ? graded : step.questions).map(({ id }) => [id, questions[id]]);
    if (step.draw || !entries.length || entries.some(([, entry]) => !entry?.state)) return null;
    const scores = Object.fromEntries(entries.map(([id, entry]) => [id, entry.score ?? 1]));
    return { ...tally(step.questions, scores), when: latest(entries.map(([, entry]) => entry.last)), version: "" };
  };

  /** What a module asks for and what of it is done; when a lesson is done says `summary.js`. `progress`: {questions, lessons, quizzes: {ID: what its page keeps}}.
      Gives {complete, steps: [{id, kind, done, when, ...}], first, last}; times are ISO texts, "" when unknown. */
  const completion = (module, progress) => {
    const { lessons = [], quiz = null } = module.completion ?? {};
    const { questions = {}, lessons: seen = {}, quizzes = {} } = progress;
    const found = new Map(chapbook.summary(module, { questions, lessons: seen }).steps.map((step) => [step.id, step]));
    const steps = [];
    for (const step of module.steps) {
      if (step.kind === "lesson" && lessons.includes(step.id)) {
        const { state, last } = found.get(step.id);
        const done = state === "done";
        steps.push({ id: step.id, kind: "lesson", done, when: done ? seen[step.id]?.read ?? last : "" });
      } else if (step.id === quiz?.id) {
        const result = quizResult(step, questions, quizzes[step.id]);
        const reached = Boolean(result) && (result.percent === null || result.percent >= (quiz.pass ?? 0));
        const { percent = null, points = 0, of = 0, when = "", version = "" } = result ?? {};
        steps.push({ id: step.id, kind: "quiz", taken: Boolean(result), done: reached, when, percent, points, of, version, pass: quiz.pass ?? 0 });
      }
    }
    const entries = [...Object.values(seen), ...Object.values(questions)];
    const times = [...entries.flatMap(({ last, read }) => [last, read]), ...steps.map(({ when }) => when)].filter(Boolean).sort();
    const complete = steps.length > 0 && steps.every(({ done }) => done);
    return { complete, steps, first: times[0] ?? "", last: times.at(-1) ?? "", ended: complete ? latest(steps.map(({ when }) => when)) : "" };
  };

  Object.assign(chapbook, { tally, deal, known, completion });
})();
