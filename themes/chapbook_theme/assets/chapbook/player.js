/* Play the questions that stand on the page. Feedback is copied, as nodes, from the answer that is there for readers
   without JavaScript; nothing is ever written as HTML. */
"use strict";
(() => {
  const { judgeText, judgeNumber, judgeChoice, recall, remember, forget } = globalThis.chapbook;
  const WORDS = {
    right: "Right.",
    wrong: "Not yet.",
    missing: "Not yet: something is missing.",
    empty: { single: "Choose an option first.", multiple: "Choose one or more options first.", text: "Type an answer first.", number: "Type a number first." },
    unreadable: "This is not a number yet. Write it in figures, such as 1250 or 12.5.",
  };

  class Player {
    constructor(section) {
      this.section = section;
      this.type = section.dataset.type;
      this.inputs = [...section.querySelectorAll("fieldset input")];
      this.result = section.querySelector(".cb-result");
      this.answer = section.querySelector(".cb-answer");
      this.check = section.querySelector("[data-do=check]");
      this.retry = section.querySelector("[data-do=retry]");
    }

    start() {
      this.section.querySelector(".cb-actions").hidden = false;
      this.answer.hidden = true;
      this.check.addEventListener("click", () => this.submit());
      this.retry.addEventListener("click", () => this.again());
      for (const input of this.inputs) {
        input.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || this.check.hidden || event.isComposing) return;
          event.preventDefault();
          this.submit();
        });
      }
      this.hints();
      this.resume();
    }

    /** Hints come one by one: the next is offered when the one before was opened. */
    hints() {
      const hints = [...this.section.querySelectorAll(".cb-hint")];
      hints.forEach((hint, place) => {
        hint.hidden = place > 0;
        hint.addEventListener("toggle", () => {
          if (hint.open && hints[place + 1]) hints[place + 1].hidden = false;
        });
      });
    }

    given() {
      if (this.isTyped()) return this.inputs[0].value;
      return this.inputs.filter((input) => input.checked).map((input) => input.value);
    }

    isTyped() {
      return this.type === "text" || this.type === "number";
    }

    judge(answer) {
      const data = this.section.dataset;
      if (this.type === "number") return judgeNumber({ low: Number(data.low), high: Number(data.high), unit: data.unit ?? "" }, answer);
      if (this.type === "text") return judgeText({ accept: JSON.parse(data.accept), pattern: data.pattern ?? "", wrong: JSON.parse(data.wrong) }, answer);
      return judgeChoice({ right: data.right.split(" ") }, answer);
    }

    submit() {
      const answer = this.given();
      const verdict = this.judge(answer);
      if (verdict.state === "right" || verdict.state === "wrong") this.store(verdict.state, answer);
      this.show(verdict, answer);
      this.result.focus();
    }

    store(state, answer) {
      const { module, question } = this.section.dataset;
      if (module && question) remember(module, question, { state, score: Number(state === "right"), answer });
    }

    show(verdict, answer) {
      const done = verdict.state === "right" || verdict.state === "wrong";
      this.result.dataset.state = verdict.state;
      this.result.replaceChildren(this.line(this.headline(verdict)));
      this.result.hidden = false;
      if (!done) return;
      this.mark(answer);
      const feedback = this.feedback(verdict, answer);
      if (feedback.length) {
        const list = document.createElement("ul");
        list.className = "cb-feedbacks";
        list.append(...feedback);
        this.result.append(list);
      }
      const explanation = this.answer.querySelector(".cb-explanation");
      if (verdict.state === "right" && explanation) this.result.append(copy(explanation));
      this.answer.hidden = verdict.state === "right";
      this.check.hidden = true;
      this.retry.hidden = false;
      for (const input of this.inputs) input.disabled = true;
    }

    headline({ state, missing }) {
      if (state === "empty") return WORDS.empty[this.type];
      return state === "wrong" && missing && this.type === "multiple" ? WORDS.missing : WORDS[state];
    }

    line(words) {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    }

    feedback(verdict, answer) {
      const wanted = this.isTyped() ? [String(verdict.wrong ?? 0)] : answer;
      const rows = [...this.answer.querySelectorAll("[data-for]")].filter((row) => wanted.includes(row.dataset.for));
      return rows.map((row) => {
        const made = copy(row);
        if (rows.length === 1) made.querySelector(".cb-said")?.remove();
        return made;
      });
    }

    /** Say at the chosen options whether they are right; those not chosen stay as they are, for the next try. */
    mark(answer) {
      if (this.isTyped()) return;
      const right = this.section.dataset.right.split(" ");
      for (const option of this.section.querySelectorAll(".cb-option")) {
        const place = option.dataset.option;
        if (answer.includes(place)) option.dataset.mark = right.includes(place) ? "right" : "wrong";
      }
    }

    again() {
      for (const option of this.section.querySelectorAll(".cb-option")) delete option.dataset.mark;
      for (const input of this.inputs) {
        input.disabled = false;
        if (this.isTyped()) input.value = "";
        else input.checked = false;
      }
      this.result.hidden = true;
      this.result.replaceChildren();
      this.answer.hidden = true;
      this.answer.open = false;
      this.check.hidden = false;
      this.retry.hidden = true;
      const { module, question } = this.section.dataset;
      if (module && question) forget(module, question);
      this.inputs[0]?.focus();
    }

    /** Put back what was answered before, without moving the focus. */
    resume() {
      const { module, question } = this.section.dataset;
      const answer = module && question ? recall(module, question).answer : null;
      if (typeof answer === "string" && this.isTyped()) this.inputs[0].value = answer;
      else if (Array.isArray(answer) && !this.isTyped()) for (const input of this.inputs) input.checked = answer.includes(input.value);
      else return;
      const verdict = this.judge(this.given());
      if (verdict.state === "right" || verdict.state === "wrong") this.show(verdict, this.given());
    }
  }

  const copy = (node) => {
    const made = node.cloneNode(true);
    for (const each of [made, ...made.querySelectorAll("[id]")]) each.removeAttribute("id");
    return made;
  };

  const start = () => {
    for (const section of document.querySelectorAll(".cb-question[data-play]")) {
      if (section.dataset.started) continue;
      section.dataset.started = "yes";
      new Player(section).start();
    }
  };

  // With Material's instant navigation the page is swapped, not loaded: `document$` tells of each swap.
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(start);
  else start();
})();
