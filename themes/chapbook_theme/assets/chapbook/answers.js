/* Judge answers. Pure: values in, values out, no page.

   These are classic scripts that share `chapbook`, not ES modules: browsers refuse to load modules from `file://`,
   and a site must work when it is opened from a disk. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});

  /** Case and runs of blanks do not count, nor how an accent is encoded. */
  const plain = (text) => text.normalize("NFC").trim().replace(/\s+/gu, " ").toLocaleLowerCase();

  /** The pattern is matched whole. A pattern that this browser cannot read accepts nothing. */
  const matches = (pattern, text) => {
    for (const flags of ["iu", "i"]) {
      try {
        return new RegExp(`^(?:${pattern})$`, flags).test(text);
      } catch {
        continue;
      }
    }
    return false;
  };

  /** Right, or in part: with a share between 0 and 1. */
  const scored = (score, more) => ({ state: score >= 1 ? "right" : score > 0 ? "partial" : "wrong", score, ...more });

  /** `{state, score, wrong}`: `wrong` is the number (from 1) of the expected wrong answer that was given, else 0. */
  const judgeText = ({ accept, pattern, wrong }, answer) => {
    const given = plain(answer);
    if (!given) return { state: "empty" };
    const trimmed = answer.trim().replace(/\s+/gu, " ");
    if (accept.some((each) => plain(each) === given) || (pattern && matches(pattern, trimmed))) return { state: "right", score: 1, wrong: 0 };
    return { state: "wrong", score: 0, wrong: wrong.findIndex((each) => plain(each) === given) + 1 };
  };

  /** All numbers that the text can mean: "1,000" is 1 or 1000, "1.234,5" only 1234.5. Empty when it is no number. */
  const readNumbers = (text, unit = "") => {
    let rest = text.normalize("NFKC").replace(/[\s\u2009\u202f'’]/gu, "").replace(/[−–]/gu, "-").toLocaleLowerCase();
    const suffix = unit.normalize("NFKC").replace(/\s/gu, "").toLocaleLowerCase();
    if (suffix && rest.endsWith(suffix)) rest = rest.slice(0, -suffix.length);
    else if (suffix && rest.startsWith(suffix)) rest = rest.slice(suffix.length);
    rest = rest.replace(/^([-+]?)[€$£¥]/u, "$1").replace(/[€$£¥%]$/u, "");
    if (!/^[-+]?(?=[.,]?\d)[\d.,]*(?:e[-+]?\d+)?$/u.test(rest)) return [];
    const marks = [...rest].filter((c) => c === "." || c === ",");
    const asDecimal = (mark) => Number(rest.replaceAll(mark === "," ? "." : ",", "").replace(mark, "."));
    const found = [];
    if (new Set(marks).size === 2) found.push(asDecimal(marks.at(-1)));
    else if (marks.length > 1) found.push(Number(rest.replaceAll(marks[0], "")));
    else {
      found.push(marks.length ? asDecimal(marks[0]) : Number(rest));
      if (/^[-+]?[1-9]\d{0,2}[.,]\d{3}$/u.test(rest)) found.push(Number(rest.replace(/[.,]/u, "")));
    }
    return found.filter(Number.isFinite);
  };

  const judgeNumber = ({ low, high, unit }, answer) => {
    if (!answer.trim()) return { state: "empty" };
    const numbers = readNumbers(answer, unit);
    if (!numbers.length) return { state: "unreadable" };
    // 0.1 + 0.2 must be 0.3: a breath of tolerance for what computers make of decimals.
    const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
    return scored(numbers.some((n) => n >= low - slack && n <= high + slack) ? 1 : 0);
  };

  /** With `partial`: right minus wrong of all that are right, never below 0; else all or nothing. */
  const judgeChoice = ({ right, partial = false }, chosen) => {
    if (!chosen.length) return { state: "empty" };
    const hits = chosen.filter((each) => right.includes(each)).length;
    const whole = hits === right.length && hits === chosen.length;
    const share = partial && right.length ? Math.max(0, (2 * hits - chosen.length) / right.length) : 0;
    return scored(whole ? 1 : share, { missing: hits < right.length });
  };

  /** `blanks` holds the accepted answers of each gap. The score is the share of gaps that are right. */
  const judgeCloze = ({ blanks }, words) => {
    if (!words.some((word) => plain(word))) return { state: "empty" };
    const fits = blanks.map((accepted, place) => accepted.some((each) => plain(each) === plain(words[place] ?? "")));
    return scored(fits.filter(Boolean).length / fits.length, { fits });
  };

  /** `right` and `chosen` hold the number of the right-hand text for each left one; the score is the share of pairs. */
  const judgeMatch = ({ right }, chosen) => {
    if (!chosen.some(Boolean)) return { state: "empty" };
    const fits = right.map((each, place) => each === chosen[place]);
    return scored(fits.filter(Boolean).length / fits.length, { fits });
  };

  /** Who stands right: the longest run of items that are in the right order to each other; the others must move.
      The score is that run's length, less one, of all, less one: one wrong item costs one step, a reversed list has 0. */
  const judgeOrder = ({ right }, given) => {
    const free = right.map((each, place) => [each, place]);
    // Equal texts may stand for each other: the first of them given takes the first place.
    const ranks = given.map((each) => free.splice(free.findIndex(([name]) => name === each), 1)[0]?.[1] ?? -1);
    const length = [];
    const from = [];
    let best = 0;
    ranks.forEach((rank, at) => {
      length[at] = 1;
      from[at] = -1;
      for (let before = 0; before < at; before += 1) {
        if (ranks[before] < rank && length[before] >= length[at]) [length[at], from[at]] = [length[before] + 1, before];
      }
      if (length[at] > length[best]) best = at;
    });
    const fits = given.map(() => false);
    for (let at = best; at >= 0 && given.length; at = from[at]) fits[at] = true;
    const run = fits.filter(Boolean).length;
    return scored(run >= right.length ? 1 : (run - 1) / Math.max(1, right.length - 1), { fits });
  };

  /** Numbers from 0 to 1 that are the same for the same seed and name (mulberry32 over an FNV-1a hash). */
  const randomOf = (seed, name) => {
    let state = seed >>> 0;
    for (const char of name) state = Math.imul(state ^ char.codePointAt(0), 16777619) >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  };

  /** A copy in mixed order, always the same for the same seed and name. `last(item)`: it stays at the end. */
  const shuffled = (items, seed, name, last = () => false) => {
    const random = randomOf(seed, name);
    const mixed = items.filter((item) => !last(item));
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
    }
    return [...mixed, ...items.filter(last)];
  };

  /** The same, but never as `right` has it, unless nothing else is possible. `nameOf` gives what is compared. */
  const mixedUp = (items, seed, name, right, nameOf = (item) => item) => {
    const mixed = shuffled(items, seed, name);
    const isRight = () => mixed.every((item, at) => nameOf(item) === right[at]);
    for (let turn = 1; turn < mixed.length && isRight(); turn += 1) mixed.push(mixed.shift());
    return mixed;
  };

  Object.assign(chapbook, { judgeText, judgeNumber, judgeChoice, judgeCloze, judgeMatch, judgeOrder, readNumbers, shuffled, mixedUp, plainAnswer: plain });
})();
