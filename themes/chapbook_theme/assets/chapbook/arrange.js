/* Find pairs, bring into order. Lists of choices and buttons come first; dragging is an addition. */
"use strict";
(() => {
  const chapbook = globalThis.chapbook;
  const { t, makeNode } = chapbook;

  /** Follow a pointer that takes `node`: by its grip with fingers, so that the page still scrolls; anywhere with a mouse.
      `over(element)` is told what lies below, `drop(element)` where it is let go. */
  const drag = (node, grip, { free, over = () => {}, drop = () => {} }) => {
    node.addEventListener("pointerdown", (event) => {
      if (event.button || !free() || event.target.closest("button") || (event.pointerType !== "mouse" && !grip.contains(event.target))) return;
      const from = [event.clientX, event.clientY];
      const below = (at) => document.elementsFromPoint(at.clientX, at.clientY).find((each) => !node.contains(each) && !each.contains(node));
      let moving = false;
      const end = new AbortController();
      const { signal } = end;
      const stop = () => {
        end.abort();
        node.classList.remove("cb-dragged");
        node.style.translate = "";
      };
      addEventListener("pointermove", (at) => {
        const [x, y] = [at.clientX - from[0], at.clientY - from[1]];
        if (!moving && Math.hypot(x, y) < 6) return;
        if (!moving) getSelection()?.removeAllRanges();
        moving = true;
        at.preventDefault();
        node.classList.add("cb-dragged");
        if (over(below(at), at)) [from[0], from[1]] = [at.clientX, at.clientY];
        else node.style.translate = `${x}px ${y}px`;
      }, { signal });
      addEventListener("pointerup", (at) => {
        const target = moving ? below(at) : null;
        stop();
        if (moving) drop(target);
      }, { signal });
      addEventListener("pointercancel", stop, { signal });
      addEventListener("selectstart", (at) => moving && at.preventDefault(), { signal });
    });
  };

  const grip = () => {
    const made = makeNode("span", "cb-grip", "⠿");
    made.setAttribute("aria-hidden", "true");
    return made;
  };

  class Match extends chapbook.Player {
    arrange() {
      const list = this.fieldset.querySelector(".cb-chips");
      const chips = [...list.children];
      const right = this.data.right.split(" ");
      if (!("lettered" in this.data)) {
        const mixed = chapbook.mixedUp(chips, this.seed(), this.id ?? "", right, (chip) => chip.dataset.chip);
        list.append(...mixed);
        for (const select of this.inputs) select.append(...mixed.map(({ dataset }) => [...select.options].find(({ value }) => value === dataset.chip)));
      }
      for (const chip of chips) {
        const handle = grip();
        chip.prepend(handle);
        drag(chip, handle, {
          free: () => !this.inputs[0].disabled,
          over: (below) => this.hover(below?.closest(".cb-pair")),
          drop: (below) => {
            this.hover(null);
            const select = this.fieldset.contains(below) ? below.closest(".cb-pair")?.querySelector("select") : null;
            if (!select) return;
            select.value = chip.dataset.chip;
            select.focus();
          },
        });
      }
    }

    hover(row) {
      for (const each of this.fieldset.querySelectorAll(".cb-pair")) each.classList.toggle("cb-over", each === row);
    }

    given() {
      return this.inputs.map((select) => select.value);
    }

    put(answer) {
      if (!Array.isArray(answer)) throw new TypeError("not a list");
      this.inputs.forEach((select, place) => (select.value = String(answer[place] ?? "")));
    }

    judge(answer) {
      return chapbook.judgeMatch({ right: this.data.right.split(" ") }, answer);
    }

    mark(_, { fits = [] }) {
      this.inputs.forEach((select, place) => this.flag(select.closest(".cb-pair"), fits[place]));
    }

    feedback(_, { fits = [] }) {
      return fits.every(Boolean) ? [] : [makeNode("li", "", t("player.share", { right: fits.filter(Boolean).length, total: fits.length })), ...this.wrong(fits)];
    }

    wrong(fits) {
      return this.inputs.filter((_, place) => !fits[place]).map((select) => makeNode("li", "", `✗ ${select.labels[0].textContent} – ${select.value ? select.selectedOptions[0].textContent : "…"}`));
    }

    clear(soft) {
      const { fits = [] } = soft ? this.verdict() : {};
      this.inputs.forEach((select, place) => {
        if (!fits[place]) select.value = "";
      });
    }
  }

  class Order extends chapbook.Player {
    arrange() {
      this.list = this.fieldset.querySelector(".cb-order");
      this.voice = makeNode("p", "cb-hidden");
      this.voice.setAttribute("role", "status");
      this.list.after(this.voice);
      this.right = this.data.right.split(" ");
      for (const row of this.list.children) this.equip(row);
      this.mix();
    }

    /** As at the beginning: mixed, and never right. */
    mix() {
      const rows = [...this.list.children].sort((one, other) => one.dataset.item - other.dataset.item);
      this.list.append(...chapbook.mixedUp(rows, this.seed(), this.id ?? "", this.right, (row) => row.dataset.item));
      this.moved = false;
      this.ends();
    }

    equip(row) {
      const handle = grip();
      const words = row.textContent.trim();
      row.prepend(handle);
      const moves = makeNode("span", "cb-moves");
      for (const [step, sign, word] of [[-1, "↑", "up"], [1, "↓", "down"]]) {
        const button = makeNode("button", "cb-move", sign);
        button.type = "button";
        button.dataset.step = step;
        button.setAttribute("aria-label", t(`player.${word}`, { item: words }));
        button.addEventListener("click", () => this.move(row, step, button));
        moves.append(button);
      }
      row.append(moves);
      drag(row, handle, {
        free: () => !this.fieldset.hasAttribute("data-locked"),
        over: (below, at) => {
          const other = below?.closest(".cb-order > li");
          if (!other || other.parentNode !== this.list || other === row) return false;
          const box = other.getBoundingClientRect();
          const down = row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
          if (down ? at.clientY < box.top + box.height / 2 : at.clientY > box.top + box.height / 2) return false;
          row.style.translate = "";
          if (down) other.after(row);
          else other.before(row);
          this.tell(row);
          return true;
        },
      });
    }

    move(row, step, button) {
      if (this.fieldset.hasAttribute("data-locked")) return;
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (other && step < 0) other.before(row);
      else if (other) other.after(row);
      if (other) this.moved = true;
      this.tell(row);
      button.focus();
    }

    tell(row) {
      this.moved = true;
      this.ends();
      const rows = [...this.list.children];
      this.voice.textContent = t("player.moved", { item: row.querySelector(".cb-item").textContent.trim(), place: rows.indexOf(row) + 1, total: rows.length });
    }

    /** The first cannot go up, the last not down; their buttons stay, so that the focus does. */
    ends() {
      const rows = [...this.list.children];
      rows.forEach((row, place) => {
        row.querySelector("[data-step='-1']").setAttribute("aria-disabled", String(place === 0));
        row.querySelector("[data-step='1']").setAttribute("aria-disabled", String(place === rows.length - 1));
      });
    }

    given() {
      return [...this.list.children].map((row) => row.dataset.item);
    }

    put(answer) {
      if (!Array.isArray(answer) || [...answer].sort().join(" ") !== this.given().sort().join(" ")) throw new TypeError("another list");
      // Equal items are taken one after the other.
      const rows = [...this.list.children];
      this.list.append(...answer.map((name) => rows.splice(rows.findIndex((row) => row.dataset.item === name), 1)[0]));
      this.moved = true;
      this.ends();
    }

    judge(answer) {
      return this.moved ? chapbook.judgeOrder({ right: this.right }, answer) : { state: "empty" };
    }

    mark(_, { fits = [] }) {
      [...this.list.children].forEach((row, place) => this.flag(row, fits[place], fits[place] ? undefined : t("player.mark_move")));
    }

    feedback(_, { fits = [] }) {
      if (fits.every(Boolean)) return [];
      const wrong = [...this.list.children].filter((_row, place) => !fits[place]).map((row) => makeNode("li", "", `✗ ${t("player.mark_move")}: ${row.querySelector(".cb-item").textContent.trim()}`));
      return [makeNode("li", "", t("player.in_order", { right: fits.filter(Boolean).length, total: fits.length })), ...wrong];
    }

    lock() {
      super.lock();
      this.locked(true);
    }

    open() {
      super.open();
      this.locked(false);
    }

    locked(is) {
      this.fieldset.toggleAttribute("data-locked", is);
      for (const button of this.list.querySelectorAll(".cb-move")) button.disabled = is;
      if (!is) this.ends();
    }

    /** On the next try one goes on from where one was. */
    clear(soft) {
      if (!soft) this.mix();
    }

    again() {
      super.again();
      this.list.querySelector(".cb-move[aria-disabled=false]")?.focus();
    }
  }

  Object.assign(chapbook.kinds, { match: Match, order: Order });
})();
