import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

const { search, everywhere } = load(["search-core.js", "search-words.js"]);
const { entries, fold, rank, snippet, terms } = search;

const INDEX = {
  pages: [
    ["", "About tea", [["", "", "What there is to know about tea.", "tea, cups"]]],
    ["lessons/why/", "Why", [["", "", "Patience is a virtue."], ["pot", "The teapot", "Clay keeps the heat."]]],
    ["lessons/how/", "How to steep", [["", "", "Pour and wait."], ["steep", "Steep", "Three minutes of patience. Café crème, Łódź, Straße."]]],
    ["lessons/ja/", "お茶", [["", "", "日本語の練習をする。SQL入門もあります。"]]],
  ],
};
const found = (query) => plain(rank(entries(INDEX), query)).map((entry) => entry.url);
const shown = (text, query, length) => snippet(text, query, length).map((part) => (part.hit ? `[${part.text}]` : part.text)).join("");

test("accents and case are folded, in many scripts", () => {
  assert.equal(fold("Crème BRÛLÉE"), "creme brulee");
  assert.equal(fold("Straße Łódź Ærø İstanbul"), "strasse lodz aero istanbul");
  assert.equal(fold("ΟΔΟΣ"), fold("οδός"));
  assert.equal(fold("الْعَرَبِيَّة"), fold("العربيه"));
  assert.equal(fold("ＡＢＣ"), "abc");
  assert.equal(fold("हिन्दी"), "हिन्दी".normalize("NFKD"));
});

test("a query becomes words; runs without blanks become pairs", () => {
  const words = (query) => plain(terms(query)).map((term) => term.text);
  assert.deepEqual(words("  Tea, tea & cups! "), ["tea", "cups"]);
  assert.deepEqual(words("日本語"), ["日本", "本語"]);
  assert.deepEqual(words("SQL入門"), ["sql", "入門"]);
  assert.deepEqual(words("茶"), ["茶"]);
  assert.deepEqual(words("𠮷野家"), ["𠮷野", "野家"]);
  assert.deepEqual(words("?! …"), []);
});

test("words are found by their beginning, never in the middle", () => {
  assert.deepEqual(found("pati"), ["lessons/why/", "lessons/how/#steep"]);
  assert.deepEqual(found("tience"), []);
  assert.deepEqual(found("creme lodz strasse"), ["lessons/how/#steep"]);
  assert.deepEqual(found(""), []);
});

test("all words are needed; those of the title count for its parts too", () => {
  assert.deepEqual(found("patience minutes"), ["lessons/how/#steep"]);
  assert.deepEqual(found("patience sand"), []);
  assert.deepEqual(found("why clay"), ["lessons/why/#pot"]);
});

test("title before heading before text, whole words before beginnings", () => {
  assert.deepEqual(found("tea"), ["", "lessons/why/#pot"]);
  assert.deepEqual(found("steep"), ["lessons/how/", "lessons/how/#steep"]);
  assert.deepEqual(found("why"), ["lessons/why/"]);
  const both = { pages: [["a", "Teacups", [["", "", "x"]]], ["b", "Tea", [["", "", "x"]]]] };
  assert.deepEqual(plain(rank(entries(both), "tea")).map((entry) => entry.url), ["b", "a"]);
  const phrase = { pages: [["a", "x", [["", "", "wait and pour"]]], ["b", "x", [["", "", "we pour and wait"]]]] };
  assert.deepEqual(plain(rank(entries(phrase), "pour and")).map((entry) => entry.url), ["b", "a"]);
});

test("tags find their module like headings", () => {
  assert.deepEqual(found("cups"), [""]);
});

test("Japanese, Chinese and Thai are found without blanks", () => {
  assert.deepEqual(found("練習"), ["lessons/ja/"]);
  assert.deepEqual(found("日本語の練習"), ["lessons/ja/"]);
  assert.deepEqual(found("入門"), ["lessons/ja/"]);
  assert.deepEqual(found("習練"), []);
  const thai = { pages: [["t", "x", [["", "", "ฉันชอบดื่มชาร้อน"]]]] };
  assert.equal(rank(entries(thai), "ดื่มชา").length, 1);
});

test("a snippet shows the words as they are written, marked", () => {
  assert.equal(shown("Café crème on Łódź", "creme caf"), "[Caf]é [crème] on Łódź");
  assert.equal(shown("Die Straße hier", "strass"), "Die [Straß]e hier");
  assert.equal(shown("cafe\u0301 noir", "cafe"), "[cafe\u0301] noir");
  assert.equal(shown("日本語の練習", "日本語"), "[日本語]の練習");
  assert.equal(shown("<b>tea</b> & tea", "tea"), "<b>[tea]</b> & [tea]");
  assert.equal(shown("nothing here", "tea"), "nothing here");
});

test("a snippet is cut around the place where most words stand", () => {
  const text = `tea first. ${"Some other words. ".repeat(30)}Then tea with patience at last. ${"And more of it. ".repeat(30)}`;
  const cut = shown(text, "tea patience", 80);
  assert.match(cut, /^… .*\[tea\] with \[patience\] at last\..* …$/u);
  assert.ok(cut.length < 100, cut);
  const long = shown("茶".repeat(300) + "道具", "道具", 80);
  assert.ok(long.includes("[道具]") && long.length < 95, long);
  const wide = snippet("𠮷".repeat(300), "x", 81).map((part) => part.text).join("");
  assert.ok(wide.isWellFormed?.() ?? true);
});

test("one among a thousand modules", () => {
  const pages = Array.from({ length: 1000 }, (_, at) => [`m${at}/`, `Module ${at}`, [["", "", `${"word ".repeat(60)} number${at}`]]]);
  assert.deepEqual(plain(rank(entries({ pages }), "number77")).map((entry) => entry.url).slice(0, 1), ["m77/"]);
});

test("with `some`, what holds more words comes before what holds fewer", () => {
  const some = (query) => plain(rank(entries(INDEX), query, true)).map((entry) => entry.url);
  assert.deepEqual(some("patience clay minutes"), ["lessons/how/#steep", "lessons/why/", "lessons/why/#pot"]);
  assert.deepEqual(found("patience clay minutes"), []);
  assert.deepEqual(some("zzz"), []);
});

// The values stand in `tests/unit/site/test_search_shards.py` too, which holds the one who writes shards to them.
const SITE = {
  pages: [["tea/", "About tea", []], ["imported/ana/cups/index.html", "Cups & mugs", []], ["m155/", "Twin", []], ["m829/", "Other twin", []]],
  words: { folder: "search/words/2/", letters: 3, shards: 128 },
};
const sited = () => structuredClone(SITE);
const words = (query, layout = SITE.words) => plain(everywhere.wanted(query, layout));
const titles = (query, shards) => plain(everywhere.modules(sited(), words(query), () => `\n${shards.join("\n")}\n`)).map((each) => each.title);

test("the code of a module is that of its key, however its page is called", () => {
  assert.equal(everywhere.codeOf("tea/"), 21032);
  assert.equal(everywhere.codeOf("tea/index.html"), 21032);
  assert.equal(everywhere.codeOf("imported/ana/cups/index.html"), 61238);
  assert.equal(everywhere.codeOf("m155/"), everywhere.codeOf("m829/"));
});

test("the file of a word hangs on its first letters, on the first sign where there are no blanks", () => {
  const files = (query) => words(query).map((word) => word.file);
  assert.deepEqual(files("contract Control"), ["search/words/2/46.js", "search/words/2/46.js"]);
  assert.deepEqual(files("日本"), ["search/words/2/7a.js"]);
  assert.deepEqual(words("x".repeat(50))[0].text, "x".repeat(32));
});

test("a word shorter than the files go by is looked for as it is, and not while it may go on", () => {
  const exact = (query) => words(query).map((word) => `${word.text}${word.exact ? "!" : ""}`);
  assert.deepEqual(exact("ux"), ["ux!"]);
  assert.deepEqual(exact("tea ux"), ["tea"]);
  assert.deepEqual(exact("tea ux "), ["tea", "ux!"]);
  assert.deepEqual(exact("ux tea"), ["ux!", "tea"]);
  assert.deepEqual(exact("茶"), ["茶"]);
  assert.deepEqual(words("ux", { ...SITE.words, shards: 1 })[0].exact, false);
});

test("modules are found by whole words and beginnings, by weight", () => {
  assert.deepEqual(titles("clay", ["clay glyC7h9E"]), ["Cups & mugs", "About tea"]);
  assert.deepEqual(titles("cla", ["clay glyC", "class 7mvH"]), ["Cups & mugs", "About tea"]);
  assert.deepEqual(titles("clay", ["clays glyC", "clax 7mvH"]), ["About tea"]);
  assert.deepEqual(titles("cl", ["clay glyC"]), []);
  assert.deepEqual(titles("cup", ["xx glyC"]), []);
  assert.deepEqual(titles("mu", ["xx glyC"]), ["Cups & mugs"]);
});

test("two modules with one code are both given", () => {
  const code = everywhere.codeOf("m155/") * 4;
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let written = "";
  let left = code;
  for (; left > 31; left >>= 5) written += digits[(left & 31) | 32];
  assert.deepEqual(titles("clay", [`clay ${written}${digits[left]}A`]), ["Twin", "Other twin"]);
});

test("modules with all words come first; those with fewer only where few have all", () => {
  const ask = (query, lines) => plain(everywhere.modules(sited(), words(query), () => lines)).map((each) => [each.title, each.all]);
  assert.deepEqual(ask("clay pot", "\nclay glyC7h9E\npot glyC\n"), [["About tea", true], ["Cups & mugs", false]]);
});
