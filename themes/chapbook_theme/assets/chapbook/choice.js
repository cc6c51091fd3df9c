/* Choose one, choose several. */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;

  class Choice extends chapbook.Player {
    /** Mixed for each learner, always the same for one; what is pinned stays last. */
    arrange() {
      if (!("shuffle" in this.data)) return;
      const rows = [...this.fieldset.querySelectorAll(".cb-option")];
      const mixed = chapbook.shuffled(rows, this.seed(), this.id ?? "", (row) => "pin" in row.dataset);
      mixed[0]?.parentNode.append(...mixed);
      this.inputs = [...this.fieldset.querySelectorAll("input")];
    }

    given() {
      return this.inputs.filter((input) => input.checked).map((input) => input.value).sort((one, other) => one - other);
    }

    put(answer) {
      for (const input of this.inputs) input.checked = answer.includes(input.value);
    }

    judge(answer) {
      return chapbook.judgeChoice({ right: this.data.right.split(" "), partial: "partial" in this.data }, answer);
    }

    /** Only what was chosen is judged; the rest stays as it is, for the next try. */
    mark(answer) {
      const right = this.data.right.split(" ");
      for (const row of this.fieldset.querySelectorAll(".cb-option")) if (answer.includes(row.dataset.option)) this.flag(row, right.includes(row.dataset.option));
    }

    clear() {
      this.put([]);
    }

    again() {
      super.again();
      this.inputs[0]?.focus();
    }
  }

  Object.assign(chapbook.kinds, { single: Choice, multiple: Choice });
})();
