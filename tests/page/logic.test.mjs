// The logic of the page without a browser: `node --test tests/page/`.

import assert from "node:assert/strict";
import { test } from "node:test";

import { evidenceOf, factsOf, indexGraph, iriOf, labelOf, neighboursOf, queryOf, termOf } from "../../kg/page/graph.mjs";
import { thinLabels } from "../../kg/page/labels.mjs";
import { searchIndex, searchNames } from "../../kg/page/search.mjs";
import { markNames, shorten } from "../../kg/page/text.mjs";
import { addNode, boundsOf, countClasses, egoPlaces, expandNode, fitInto, hiddenNeighbours, leavesOf, nodeTowards, removeNodes, startPlaces, visibleNodes } from "../../kg/page/view.mjs";
import { addressOf, freeze, idFrom, thaw } from "../../kg/page/memory.mjs";
import { nodesAlong, shortestPath } from "../../kg/page/paths.mjs";
import { readIsland } from "../../kg/page/island.mjs";
import { sceneSvg } from "../../kg/page/scene.mjs";
import { factRow, factsAmong } from "../../kg/page/table.mjs";
import { isWithin, nodesWithin, periodsOf } from "../../kg/page/times.mjs";
import { layOutCommunities } from "../../kg/page/overview.mjs";
import { WORDS, sayDate, sayItem, sayNumber } from "../../kg/page/words.mjs";

const DATA = {
  hints: {
    Person: { zh: "人物", en: "person" },
    Donation: { zh: "捐赠", en: "donation" },
    Realised: { zh: "已实现", en: "realised" },
    memberOf: { zh: "任职于", en: "member of" },
    agent: { zh: "行动者", en: "agent" },
    recipient: { zh: "接受者", en: "recipient" },
    possiblySameAs: { zh: "可能相同", en: "possibly same as" },
  },
  options: {},
  base: "https://example.org/",
  namespace: "https://w3id.org/zhkg/ontology#",
  communities: [{ nodes: [0, 1, 3, 2], x: 10, y: 20, radius: 30 }],
  places: [
    [0, 0, 0],
    [1, 100, 0],
  ],
  entities: [
    { id: "person/a", cls: "Person", name: "闻若溪" },
    { id: "organization/b", cls: "Hospital", name: "云屏市第二人民医院", aliases: ["市二院"] },
    { id: "organization/c", cls: "Hospital", name: "青柳县中心医院", same: ["organization/b"] },
    { id: "title/t", cls: "Title", name: "院长" },
  ],
  memberships: [{ id: "membership/1", person: "person/a", organization: "organization/b", title: "title/t", evidence: ["sentence/1"], confidence: 0.9 }],
  actions: [{ id: "action/d", cls: "Donation", what: "·消毒液40桶", status: "Realised", trigger: "捐赠", agents: ["organization/b"], recipients: ["organization/c"], date: "2020-02", evidence: ["sentence/1", "sentence/missing"], confidence: 0.8 }],
  sentences: [{ id: "sentence/1", article: "article/1", text: "市二院向青柳县中心医院捐赠消毒液40桶。" }],
  articles: [{ id: "article/1", source: "a.txt", title: "题" }],
};
const graph = indexGraph(DATA);
const spelling = {
  forms: { 雲: "云", 醫: "医", 縣: "县" },
  sounds: { 云: "yun", 屏: "ping bing", 市: "shi fu", 第: "di", 二: "er", 人: "ren", 民: "min", 医: "yi", 院: "yuan", 闻: "wen", 若: "ruo re", 溪: "xi", 青: "qing", 柳: "liu", 县: "xian xuan", 中: "zhong", 心: "xin" },
};
const entries = searchIndex(graph, spelling);
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
  assert.deepEqual(hiddenNeighbours(graph, start, "organization/b"), ["organization/c", "action/d"]);
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
  assert.deepEqual(visibleNodes(graph, { places: startPlaces(graph), off: new Set(["Person"]), time: null }), ["organization/b"]);
  assert.deepEqual([...neighboursOf(graph, "action/d")], ["organization/b", "organization/c"]);
});

test("a box fits into the free part, and not closer than is readable", () => {
  const box = boundsOf([{ x: 0, y: 0 }, { x: 1000, y: 100 }]);
  assert.ok(box.left < 0 && box.right > 1000);
  const { scale, position } = fitInto(box, { left: 0, right: 540, top: 0, bottom: 900 });
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
  assert.equal(WORDS.en.summary(1, 2000, 1), "1 article · 2,000 things · 1 action");
  assert.equal(WORDS.en.counts(1, 2), "1 link · 2 articles");
});

test("search finds Traditional characters, initials, whole sounds and a mixture, names before sounds", () => {
  assert.deepEqual(found("雲屏市第二人民醫院"), ["organization/b"]);
  assert.deepEqual(found("青柳縣"), ["organization/c"]);
  assert.deepEqual(found("wrx"), ["person/a"]);
  assert.deepEqual(found("yunping"), ["organization/b"]);
  assert.deepEqual(found("ypsderrm"), ["organization/b"], "er is a whole sound, m an initial");
  assert.deepEqual(found("yp市dermyy"), ["organization/b"]);
  assert.deepEqual(found("bing"), ["organization/b"], "another reading of 屏");
  assert.deepEqual(found("wrxy"), []);
  assert.deepEqual(found("zxyy"), ["organization/c"], "from the middle");
});

test("the island is read as it was deflated", async () => {
  const { deflateSync } = await import("node:zlib");
  const letters = deflateSync(JSON.stringify({ name: "云屏<" })).toString("base64");
  assert.deepEqual(await readIsland(letters), { name: "云屏<" });
});

test("the rows of a table may stand in several lines of the island", async () => {
  const { deflateSync } = await import("node:zlib");
  const line = (data) => deflateSync(JSON.stringify(data)).toString("base64");
  const lines = [[["a"], ["b"]], [["c"]], []].map((rows) => line({ articles: { columns: ["id"], rows } }));
  assert.deepEqual(await readIsland(`${lines.join("\n")}\n`), { articles: [{ id: "a" }, { id: "b" }, { id: "c" }] });
});

test("a table of the island is objects that lack what is empty", async () => {
  const { deflateSync } = await import("node:zlib");
  const rows = [["action/a", [], null, [{ name: "口罩", value: null, approximate: false }]], ["action/b", ["x"], "", []]];
  const letters = deflateSync(JSON.stringify({ actions: { columns: ["id", "agents", "date", "items"], rows } })).toString("base64");
  assert.deepEqual(await readIsland(letters), {
    actions: [
      { id: "action/a", items: [{ name: "口罩", approximate: false }] },
      { id: "action/b", agents: ["x"], date: "" },
    ],
  });
});

test("the ties of two nodes are together, and those that begin at one; what is no node is tied to nothing", () => {
  const post = (person, organization, id) => ({ id, person, organization });
  const memberships = [post("p/2", "o/1", "m/1"), post("p/1", "o/1", "m/2"), post("p/1", "o/2", "m/3"), post("p/1", "o/1", "m/4"), post("p/3", "o/1", "m/5")];
  const entities = ["o/1", "o/2", "p/1", "p/2"].map((id) => ({ id, cls: "Person", name: id }));
  const small = indexGraph({ ...DATA, entities, memberships, actions: [], places: [], communities: [] });
  assert.deepEqual([...small.edges.values()].map(({ fact }) => fact), ["m/2", "m/4", "m/3", "m/1"]);
});

test("edges that no title names are called as their role, in both languages", () => {
  const [post, agent] = ["memberOf", "agent"].map((role) => [...graph.edges.values()].find((edge) => edge.role === role));
  assert.deepEqual([labelOf(post, "zh"), labelOf(post, "en")], ["院长", "院长"]);
  assert.deepEqual([labelOf(agent, "zh"), labelOf(agent, "en")], ["行动者", "agent"]);
  assert.deepEqual([agent.from, agent.to], ["action/d", "organization/b"]);
});

test("the shortest path goes along facts, and along a guess only where nothing else leads there", () => {
  const path = shortestPath(graph, "person/a", "organization/c");
  assert.deepEqual(path.map(({ role }) => role), ["memberOf", "agent", "recipient"]);
  assert.deepEqual(nodesAlong("person/a", path), ["person/a", "organization/b", "action/d", "organization/c"]);
  assert.deepEqual(shortestPath(graph, "person/a", "person/a"), []);
  const guess = indexGraph({ ...DATA, memberships: [], actions: [], places: [], communities: [] });
  assert.deepEqual(shortestPath(guess, "organization/b", "organization/c").map(({ role }) => role), ["possiblySameAs"]);
  assert.equal(shortestPath(guess, "organization/b", "person/a"), null);
});

test("collapsing takes what hangs on a node alone, with the actions between", () => {
  const all = expandNode(graph, startPlaces(graph), "organization/b");
  assert.deepEqual([...leavesOf(graph, all, "person/a")], []);
  assert.deepEqual([...leavesOf(graph, all, "organization/b")], ["person/a"]);
  const without = removeNodes(all, ["organization/c"]);
  assert.deepEqual([...leavesOf(graph, without, "organization/b")].sort(), ["action/d", "person/a"]);
  assert.equal(all.size, 4, "places are not changed in place");
});

test("the surroundings of a thing are its neighbours and who took part in its actions", () => {
  assert.deepEqual([...egoPlaces(graph, "organization/b").keys()].sort(), ["action/d", "organization/b", "organization/c", "person/a"]);
  assert.deepEqual(egoPlaces(graph, "organization/b").get("organization/b"), { x: 0, y: 0 });
});

test("an arrow key leads to the nearest node that way", () => {
  const places = new Map([["a", { x: 0, y: 0 }], ["b", { x: 50, y: 10 }], ["c", { x: 20, y: 90 }], ["d", { x: 200, y: 0 }]]);
  assert.equal(nodeTowards(places, "a", { dx: 1, dy: 0 }), "b");
  assert.equal(nodeTowards(places, "a", { dx: 0, dy: 1 }), "c");
  assert.equal(nodeTowards(places, "a", { dx: -1, dy: 0 }), null);
});

test("a state survives being frozen, without what a later graph has lost", () => {
  const start = { places: new Map(), pinned: new Set(), off: new Set(), time: null, selected: null, lang: "zh" };
  const state = { ...start, places: startPlaces(graph), pinned: new Set(["person/a"]), off: new Set(["Work"]), selected: { node: "person/a" } };
  const copy = JSON.parse(JSON.stringify(freeze(state)));
  assert.deepEqual(thaw(graph, copy, start), state);
  const poorer = indexGraph({ ...DATA, entities: [{ id: "person/z", cls: "Person", name: "佘" }], memberships: [], actions: [], places: [], communities: [] });
  assert.deepEqual(thaw(poorer, copy, start), { ...start, off: new Set(["Work"]) });
});

test("an address names a thing, and a broken one nothing", () => {
  assert.equal(idFrom(addressOf({ node: "person/闻若溪" })), "person/闻若溪");
  assert.match(addressOf({ node: "person/闻" }), /^#id=person\/%/);
  assert.equal(addressOf({ edge: "edge/1" }), "");
  assert.deepEqual(["#id=%E4%", "#x", ""].map(idFrom), [null, null, null]);
});

test("periods are days where they are few, else months, else years; a date without a year is none", () => {
  const dated = (dates) => ({ actions: new Map(dates.map((date, number) => [number, { date }])) });
  assert.deepEqual(periodsOf(dated(["2020-02-05", "2020-02-05", "--02-06", undefined, "2020"])), [{ name: "2020", count: 1 }, { name: "2020-02-05", count: 2 }]);
  const days = Array.from({ length: 200 }, (_, number) => new Date(Date.UTC(2020, 0, 1 + number)).toISOString().slice(0, 10));
  assert.deepEqual(periodsOf(dated(days)).map(({ name }) => name), ["2020-01", "2020-02", "2020-03", "2020-04", "2020-05", "2020-06", "2020-07"]);
});

test("an action is within a time that its date touches", () => {
  const time = { from: "2020-02-05", to: "2020-03", undated: false };
  const within = (date) => isWithin({ date }, time);
  assert.deepEqual(["2020-02-04", "2020-02-05", "2020-02", "2020", "2020-03-31", "2020-04", "2019", "--02-05", undefined].map(within), [false, true, true, true, true, false, false, false, false]);
  assert.ok(isWithin({}, { ...time, undated: true }));
  assert.ok(isWithin({ date: "1999" }, null));
});

test("a time leaves out its other actions and the things that only they held", () => {
  const ids = ["organization/b", "action/d", "organization/c"];
  const late = { from: "2021", to: "2022", undated: true };
  assert.deepEqual(nodesWithin(graph, ids, { from: "2020", to: "2020", undated: false }), ids);
  assert.deepEqual(nodesWithin(graph, ["person/a", ...ids], late), ["person/a", "organization/b", "organization/c"]);
  assert.deepEqual(nodesWithin(graph, ["action/d", "organization/b"], late), []);
  assert.deepEqual(nodesWithin(graph, ["organization/c"], late), ["organization/c"], "what stood alone stays");
});

test("facts are a table as well", () => {
  const facts = factsAmong(graph, [...graph.nodes.keys()]);
  assert.deepEqual(facts.map(({ id }) => id), ["membership/1", "action/d"]);
  assert.deepEqual(factsAmong(graph, ["person/a"]), []);
  assert.equal(factRow(graph, facts[0], "zh").fact, "闻若溪 · 云屏市第二人民医院 · 院长");
  const { kind, fact, date, status, confidence, sentence, source } = factRow(graph, facts[1], "en");
  assert.deepEqual([kind, fact, date, status, confidence, source], ["donation", "agent 云屏市第二人民医院 · recipient 青柳县中心医院", "2020-02", "realised", "80%", "题"]);
  assert.ok(sentence.includes("捐赠"));
  const untitled = indexGraph({ ...structuredClone(DATA), articles: [{ id: "article/1", source: "a.txt" }] });
  assert.equal(factRow(untitled, untitled.actions.get("action/d"), "en").source, "a.txt");
});

test("a drawing is written as SVG in which names stay text", () => {
  const attack = "<img src=x onerror='fired()'>&\"\u0000";
  const svg = sceneSvg({
    width: 10,
    height: 10,
    paper: "#fff",
    lines: [{ from: { x: 0, y: 0 }, over: { x: 1, y: 1 }, to: { x: 2, y: 2 }, colour: "#000", width: 1, dashed: true, opacity: 1 }],
    marks: [{ x: 5, y: 5, size: 8, path: "M0 0h16v16h-16z", fill: "#abc", border: "#000", borderWidth: 1, opacity: 1 }],
    texts: [{ x: 5, y: 5, text: attack, size: 12, weight: 500, colour: "#000" }],
  });
  assert.ok(!svg.includes("<img") && svg.includes("&#60;img"));
  assert.ok(!svg.includes("\u0000"));
  assert.match(svg, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
});

test("a community is called by its chief organization", () => {
  const { discs, places, inner, ties } = layOutCommunities(graph);
  assert.deepEqual(discs.map(({ chief }) => chief), ["organization/b"]);
  assert.deepEqual(places.get("person/a"), { x: 10, y: 20 });
  assert.equal(inner.length, 4);
  assert.deepEqual(ties, []);
});

test("a query asks for what is said of a thing or of a fact", () => {
  assert.equal(iriOf(graph, "person/a"), "https://example.org/person/a");
  assert.match(queryOf(graph, "person/a"), /\?fact \?role <https:\/\/example.org\/person\/a>/);
  assert.match(queryOf(graph, "action/d"), /<https:\/\/example.org\/action\/d> \?property \?value/);
});

test("of boxes for one thing the first that has room is kept", () => {
  const box = (id, left, of) => ({ id, left, top: 0, width: 10, height: 10, size: 1, of });
  assert.deepEqual(thinLabels([box("a", 0), box("b", 5, "x"), box("c", 20, "x"), box("d", 40, "x")]).map(({ id }) => id), ["a", "c"]);
});
