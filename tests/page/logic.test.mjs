// The logic of the page without a browser: `node --test tests/page/`.

import assert from "node:assert/strict";
import { test } from "node:test";

import { evidenceOf, factsOf, indexGraph, labelOf, neighboursOf, termOf } from "../../kg/page/graph.mjs";
import { thinLabels } from "../../kg/page/labels.mjs";
import { searchEntries, searchNames } from "../../kg/page/search.mjs";
import { markNames, shorten } from "../../kg/page/text.mjs";
import { addNode, boundsOf, countClasses, expandNode, fitInto, hiddenNeighbours, startPlaces, visibleNodes } from "../../kg/page/view.mjs";
import { WORDS, sayDate, sayItem, sayNumber } from "../../kg/page/words.mjs";

const graph = indexGraph({
  hints: { Person: { zh: "人物", en: "person" } },
  options: {},
  nodes: [
    { id: "person/a", group: "Person", label: "闻若溪", x: 0, y: 0 },
    { id: "organization/b", group: "Hospital", label: "云屏市第二人民医院", x: 100, y: 0 },
    { id: "organization/c", group: "Hospital", label: "青柳县中心医院" },
    { id: "action/d", group: "Donation", label: "捐赠·消毒液40桶", en: "donation·消毒液40桶" },
  ],
  edges: [
    { from: "person/a", to: "organization/b", role: "memberOf", label: "院长", fact: "membership/1" },
    { from: "action/d", to: "organization/b", role: "agent", label: "行动者", en: "agent", fact: "action/d" },
    { from: "action/d", to: "organization/c", role: "recipient", label: "接受者", en: "recipient", fact: "action/d" },
    { from: "organization/c", to: "organization/b", role: "possiblySameAs", label: "可能相同" },
  ],
  entities: [
    { id: "person/a", cls: "Person", name: "闻若溪" },
    { id: "organization/b", cls: "Hospital", name: "云屏市第二人民医院", aliases: ["市二院"] },
    { id: "organization/c", cls: "Hospital", name: "青柳县中心医院" },
  ],
  memberships: [{ id: "membership/1", person: "person/a", organization: "organization/b", evidence: ["sentence/1"], confidence: 0.9 }],
  actions: [{ id: "action/d", cls: "Donation", status: "Realised", trigger: "捐赠", agents: ["organization/b"], recipients: ["organization/c"], evidence: ["sentence/1", "sentence/missing"], confidence: 0.8 }],
  sentences: [{ id: "sentence/1", article: "article/1", text: "市二院向青柳县中心医院捐赠消毒液40桶。" }],
  articles: [{ id: "article/1", source: "a.txt", title: "题" }],
});
const entries = searchEntries(graph);
const found = (query, limit = 9) => searchNames(entries, query, limit).map(({ id }) => id);

test("search finds by label, other name, full-width and scattered characters", () => {
  assert.deepEqual(found("闻若溪"), ["person/a"]);
  assert.deepEqual(searchNames(entries, "市二院", 1), [{ id: "organization/b", name: "市二院" }]);
  assert.deepEqual(found("云屏医院"), ["organization/b"]);
  assert.deepEqual(found("４０ 桶"), ["action/d"]);
  assert.deepEqual(found("DONATION"), ["action/d"]);
  assert.deepEqual(found("没有"), []);
  assert.deepEqual(found("  "), []);
});

test("search puts the same before the beginning before the inside, then the better connected", () => {
  assert.deepEqual(found("医院"), ["organization/b", "organization/c"]);
  assert.deepEqual(found("青柳县中心医院")[0], "organization/c");
  assert.equal(found("医院", 1).length, 1);
});

test("marks prefer the longest name and leave every character in place", () => {
  const text = "市二院院长闻若溪说，市二院";
  const pieces = markNames(text, [
    { kind: "self", names: ["市二院"] },
    { kind: "other", names: ["二院", "闻若溪", ""] },
    { kind: "trigger", names: [undefined] },
  ]);
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
  assert.deepEqual(
    pieces.filter(({ kind }) => kind),
    [
      { text: "市二院", kind: "self" },
      { text: "闻若溪", kind: "other" },
      { text: "市二院", kind: "self" },
    ],
  );
});

test("facts of a thing: its posts, actions and ties", () => {
  const facts = factsOf(graph, "organization/b");
  assert.deepEqual(facts.memberships.map(({ id }) => id), ["membership/1"]);
  assert.deepEqual(facts.actions.map(({ id }) => id), ["action/d"]);
  assert.deepEqual(facts.ties.map(({ role }) => role), ["possiblySameAs"]);
  assert.deepEqual(factsOf(graph, "person/a").actions, []);
  assert.deepEqual(factsOf(graph, "action/d").actions.map(({ id }) => id), ["action/d"]);
});

test("evidence comes with its article", () => {
  const [evidence, ...rest] = evidenceOf(graph, graph.actions.get("action/d"));
  assert.equal(evidence.sentence.text, "市二院向青柳县中心医院捐赠消毒液40桶。");
  assert.equal(evidence.article.title, "题");
  assert.deepEqual(rest, []);
});

test("labels and terms in both languages", () => {
  assert.equal(labelOf(graph.nodes.get("action/d"), "en"), "donation·消毒液40桶");
  assert.equal(labelOf(graph.nodes.get("person/a"), "en"), "闻若溪");
  assert.equal(termOf(graph, "Person", "en"), "person");
  assert.equal(termOf(graph, "Unknown", "zh"), "Unknown");
});

test("the start is what the build placed; the rest is added beside its neighbours, never on a node", () => {
  const start = startPlaces(graph);
  assert.deepEqual([...start.keys()], ["person/a", "organization/b"]);
  assert.deepEqual(hiddenNeighbours(graph, start, "organization/b"), ["action/d", "organization/c"]);
  const grown = expandNode(graph, start, "organization/b");
  assert.deepEqual(hiddenNeighbours(graph, grown, "organization/b"), []);
  const places = [...grown.values()];
  for (const one of places)
    for (const other of places)
      assert.ok(one === other || Math.hypot(one.x - other.x, one.y - other.y) > 50);
  assert.equal(start.size, 2, "places are not changed in place");
  assert.equal(addNode(graph, start, "person/a"), start);
  assert.ok(addNode(graph, new Map(), "organization/c").has("organization/c"));
});

test("the legend counts classes and switches them off", () => {
  assert.deepEqual(countClasses(graph)[0], { name: "Hospital", count: 2 });
  assert.deepEqual(visibleNodes(graph, startPlaces(graph), new Set(["Person"])), ["organization/b"]);
  assert.deepEqual([...neighboursOf(graph, "action/d")], ["organization/b", "organization/c"]);
});

test("a box fits into the free part, and not closer than is readable", () => {
  const box = boundsOf([{ x: 0, y: 0 }, { x: 1000, y: 100 }]);
  assert.ok(box.left < 0 && box.right > 1000);
  const { scale, position } = fitInto(box, { left: 0, right: 580, top: 0, bottom: 900 });
  assert.equal(scale, 0.5);
  assert.deepEqual(position, { x: 500, y: 50 });
  assert.ok(fitInto(boundsOf([{ x: 0, y: 0 }]), { left: 0, right: 5000, top: 0, bottom: 5000 }).scale < 2);
});

test("labels that overlap one before them, or a node as large as theirs, are left out", () => {
  const box = (id, left, size = 1) => ({ id, left, top: 0, width: 10, height: 10, size });
  const ids = (boxes) => boxes.map(({ id }) => id);
  assert.deepEqual(ids(thinLabels([box("a", 0), box("b", 5), box("c", 10)])), ["a", "c"]);
  assert.deepEqual(ids(thinLabels([box("a", 0), box("b", 20)], [box("b", 0), box("b", 20)])), ["b"]);
  assert.deepEqual(ids(thinLabels([box("a", 0, 5)], [box("b", 0, 4)])), ["a"]);
});

test("dates, numbers and goods as one says them", () => {
  assert.deepEqual(["2020-02-05", "2020-02", "2020", "--02-05"].map((date) => sayDate(date, "zh")), ["2020年2月5日", "2020年2月", "2020年", "2月5日"]);
  assert.equal(sayDate("--02-05", "en"), "02-05");
  assert.equal(sayDate("不明", "zh"), "不明");
  assert.deepEqual(["694046", "1234567.50", "300"].map(sayNumber), ["694,046", "1,234,567.50", "300"]);
  assert.equal(sayItem({ name: "防护服", value: "3000", unit: "套", approximate: true }, "zh"), "防护服 约3,000 套");
  assert.equal(sayItem({ name: "口罩" }, "en"), "口罩");
});

test("text is shortened by characters", () => {
  assert.equal(shorten("云屏市第二人民医院", 5), "云屏市第…");
  assert.equal(shorten("𠮷𠮷", 2), "𠮷𠮷");
});

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(WORDS.zh), Object.keys(WORDS.en));
});
