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

  /** `{state, wrong}`: `wrong` is the number (from 1) of the expected wrong answer that was given, else 0. */
  const judgeText = ({ accept, pattern, wrong }, answer) => {
    const given = plain(answer);
    if (!given) return { state: "empty" };
    const trimmed = answer.trim().replace(/\s+/gu, " ");
    if (accept.some((each) => plain(each) === given) || (pattern && matches(pattern, trimmed))) return { state: "right", wrong: 0 };
    return { state: "wrong", wrong: wrong.findIndex((each) => plain(each) === given) + 1 };
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
    return { state: numbers.some((n) => n >= low - slack && n <= high + slack) ? "right" : "wrong" };
  };

  const judgeChoice = ({ right }, chosen) => {
    if (!chosen.length) return { state: "empty" };
    const same = chosen.length === right.length && right.every((each) => chosen.includes(each));
    return { state: same ? "right" : "wrong", missing: right.some((each) => !chosen.includes(each)) };
  };

  Object.assign(chapbook, { judgeText, judgeNumber, judgeChoice, readNumbers });
})();
