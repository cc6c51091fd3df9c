/* In which modules the words of a query stand: reads the shards that `search_shards.py` makes; the law stands there.
   Needs `search-core.js`. No DOM here. */
"use strict";
(() => {
  const chapbook = (globalThis.chapbook ??= {});
  const LONGEST = 32;
  const FEW = 5;
  /** What a place is worth by its weight: said once, said often, in a heading, in the module's title. */
  const WORTH = [1, 2, 4, 8];
  const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, at) => [digit, at]));

  /** FNV-1a of the code points, its upper half folded over its lower. */
  const hash = (text) => {
    let value = 0x811c9dc5;
    for (const sign of text) value = Math.imul(value ^ sign.codePointAt(0), 0x01000193);
    return (value ^ (value >>> 16)) >>> 0;
  };

  /** The folder of a module below the site's root, from the address of its page: `imported/ana/cups/`. */
  const folderOf = (url) => url.replace(/[^/]*$/u, "");

  const codeOf = (url) => hash(decodeURIComponent(folderOf(url)).replace(/\/$/u, "")) & 0xffff;

  /** The words of a query, each with the file of its shard. A word with fewer letters than the files go by is looked for
      as it is, not as a beginning; the last of several is left out while it is so short, since it is being typed. */
  const wanted = (query, { folder, letters, shards }) => {
    const words = chapbook.search.terms(query).map(({ text, run }) => {
      const signs = [...text].slice(0, LONGEST);
      const start = signs.slice(0, run ? 1 : letters).join("");
      const exact = shards > 1 && !run && signs.length < letters;
      return { text: signs.join(""), run, file: `${folder}${(hash(start) % shards).toString(16)}.js`, exact };
    });
    if (words.length > 1 && words.at(-1).exact && !/\s$/u.test(query)) words.pop();
    return words;
  };

  const places = (digits) => {
    const found = [];
    let [last, step, shift] = [0, 0, 0];
    for (const digit of digits) {
      const each = DIGITS.get(digit);
      step |= (each & 31) << shift;
      shift += 5;
      if (each > 31) continue;
      found.push((last += step));
      step = shift = 0;
    }
    return found;
  };

  /** The codes of the modules that have the word, with what it is worth there. */
  const having = (word, index, shard) => {
    const best = new Map();
    const add = (code, worth) => best.set(code, Math.max(worth, best.get(code) ?? 0));
    for (const line of shard.split("\n")) {
      if (!line.startsWith(word.text)) continue;
      const [text, digits] = line.split(" ");
      const whole = text === word.text;
      if (!word.exact || whole) for (const place of places(digits)) add(place >> 2, WORTH[place & 3] * (whole ? 1.5 : 1));
    }
    if (word.exact)
      for (const [code, pages] of index.codes)
        if (pages.some((page) => chapbook.search.weight((page.folded ??= chapbook.search.fold(page[1])), word))) add(code, WORTH[3]);
    return best;
  };

  const codes = (pages) => {
    const found = new Map();
    for (const page of pages) {
      const code = codeOf(page[0]);
      found.set(code, [...(found.get(code) ?? []), page]);
    }
    return found;
  };

  /** The modules that have the words, best first: {url, title, all}. Those that lack some follow only where few have all.
      `shardOf` gives what stands in a file of `wanted`. */
  const modules = (index, words, shardOf) => {
    index.codes ??= codes(index.pages);
    const found = new Map();
    for (const word of words) {
      const best = having(word, index, shardOf(word.file));
      const rare = Math.log(1 + index.pages.length / best.size);
      for (const [code, worth] of best)
        for (const page of index.codes.get(code) ?? []) {
          const module = found.get(page) ?? { url: page[0], title: page[1], held: 0, score: 0 };
          module.held++;
          module.score += worth * rare;
          found.set(page, module);
        }
    }
    const sorted = [...found.values()].sort((one, other) => other.held - one.held || other.score - one.score);
    const least = sorted[FEW - 1]?.held ?? 1;
    return sorted.filter((each) => each.held >= least).map(({ url, title, held }) => ({ url, title, all: held === words.length }));
  };

  chapbook.everywhere = { codeOf, folderOf, modules, wanted };
})();
