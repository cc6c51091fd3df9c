/* How far a learner is: from what a page says of its module (`cb-module`) and what the browser remembers. Pure.

   A step is `done`, `begun` or `open`. A lesson is done when all its questions are answered, right or wrong, or when its end
   was reached and all its graded questions are answered; a quiz when all its graded questions (of one without any, all), or as
   many as are drawn, are answered.
   A pretest is not counted among the steps: nothing depends on it. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});

  const stepState = (step, { questions, lessons }) => {
    const isAnswered = ({ id }) => Boolean(questions[id]?.state);
    const changed = step.questions.filter(({ id, hash }) => questions[id]?.state && questions[id].hash && questions[id].hash !== hash).length;
    const drawn = step.draw > 0 ? Math.min(step.draw, step.questions.length) : step.questions.length;
    const answered = Math.min(step.questions.filter(isAnswered).length, drawn);
    const seen = lessons[step.id];
    const graded = step.questions.filter((each) => each.graded);
    const isMarked = step.kind === "quiz" && !step.draw && graded.length > 0 && graded.every(isAnswered);
    const all = (drawn > 0 && answered === drawn) || isMarked;
    const isRead = step.kind === "lesson" ? Boolean(seen?.read) && step.questions.every((each) => !each.graded || isAnswered(each)) : Boolean(seen) && !drawn;
    const last = [seen?.last, ...step.questions.map(({ id }) => questions[id]?.last)].filter(Boolean).sort().at(-1) ?? "";
    const state = all || isRead ? "done" : answered || seen ? "begun" : "open";
    return { id: step.id, state, answered, total: drawn, changed, last, counts: step.purpose !== "pretest" };
  };

  /** Where to go on: the step of the last visit while it is not done, else the next that is not, else the first. */
  const resume = (steps) => {
    const latest = steps.reduce((best, step, at) => (step.last > (steps[best]?.last ?? "") ? at : best), -1);
    if (latest < 0) return null;
    const open = (step) => step.state !== "done" && step.counts;
    if (steps[latest].state === "begun") return steps[latest].id;
    return (steps.slice(latest + 1).find(open) ?? steps.find(open))?.id ?? null;
  };

  const summary = (module, progress) => {
    const steps = module.steps.map((step) => stepState(step, progress));
    const counted = steps.filter((step) => step.counts);
    const sum = (name) => counted.reduce((total, step) => total + step[name], 0);
    const done = counted.filter((step) => step.state === "done").length;
    const state = counted.length && done === counted.length ? "done" : steps.some((step) => step.state !== "open") ? "begun" : "open";
    return { state, steps, done, total: counted.length, answered: sum("answered"), questions: sum("total"), changed: steps.reduce((total, step) => total + step.changed, 0), resume: resume(steps) };
  };

  /** Of these questions: how many are due, and on which days the others come back. */
  const dueOf = (ids, questions, today, days) => {
    const known = ids.filter((id) => chapbook.isDay(questions[id]?.next));
    const due = known.filter((id) => chapbook.isDue(questions[id], today, days));
    const later = known.filter((id) => !due.includes(id)).map((id) => questions[id].next).sort();
    return { due, next: later[0] ?? "", nextCount: later.filter((day) => day === later[0]).length, waiting: ids.length - known.length };
  };

  Object.assign(chapbook, { summary, dueOf });
})();
