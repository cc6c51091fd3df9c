/* What only learners can judge: their thoughts, their memory, their own work. Nothing here is graded. */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;
  const { t } = chapbook;

  class Own extends chapbook.Player {
    graded = false;

    mark() {}

    draft(more) {
      this.amend({ ...more, answer: this.given(), hash: this.data.hash });
    }
  }

  class Reflect extends Own {
    start() {
      this.text = this.fieldset.querySelector("textarea");
      this.points = 0;
      this.boxes = [...(this.answer?.querySelectorAll("input") ?? [])];
      let timer = 0;
      const save = () => {
        clearTimeout(timer);
        this.draft();
      };
      this.text.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(save, 600);
      });
      for (const field of [this.text, ...this.boxes]) field.addEventListener("change", save);
      super.start();
    }

    given() {
      return { text: this.text.value, ticks: this.boxes.filter((box) => box.checked).map((box) => box.value), seen: !this.answer.hidden };
    }

    put({ text = "", ticks = [], seen = false }) {
      this.text.value = text;
      for (const box of this.boxes) box.checked = ticks.includes(box.value);
      this.seen = seen;
    }

    judge({ text, seen }) {
      return { state: !text.trim() ? "empty" : seen || this.seen ? "done" : "open", score: 1 };
    }

    submit() {
      if (!this.text.value.trim()) return super.submit();
      this.seen = true;
      this.unfold();
      return super.submit();
    }

    unfold() {
      this.answer.hidden = this.exam;
      this.answer.open = true;
    }

    reveal(verdict) {
      if (verdict.state === "done") {
        this.unfold();
        this.show("check", false);
      }
      super.reveal(verdict);
    }

    headline({ state }) {
      return state === "done" ? t("player.compare") : super.headline({ state });
    }

    lock() {}

    clear() {
      this.put({});
    }
  }

  class Card extends Own {
    start() {
      for (const [name, score] of [["knew", 1], ["missed", 0]]) this.button(name).addEventListener("click", () => this.decide(score));
      super.start();
    }

    given() {
      return this.score ?? null;
    }

    judge(answer) {
      return answer === null ? { state: "empty" } : { state: "done", score: answer };
    }

    turn(is) {
      [this.answer.hidden, this.answer.open] = [!is, is];
      for (const [name, shown] of [["check", !is], ["knew", is], ["missed", is], ["retry", false]]) this.show(name, shown);
    }

    submit() {
      this.turn(true);
      this.result.hidden = true;
      this.answer.tabIndex = -1;
      this.answer.focus();
    }

    decide(score) {
      this.score = score;
      this.keep(this.verdict());
      for (const name of ["knew", "missed"]) this.show(name, false);
      this.show("retry");
      this.say(score ? "right" : "wrong", t(score ? "player.knew" : "player.missed"));
      this.result.focus();
    }

    open() {
      super.open();
      this.turn(false);
    }

    again() {
      this.open();
      this.clear();
      this.button("check").focus();
    }

    clear() {
      this.score = undefined;
    }

    /** A card is to be recalled each time: only what one said of it last is told. */
    put(answer) {
      if (answer === 0 || answer === 1) this.last = answer;
    }

    verdict() {
      if (this.score === undefined && this.last !== undefined) return { state: "done", score: this.last };
      return super.verdict();
    }

    reveal({ score }) {
      this.say(score ? "right" : "wrong", t(score ? "player.knew_before" : "player.missed_before"));
    }
  }

  class Checklist extends Own {
    start() {
      this.fieldset.addEventListener("change", () => {
        const verdict = this.verdict();
        if (verdict.state === "done") this.keep(verdict);
        else this.draft({ state: undefined });
        this.count();
      });
      super.start();
      this.count();
    }

    given() {
      return this.inputs.filter((input) => input.checked).map((input) => input.value);
    }

    put(answer) {
      for (const input of this.inputs) input.checked = answer.includes(input.value);
    }

    judge(answer) {
      if (!answer.length) return { state: "empty" };
      return { state: answer.length === this.inputs.length ? "done" : "open", score: answer.length / this.inputs.length };
    }

    count() {
      const right = this.given().length;
      if (right || !this.result.hidden) this.say(right === this.inputs.length ? "right" : "done", t("player.done", { right, count: this.inputs.length }));
      if (this.answer) this.answer.hidden = false;
    }

    submit() {}

    reveal() {}

    clear() {
      this.put([]);
    }

    open() {
      super.open();
      this.count();
    }
  }

  Object.assign(chapbook.kinds, { reflect: Reflect, card: Card, checklist: Checklist });
})();
