/* A quiz page around its questions: draw, mix, score, hand in at the end, try again. What it keeps of a quiz (`chapbook.keep`):
   {round, drawn, tries, ended, scores, drafts, best, last}. `scores` and `drafts` are those of answers that are handed in
   together; else the questions' own entries say what was answered. */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;

  const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const count = (value) => (Number.isInteger(value) && value >= 0 ? value : 0);
  const record = (value) => (isRecord(value) ? value : {});
  const share = (result) => (result?.of > 0 && result.points >= 0 ? result.points / result.of : -1);

  class QuizPage {
    constructor(root) {
      this.root = root;
      this.id = root.dataset.quiz;
      this.atEnd = "atEnd" in root.dataset;
      this.module = chapbook.module();
      this.uid = this.module.uid;
      this.facts = new Map(this.module.steps.find(({ id }) => id === this.id).questions.map((each) => [each.id, each]));
      const sections = [...root.querySelectorAll(".cb-question")].map((each) => [each.dataset.question, each]);
      this.sections = new Map(sections.filter(([id]) => this.facts.has(id)));
      this.limit = Number(root.dataset.attempts);
      this.state = this.load();
    }

    load() {
      const kept = chapbook.kept(this.uid, `quiz:${this.id}`);
      const drawn = Array.isArray(kept.drawn) ? kept.drawn.filter((id) => this.sections.has(id)) : [];
      const ended = typeof kept.ended === "string" ? kept.ended : "";
      return { ...kept, round: count(kept.round), tries: count(kept.tries), ended, drawn, scores: record(kept.scores), drafts: record(kept.drafts) };
    }

    save() {
      const { best } = this.load(); // another tab may have done better
      if (share(best) > share(this.state.best)) this.state.best = best;
      chapbook.keep(this.uid, `quiz:${this.id}`, this.state);
    }

    find(name) {
      return this.root.querySelector(name);
    }

    player(id) {
      return chapbook.players.get(this.sections.get(id));
    }

    get asked() {
      return this.state.drawn.map((id) => this.facts.get(id)).filter(Boolean);
    }

    get left() {
      return this.limit ? Math.max(0, this.limit - this.state.tries) : Infinity;
    }

    start(signal) {
      for (const plain of this.root.querySelectorAll(".cb-quiz__plain")) plain.hidden = true;
      for (const shown of this.root.querySelectorAll(".cb-quiz__how, .cb-handin")) shown.hidden = false;
      this.lay();
      this.restore();
      const update = () => this.update();
      this.root.addEventListener("chapbook:answered", update, { signal });
      addEventListener("chapbook:changed", update, { signal });
      this.root.addEventListener("click", (event) => this.click(event.target), { signal });
      if (this.atEnd) for (const name of ["input", "change", "click"]) this.root.addEventListener(name, () => this.draft(), { signal });
      update();
    }

    click(target) {
      const what = target.closest("[data-quiz-do]")?.dataset.quizDo;
      if (what === "hand-in") this.handIn(false);
      else if (what === "anyway") this.handIn(true);
      else if (what === "wrong") this.retryWrong();
      else if (what === "again") this.again();
      else if (target.closest("[data-do]")) this.update();
    }

    /** Show this round's questions in this round's order, numbered anew. */
    lay() {
      const ids = [...this.sections.keys()];
      const wanted = Number(this.root.dataset.draw) || ids.length;
      const seed = chapbook.seed(this.uid);
      const { state } = this;
      if (state.drawn.length !== wanted) {
        state.drawn = chapbook.deal(ids, wanted, seed, this.id, state.round);
        if (wanted < ids.length) this.save(); // a bank that grows later leaves this round as it is
      }
      const order = "mixed" in this.root.dataset ? chapbook.shuffled(ids, seed, `${this.id}/order/${state.round}`) : ids;
      state.drawn = order.filter((id) => state.drawn.includes(id));
      const sections = order.map((id) => this.sections.get(id));
      sections[0]?.parentNode.append(...sections);
      for (const [id, section] of this.sections) section.hidden = !state.drawn.includes(id);
      state.drawn.forEach((id, place) => {
        const label = this.sections.get(id).querySelector(".cb-question__label");
        label.firstChild.data = `${chapbook.t("quiz.label", { number: place + 1, total: wanted })} `;
      });
    }

    /** Put back what was typed before handing in, and the feedback of what was handed in. */
    restore() {
      if (!this.atEnd) return;
      for (const id of this.state.drawn) {
        const player = this.player(id);
        try {
          if (id in this.state.drafts) player?.put(this.state.drafts[id]);
        } catch {
          player.clear(); // kept by another version of the question
        }
        if (player && id in this.state.scores) this.show(player, this.judged(player));
      }
    }

    /** Nothing was given, so nothing is marked. */
    show(player, verdict) {
      player.reveal(verdict);
      if (verdict.skipped) player.unmark();
    }

    judged(player) {
      const verdict = player.verdict();
      return this.isOpen(player) ? { ...verdict, state: "wrong", score: 0, skipped: true } : verdict;
    }

    isOpen(player) {
      return player.graded && ["empty", "unreadable"].includes(player.verdict().state);
    }

    /** Those still to be handed in, in order: [id, player]. */
    waiting() {
      return this.state.drawn.filter((id) => !(id in this.state.scores)).map((id) => [id, this.player(id)]).filter(([, player]) => player);
    }

    draft() {
      if (this.state.ended) return;
      const drafts = Object.fromEntries(this.waiting().filter(([, player]) => !["empty", undefined].includes(player.verdict().state)).map(([id, player]) => [id, player.given()]));
      const known = Object.fromEntries(Object.entries(this.state.drafts).filter(([id]) => id in this.state.scores));
      this.state.drafts = { ...known, ...drafts };
      this.save();
    }

    handIn(anyway) {
      const waiting = this.waiting();
      const open = waiting.filter(([, player]) => this.isOpen(player)).map(([id]) => id);
      if (this.warn(anyway ? [] : open)) return;
      const scores = {};
      this.draft();
      for (const [id, player] of waiting) {
        const verdict = this.judged(player);
        scores[id] = verdict.score;
        if (player.graded) player.submit();
        if (verdict.skipped) player.unmark();
      }
      Object.assign(this.state.scores, scores);
      this.update();
      this.find(".cb-summary").focus();
    }

    /** Name the questions without an answer; says whether there are any. */
    warn(open) {
      const box = this.find(".cb-handin__open");
      box.hidden = !open.length;
      this.find("[data-quiz-do=anyway]").hidden = !open.length;
      box.querySelector("ul").replaceChildren(...open.map((id) => this.item(id)));
      if (open.length) box.focus();
      return open.length > 0;
    }

    item(id) {
      const section = this.sections.get(id);
      const link = chapbook.makeNode("a", "", chapbook.t("quiz.number", { number: this.state.drawn.indexOf(id) + 1 }));
      link.href = `#${section.id}`;
      const stem = section.querySelector("legend:not(.cb-hidden)")?.textContent.trim();
      if (stem) link.append(": ", chapbook.makeNode("span", "", stem));
      const item = document.createElement("li");
      item.append(link);
      return item;
    }

    /** {ID: 0..1} of this round's answered questions. */
    scores() {
      if (this.atEnd) return this.state.scores;
      const found = {};
      for (const { id, hash } of this.asked) {
        const { state, score, answer = null, hash: then = hash } = chapbook.recall(this.uid, id);
        if (state && answer !== null && then === hash) found[id] = score ?? Number(state !== "wrong");
      }
      return found;
    }

    update() {
      const scores = this.scores();
      const found = chapbook.tally(this.asked, scores);
      const over = this.isOver(found);
      if (over) this.finish(found);
      if (this.atEnd) this.unseal(over);
      const words = found.percent === null ? chapbook.t("quiz.all_done") : chapbook.t("quiz.score", { points: found.points, count: found.of, percent: chapbook.percent(found.percent / 100) });
      this.running(over, words, found);
      const handIn = this.find(".cb-handin");
      if (handIn) handIn.hidden = over;
      this.summary(over, scores, words, found);
    }

    /** The line that stays in sight while one answers. */
    running(over, words, found) {
      const line = this.find(".cb-quiz__score");
      const [said, link] = line.children;
      const answered = chapbook.t("quiz.answered", found);
      const text = found.percent === null ? answered : `${answered} · ${words}`;
      line.hidden = !found.answered || this.atEnd;
      link.hidden = !over;
      if (said.textContent !== text) said.textContent = text;
    }

    /** What nobody marks can be left out, unless there is nothing else. */
    isOver({ open, count: asked }) {
      const some = this.asked.some(({ graded }) => graded);
      return asked > 0 && !open.some((id) => !some || this.facts.get(id).graded);
    }

    /** Until all is handed in, players keep their buttons and feedback back; then cards can be turned. */
    unseal(over) {
      this.root.toggleAttribute("data-exam", !over);
      if (over) for (const { id, graded } of this.asked) if (!graded && this.player(id)?.actions) this.player(id).actions.hidden = false;
    }

    /** Note a round's result. Trying a question again afterwards makes it better, and is no new try of the quiz. */
    finish({ points, of }) {
      const { state } = this;
      const at = new Date().toISOString();
      const isNew = !state.ended;
      if (!isNew && state.last?.points === points && state.last?.of === of) return;
      if (isNew) [state.ended, state.tries] = [at, state.tries + 1];
      state.last = { points, of, at, version: this.module.version };
      if (share(state.last) > share(state.best)) state.best = state.last;
      this.save();
    }

    summary(over, scores, words, found) {
      const { left } = this;
      const box = this.find(".cb-summary");
      box.hidden = !over;
      if (!over) return;
      this.find(".cb-summary__score").textContent = words;
      this.find(".cb-summary__bar").hidden = found.percent === null;
      this.find(".cb-summary__bar i").style.inlineSize = `${found.percent}%`;
      this.find(".cb-summary__list").replaceChildren(...this.asked.map(({ id, graded }) => this.result(id, graded, scores[id])));
      const wrong = this.asked.some(({ id, graded }) => graded && scores[id] < 1);
      this.find("[data-quiz-do=wrong]").hidden = !wrong || !left;
      this.find("[data-quiz-do=again]").hidden = !left;
      this.find(".cb-summary__none").hidden = left > 0;
      const tries = this.find(".cb-summary__tries");
      tries.hidden = !left || left === Infinity;
      if (!tries.hidden) tries.textContent = chapbook.t("quiz.tries_left", { count: left });
      if (!left) for (const { id } of this.asked) this.player(id)?.show("retry", false);
      this.advise(scores);
    }

    result(id, graded, score) {
      const skipped = graded ? this.atEnd && !(id in this.state.drafts) : this.atEnd || score === undefined;
      const state = skipped ? "unanswered" : !graded ? "done" : score >= 1 ? "right" : score > 0 ? "partial" : "wrong";
      const item = this.item(id);
      item.dataset.state = state;
      item.append(" ", chapbook.makeNode("span", "cb-summary__state", chapbook.t(`quiz.${state}`)));
      return item;
    }

    advise(scores) {
      const items = [...this.root.querySelectorAll(".cb-advice li")];
      if (!this.find(".cb-advice")) return;
      const flags = chapbook.known(this.asked, scores, items.map(({ dataset }) => ({ objectives: dataset.objectives.split(" ").filter(Boolean) })));
      items.forEach((item, place) => (item.hidden = !flags[place]));
      this.find(".cb-advice__known").hidden = !flags.includes(true);
      this.find(".cb-advice__none").hidden = flags.includes(true);
    }

    retryWrong() {
      const scores = this.scores();
      this.restart(this.asked.filter(({ id, graded }) => graded && scores[id] < 1).map(({ id }) => id));
    }

    again() {
      const before = this.state.drawn;
      Object.assign(this.state, { round: this.state.round + 1, drawn: [] });
      this.lay();
      this.restart([...new Set([...before, ...this.state.drawn])]);
    }

    restart(ids) {
      const { state } = this;
      state.ended = "";
      if (this.atEnd) this.unseal(false);
      for (const id of ids) {
        delete state.scores[id];
        delete state.drafts[id];
        chapbook.forget(this.uid, id);
        this.player(id)?.reset();
      }
      this.save();
      this.update();
      const first = this.sections.get(state.drawn.find((id) => ids.includes(id)));
      first.tabIndex = -1;
      first.focus();
    }
  }

  let stop = null;
  chapbook.startQuiz = () => {
    const root = document.querySelector(".cb-quiz");
    if (root && root.dataset.started) return;
    stop?.abort();
    if (!root || !chapbook.module()) return;
    root.dataset.started = "yes";
    stop = new AbortController();
    chapbook.play(root);
    new QuizPage(root).start(stop.signal);
  };

  const begin = () => (globalThis.document$?.subscribe ? globalThis.document$.subscribe(chapbook.startQuiz) : chapbook.startQuiz());
  if (document.readyState === "complete") begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
