/* Search without a page: fold words, find, rank, cut snippets. Loaded with the first index. No DOM here. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  /** Accents of Latin, Greek, Cyrillic; points of Hebrew; vowel signs and the lengthening stroke of Arabic. */
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/gu;
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه" };
  const OTHERS = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
  /** Scripts that write words without blanks (Thai, Lao, Burmese, Khmer, Chinese, Japanese): there a part of a run is a
      word as well as any. The signs are those of `search_words.py`, which makes the shards. */
  const RUN =
    "\\u0e01-\\u0e3a\\u0e40-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u19e0-\\u19ff\\u2e80-\\u2fd5\\u3005\\u3007\\u3021-\\u3029\\u3038-\\u303b" +
    "\\u3041-\\u3096\\u3099\\u309a\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
    "\\ua9e0-\\ua9fe\\uaa60-\\uaa7f\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORDS = new RegExp(`[${RUN}]+|(?:(?![${RUN}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
  const IS_RUN = new RegExp(`^[${RUN}]`, "u");
  const IN_WORD = new RegExp(`(?![${RUN}])[\\p{L}\\p{N}\\p{M}]`, "u");

  const fold = (text) => text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().replace(OTHERS, (letter) => LETTERS[letter]);

  /** The terms of a query: {text, run}. A run of more than two signs becomes its pairs, all of which are needed. */
  const terms = (query) => {
    const found = new Map();
    for (const word of fold(query).match(WORDS) ?? []) {
      if (!IS_RUN.test(word)) found.set(word, { text: word, run: false });
      else {
        const signs = [...word];
        for (let at = 0; at < Math.max(1, signs.length - 1); at++) {
          const pair = signs.slice(at, at + 2).join("");
          found.set(pair, { text: pair, run: true });
        }
      }
    }
    return [...found.values()];
  };

  /** Where a term stands in folded text from `from` on: at the start of a word, or anywhere for a run; -1 if nowhere. */
  const place = (text, term, from = 0) => {
    let at = text.indexOf(term.text, from);
    while (at > 0 && !term.run && IN_WORD.test(text[at - 1])) at = text.indexOf(term.text, at + 1);
    return at;
  };

  /** 0: not there, 2: a word begins with it, 3: it is a whole word. */
  const weight = (text, term) => {
    let best = 0;
    for (let at = place(text, term); at >= 0 && best < 3; at = place(text, term, at + 1)) {
      const next = text[at + term.text.length];
      best = term.run || next === undefined || !IN_WORD.test(next) ? 3 : 2;
    }
    return best;
  };

  /** What can be found of an index: an entry for each page (its first) and each heading. */
  const entries = (index) =>
    index.pages.flatMap(([url, title, sections]) =>
      sections.map(([anchor, heading, text, keys = ""], at) => ({ url: anchor ? `${url}#${anchor}` : url, title, heading, text, keys, first: !at })),
    );

  const folded = (entry) =>
    (entry.folded ??= { title: fold(entry.title), heading: fold(`${entry.heading} ${entry.keys}`), text: fold(entry.text) });

  /** The entries that hold all terms, best first: title before heading before text, whole word before beginning.
      With `some`, those that hold a part of the terms too, after those that hold more. */
  const rank = (all, query, some = false) => {
    const wanted = terms(query);
    if (!wanted.length) return [];
    const whole = fold(query).trim();
    const found = [];
    for (const entry of all) {
      const { title, heading, text } = folded(entry);
      let score = 0;
      let held = 0;
      let own = entry.first;
      for (const term of wanted) {
        const [inTitle, inHeading, inText] = [weight(title, term), weight(heading, term), weight(text, term)];
        own ||= inHeading + inText > 0;
        const best = Math.max(inTitle * (entry.first ? 100 : 0.5), inHeading * 10, inText);
        score += best;
        held += best > 0;
      }
      if (!held || !own || (held < wanted.length && !some)) continue;
      if (wanted.length > 1) score += text.includes(whole) + 10 * heading.includes(whole) + (entry.first ? 100 : 0) * title.includes(whole);
      found.push({ entry, held, score });
    }
    return found.sort((one, other) => other.held - one.held || other.score - one.score).map((each) => each.entry);
  };

  /** The folded text with, for each of its units, where it comes from. */
  const traced = (text) => {
    const from = [];
    let out = "";
    let at = 0;
    for (const sign of text) {
      const piece = sign < "\u0080" ? sign.toLowerCase() : fold(sign);
      for (let unit = 0; unit < piece.length; unit++) from.push(at);
      out += piece;
      at += sign.length;
    }
    from.push(at);
    return { out, from };
  };

  /** All places of the terms in the text, as [start, end] in its own units, in order and joined where they touch. */
  const places = (text, wanted) => {
    const { out, from } = traced(text);
    const found = [];
    for (const term of wanted)
      for (let at = place(out, term); at >= 0; at = place(out, term, at + 1)) {
        let end = at + term.text.length;
        while (end < from.length - 1 && from[end] === from[end - 1]) end++;
        found.push([from[at], from[end]]);
      }
    found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const joined = [];
    for (const [start, end] of found) {
      const last = joined.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
    }
    return joined;
  };

  /** Cut the text around its best place: parts {text, hit} that show it, about `length` units long. */
  const snippet = (text, query, length = Infinity) => {
    const all = places(text, terms(query));
    const close = (start) => all.filter((each) => each[0] >= start && each[1] <= start + length * 0.7).length;
    let best = all[0]?.[0] ?? 0;
    for (const [start] of all) if (length < text.length && close(start) > close(best)) best = start;
    let start = length < text.length ? Math.max(0, best - Math.round(length / 4)) : 0;
    if (start) start = Math.min(best, blank(text, start, 20));
    let end = Math.min(text.length, start + length);
    if (end < text.length) {
      const before = text.lastIndexOf(" ", end);
      end = before > Math.max(start, end - 20) ? before : whole(text, end);
    }
    const parts = [];
    const add = (from, to, hit) => to > from && parts.push({ text: text.slice(from, to), hit });
    let at = start;
    for (const [from, to] of all) {
      if (from < start || to > end) continue;
      add(at, from, false);
      add(from, to, true);
      at = to;
    }
    add(at, end, false);
    if (start) parts.unshift({ text: "… ", hit: false });
    if (end < text.length) parts.push({ text: " …", hit: false });
    return parts;
  };

  /** A place that does not tear a sign of two units apart. */
  const whole = (text, at) => (/[\udc00-\udfff]/.test(text[at]) ? at + 1 : at);

  /** The first place after a blank, at most `reach` units on; else where we are. */
  const blank = (text, at, reach) => {
    const next = text.indexOf(" ", at - 1) + 1;
    if (next && next <= at + reach) return next;
    return whole(text, at);
  };

  chapbook.search = { fold, terms, weight, entries, rank, snippet };
})();
