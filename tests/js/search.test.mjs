import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./script.mjs";

const { search } = load(["search-core.js"]);
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
