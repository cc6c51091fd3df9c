/* Type a word, a number, the words of gaps. */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;
  const { t } = chapbook;

  class Typed extends chapbook.Player {
    given() {
      return this.inputs[0].value;
    }

    put(answer) {
      if (typeof answer !== "string") throw new TypeError("not a text");
      this.inputs[0].value = answer;
    }

    judge(answer) {
      const { low, high, unit = "", accept, pattern = "", wrong } = this.data;
      if (this.type === "number") return chapbook.judgeNumber({ low: Number(low), high: Number(high), unit }, answer);
      return chapbook.judgeText({ accept: JSON.parse(accept), pattern, wrong: JSON.parse(wrong) }, answer);
    }

    feedback(_, { wrong }) {
      return super.feedback([String(wrong ?? 0)]);
    }

    mark() {}

    clear() {
      this.inputs[0].value = "";
    }
  }

  class Cloze extends chapbook.Player {
    given() {
      return this.inputs.map((input) => input.value);
    }

    put(answer) {
      if (!Array.isArray(answer)) throw new TypeError("not a list");
      this.inputs.forEach((input, place) => (input.value = String(answer[place] ?? "")));
    }

    judge(answer) {
      const blanks = JSON.parse(this.data.blanks);
      return chapbook.judgeCloze({ blanks: this.inputs.map((input) => blanks[input.dataset.gap - 1]) }, answer);
    }

    mark(_, { fits = [] }) {
      this.inputs.forEach((input, place) => this.flag(input.parentNode, fits[place]));
    }

    feedback(answer, { fits = [] }) {
      if (fits.every(Boolean)) return [];
      return this.inputs.map((input, place) => chapbook.makeNode("li", "", `${t("player.gap", { number: Number(input.dataset.gap) })} ${answer[place].trim() || "–"} ${fits[place] ? "✓" : "✗"} ${t(fits[place] ? "player.mark_right" : "player.mark_wrong")}`));
    }

    /** On the next try what was right stays. */
    clear(soft) {
      const { fits = [] } = soft ? this.verdict() : {};
      this.inputs.forEach((input, place) => {
        if (!fits[place]) input.value = "";
      });
    }
  }

  Object.assign(chapbook.kinds, { text: Typed, number: Typed, cloze: Cloze });
})();
