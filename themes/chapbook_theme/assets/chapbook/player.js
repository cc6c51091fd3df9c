/* What all questions have in common: buttons, result, hints, tries, memory. The types stand in choice.js, typed.js, arrange.js and
   own.js, and put themselves into `chapbook.kinds`. Feedback is copied, as nodes, from the answer that is there for readers
   without JavaScript; nothing is ever written as HTML.

   A type has: given() the answer, put(answer) back, judge(answer) -> {state, score, ...}, mark(answer, verdict), clear(). */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;
  const { t } = chapbook;

  const copy = (node) => {
    const made = node.cloneNode(true);
    for (const each of [made, ...made.querySelectorAll("[id]")]) each.removeAttribute("id");
    return made;
  };

  const make = (name, className, text = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    // The text around may be in another language, where there is no interface or no translation in one of the two.
    if (text) Object.assign(made, { lang: document.documentElement.lang, dir: document.body.dir });
    return made;
  };

  class Player {
    graded = true;

    constructor(section) {
      this.section = section;
      this.data = section.dataset;
      this.type = this.data.type;
      this.id = this.data.question;
      this.uid = this.data.module;
      this.fieldset = section.querySelector("fieldset");
      this.inputs = [...this.fieldset.querySelectorAll("input, select, textarea")];
      this.actions = section.querySelector(".cb-actions");
      this.result = section.querySelector(".cb-result");
      this.answer = section.querySelector(".cb-answer");
      this.points = Number(this.data.points ?? 0);
      // Where all is handed in together the quiz counts; what comes back for review may be tried as often as one likes.
      this.limit = section.closest("[data-at-end]") || document.getElementById("cb-review") ? 0 : Number(this.data.attempts ?? 0);
      this.tries = 0;
    }

    /** Inside an exam someone else hands in, and hints and feedback wait for that. */
    get exam() {
      return Boolean(this.section.closest("[data-exam]"));
    }

    button(name) {
      return this.section.querySelector(`[data-do=${name}]`);
    }

    show(name, is = true) {
      const found = this.button(name);
      if (found) found.hidden = !is;
    }

    start() {
      this.section.classList.add("cb-played");
      if (this.actions) this.actions.hidden = this.exam;
      if (this.answer) this.answer.hidden = true;
      this.button("check")?.addEventListener("click", () => this.submit());
      this.button("retry")?.addEventListener("click", () => this.again());
      this.fieldset.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing || event.target.localName !== "input") return;
        event.preventDefault();
        if (!this.exam && !this.button("check")?.hidden) this.submit();
      });
      this.hints();
      this.arrange?.();
      this.resume();
    }

    /** Hints come one by one: the next is offered when the one before was opened. */
    hints() {
      const hints = [...this.section.querySelectorAll(".cb-hint")];
      hints.forEach((hint, place) => {
        hint.hidden = place > 0 || this.exam;
        hint.addEventListener("toggle", () => {
          if (hint.open && hints[place + 1] && !this.exam) hints[place + 1].hidden = false;
        });
      });
    }

    recall() {
      return this.uid && this.id ? chapbook.recall(this.uid, this.id) : {};
    }

    seed() {
      return chapbook.seed(this.uid ?? "");
    }

    verdict() {
      return { score: 0, ...this.judge(this.given()) };
    }

    /** Judge what is given, remember it, show the result. In an exam, what is missing is wrong. */
    submit() {
      let verdict = this.verdict();
      const open = verdict.state === "empty" || verdict.state === "unreadable";
      if (open && this.exam && this.graded) verdict = { ...verdict, state: "wrong", score: 0, skipped: true };
      if (!open || verdict.skipped) this.keep(verdict);
      this.reveal(verdict);
      if (!this.exam) this.result.focus();
    }

    /** Add to what is remembered: a draft, say, which is no answer yet. Nothing is counted. */
    amend(more) {
      if (!this.uid || !this.id) return;
      const entry = { v: 1, ...chapbook.recall(this.uid, this.id), ...more };
      chapbook.restore([[chapbook.keyOf("q", this.uid, this.id), JSON.stringify(entry)]]);
    }

    /** Tries are counted from here: for another round, or since the question is another one now. */
    recount() {
      this.tries = 0;
      const { attempts = 0 } = this.recall();
      if (attempts && this.limit) this.amend({ base: attempts });
    }

    keep({ state, score }) {
      if (this.changed) this.recount();
      this.changed = false;
      this.tries += 1;
      this.section.querySelector(".cb-changed")?.remove();
      const { uid, id, points } = this;
      if (uid && id) chapbook.remember(uid, id, { state, score, answer: this.given(), hash: this.data.hash, review: "review" in this.data });
      this.section.dispatchEvent(new CustomEvent("chapbook:answered", { bubbles: true, detail: { uid, question: id, state, score, points } }));
    }

    say(state, words) {
      this.result.dataset.state = state;
      this.result.replaceChildren(make("p", "", words));
      this.result.hidden = false;
    }

    reveal(verdict) {
      const { state, score } = verdict;
      const over = ["right", "partial", "wrong"].includes(state);
      this.say(state, this.headline(verdict));
      if (!over) return;
      const right = state === "right";
      const last = !right && this.limit > 0 && this.tries >= this.limit;
      this.mark(this.given(), verdict);
      if (this.points > 1) this.result.append(make("p", "", t("player.points", { score: Math.round(score * this.points * 100) / 100, count: this.points })));
      const more = this.feedback(this.given(), verdict);
      if (more.length) {
        const list = make("ul", "cb-feedbacks");
        list.append(...more);
        this.result.append(list);
      }
      const explanation = this.answer?.querySelector(".cb-explanation");
      if (right && explanation) this.result.append(copy(explanation));
      if (this.limit && !right && !this.exam) this.result.append(make("p", "cb-tries", last ? t("player.no_tries") : t("player.tries", { count: Math.max(1, this.limit - this.tries) })));
      if (this.answer) {
        // With tries left, the answer waits for the last one.
        this.answer.hidden = right || (this.limit > 0 && !last && !this.exam);
        this.answer.open = last;
      }
      this.lock();
      if (this.actions) this.actions.hidden = last || this.exam;
    }

    headline({ state, missing, skipped }) {
      if (skipped) return t("player.not_answered");
      if (state === "empty") return t(`player.empty_${this.type}`);
      return t(`player.${state === "wrong" && missing && this.type === "multiple" ? "missing" : state}`);
    }

    feedback(answer) {
      const rows = [...(this.answer?.querySelectorAll("[data-for]") ?? [])].filter((row) => answer.includes(row.dataset.for));
      return rows.map((row) => {
        const made = copy(row);
        if (rows.length === 1) made.querySelector(".cb-said")?.remove();
        return made;
      });
    }

    /** Put a word beside what it judges, for eyes; the result says the same for ears. */
    flag(node, fits, word = t(fits ? "player.mark_right" : "player.mark_wrong")) {
      node.dataset.mark = fits ? "right" : "wrong";
      const flag = make("span", "cb-flag", `${fits ? "✓" : "✗"} ${word}`);
      flag.setAttribute("aria-hidden", "true");
      node.append(flag);
    }

    unmark() {
      for (const node of this.section.querySelectorAll("[data-mark]")) delete node.dataset.mark;
      for (const node of this.section.querySelectorAll(".cb-flag")) node.remove();
    }

    lock() {
      for (const input of this.inputs) input.disabled = true;
      this.show("check", false);
      this.show("retry");
    }

    /** As if it had never been answered; what is remembered stays. */
    reset() {
      this.recount();
      this.clear();
      this.open();
    }

    open() {
      this.unmark();
      for (const input of this.inputs) input.disabled = false;
      this.result.hidden = true;
      this.result.replaceChildren();
      if (this.answer) [this.answer.hidden, this.answer.open] = [true, false];
      if (this.actions) this.actions.hidden = this.exam;
      this.show("check");
      this.show("retry", false);
    }

    again() {
      this.open();
      this.clear(true);
      if (this.uid && this.id) chapbook.forget(this.uid, this.id);
      (this.inputs.find((input) => !input.value) ?? this.inputs[0])?.focus();
    }

    /** Put back what was answered before, without moving the focus. To another question it would be no answer. */
    resume() {
      const known = this.recall();
      if (known.hash && known.hash !== this.data.hash && known.state) {
        this.section.querySelector(".cb-question__label").after(make("p", "cb-changed", t("player.changed")));
        this.changed = true;
        return;
      }
      this.tries = Math.max(0, (known.attempts ?? 0) - (Number(known.base) || 0));
      if (known.answer === null || known.answer === undefined || this.exam) return;
      try {
        this.put(known.answer);
      } catch {
        this.clear();
        return;
      }
      const verdict = this.verdict();
      if (["right", "partial", "wrong", "done"].includes(verdict.state)) this.reveal(verdict);
    }
  }

  chapbook.kinds ??= {};
  chapbook.players ??= new Map();
  Object.assign(chapbook, { Player, makeNode: make });

  /** Start the questions below `root` that are not yet played. */
  chapbook.play = (root = document) => {
    for (const section of root.querySelectorAll(".cb-question[data-type]")) {
      const Kind = chapbook.kinds[section.dataset.type];
      if (!Kind || chapbook.players.has(section)) continue;
      const player = new Kind(section);
      chapbook.players.set(section, player);
      player.start();
    }
  };

  const start = () => {
    for (const section of chapbook.players.keys()) if (!section.isConnected) chapbook.players.delete(section);
    chapbook.play();
  };
  // The types are loaded after this file. With Material's instant navigation the page is swapped: `document$` tells of each swap.
  const begin = () => (globalThis.document$?.subscribe ? globalThis.document$.subscribe(start) : start());
  if (document.readyState === "complete") begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
