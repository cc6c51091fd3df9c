/* The page about what one did of a module: filled in here, printed or saved as a file by the learner, sent nowhere. */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;
  const LEARNER = "learner";

  const progressOf = (module) => {
    const quizzes = module.steps.filter(({ kind }) => kind === "quiz").map(({ id }) => [id, chapbook.kept(module.uid, `quiz:${id}`)]);
    return { ...chapbook.progress(module.uid), quizzes: Object.fromEntries(quizzes) };
  };

  const scoreOf = (step) => chapbook.t("completion.score", { points: step.points, count: step.of });
  const percentOf = (number) => chapbook.percent(number / 100);

  const words = (step) => {
    if (step.kind === "quiz" && step.taken && step.percent !== null) {
      const values = { score: scoreOf(step), percent: percentOf(step.percent), pass: percentOf(step.pass), day: step.when ? chapbook.day(step.when) : "" };
      return chapbook.t(step.done ? "completion.reached" : "completion.below", values);
    }
    if (!step.done) return chapbook.t("completion.to_do");
    return step.when ? chapbook.t("completion.done", { day: chapbook.day(step.when) }) : chapbook.t("completion.done_undated");
  };

  /** What the file holds. Times are UTC, scores as they stand on the page. */
  const file = (module, progress, found, name, now) => ({
    format: "chapbook-completion",
    version: 1,
    self_declared: true,
    name: name || null,
    module: { uid: module.uid, id: module.id, version: module.version, title: module.title, language: module.language },
    complete: found.complete,
    first: found.first || null,
    completed: found.ended || null,
    steps: found.steps.map((step) => ({ ...step, when: step.when || null })),
    questions: module.steps.flatMap(({ id: step, questions }) => questions.map(({ id, points, graded }) => [step, id, points, graded, progress.questions[id]]))
      .filter(([, , , , entry]) => entry?.state)
      .map(([step, id, points, graded, { state, score = null, attempts = 0, last = null }]) => ({ step, id, state, score, points: graded ? points : null, attempts, last })),
    saved: now,
  });

  const save = (name, value) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  class Record {
    constructor(root, module) {
      this.root = root;
      this.module = module;
      this.field = root.querySelector("#cb-record-name");
    }

    find(name) {
      return this.root.querySelector(name);
    }

    start(signal) {
      this.find(".cb-record__plain").hidden = true;
      this.find(".cb-record__tools").hidden = false;
      const known = chapbook.kept(LEARNER, "name").name;
      this.field.value = typeof known === "string" ? known.slice(0, 200) : "";
      this.field.addEventListener("input", () => {
        chapbook.keep(LEARNER, "name", { name: this.field.value.trim() });
        this.fill();
      }, { signal });
      this.find("[data-record-do=print]").addEventListener("click", () => globalThis.print(), { signal });
      this.find("[data-record-do=save]").addEventListener("click", () => this.save(), { signal });
      addEventListener("chapbook:changed", () => this.fill(), { signal });
      this.fill();
    }

    fact(name, text) {
      const row = this.find(`[data-fact=${name}]`);
      row.hidden = !text;
      row.querySelector("dd").textContent = text;
    }

    fill() {
      const { module } = this;
      const found = chapbook.completion(module, progressOf(module));
      const open = found.steps.filter(({ done }) => !done).length;
      const state = this.find(".cb-record__state");
      const said = found.complete ? chapbook.t("completion.complete") : open ? chapbook.t("completion.incomplete", { count: open }) : "";
      state.dataset.complete = found.complete;
      if (state.textContent !== said) state.textContent = said;
      this.fact("name", this.field.value.trim());
      this.fact("first", found.first && chapbook.day(found.first));
      this.fact("ended", found.ended && chapbook.day(found.ended));
      const quiz = found.steps.find(({ taken, percent }) => taken && percent !== null);
      this.fact("result", quiz ? `${scoreOf(quiz)}, ${percentOf(quiz.percent)}` : "");
      for (const step of found.steps) this.mark(step);
      const old = found.steps.find(({ version }) => version && version !== module.version)?.version;
      const older = this.find(".cb-record__older");
      older.hidden = !old;
      older.textContent = old ? chapbook.t("completion.older", { old, new: module.version }) : "";
    }

    mark(step) {
      const row = [...this.root.querySelectorAll("[data-step]")].find(({ dataset }) => dataset.step === step.id);
      if (!row) return;
      row.dataset.done = step.done;
      row.querySelector(".cb-record__mark").textContent = words(step);
    }

    save() {
      const { module } = this;
      const progress = progressOf(module);
      const found = chapbook.completion(module, progress);
      save(`${module.id || "module"}-record.json`, file(module, progress, found, this.field.value.trim(), new Date().toISOString()));
    }
  }

  let stop = null;
  const start = () => {
    const root = document.querySelector(".cb-record");
    if (root?.dataset.started) return;
    stop?.abort();
    const module = chapbook.module();
    if (!root || !module) return;
    root.dataset.started = "yes";
    stop = new AbortController();
    new Record(root, module).start(stop.signal);
  };
  const begin = () => (globalThis.document$?.subscribe ? globalThis.document$.subscribe(start) : start());
  if (document.readyState === "complete") begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
