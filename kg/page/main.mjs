// Wires the data, the drawing and the cards together: one state, shown after every change and kept in the history.

import { nameControls, openHelp } from "./controls.mjs";
import { closeButton, copyText } from "./dom.mjs";
import { createDrawing } from "./draw.mjs";
import { createFinder } from "./finder.mjs";
import { indexGraph, labelOf } from "./graph.mjs";
import { readIsland } from "./island.mjs";
import { keyListener } from "./keys.mjs";
import { legendRows } from "./legend.mjs";
import { addressOf, freeze, idFrom, thaw } from "./memory.mjs";
import { createOverview } from "./overview.mjs";
import { edgePanel, nodePanel, pathPanel } from "./panel.mjs";
import { nodesAlong, shortestPath } from "./paths.mjs";
import { factsAmong, fillTable } from "./table.mjs";
import { paintSharp, takePng, takeSvg } from "./takeaway.mjs";
import { createTimeline } from "./timeline.mjs";
import { isWithin, periodsOf } from "./times.mjs";
import {
  addNode,
  countClasses,
  countHidden,
  egoPlaces,
  expandNode,
  leavesOf,
  nodeTowards,
  removeNodes,
  startPlaces,
  visibleNodes,
} from "./view.mjs";
import { WORDS } from "./words.mjs";

const NOTICE = 2500;
/** Half a label, in pixels: names of nodes at the edge stay within. */
const LABEL = 48;
const LINE = 20;
const ZOOM = 1.3;
const byId = (id) => document.getElementById(id);
const data = await readIsland(byId("data").textContent).catch(tellUnread);
const graph = indexGraph(data);
const classes = countClasses(graph);
const periods = periodsOf(graph);
const dark = matchMedia("(prefers-color-scheme: dark)");

const start = {
  lang: navigator.language.startsWith("zh") ? "zh" : "en",
  theme: null,
  mode: "network",
  places: startPlaces(graph),
  pinned: new Set(),
  off: new Set(),
  time: null,
  timeline: false,
  selected: null,
  edgeLabels: false,
};
let state = start;
let settling = false;
let overview = null;

const drawing = createDrawing(byId("network"), graph, {
  pick: (selected) => step({ selected }),
  expand,
  move: (places) => change({ places: new Map([...state.places, ...Object.entries(places)]) }),
  rest: () => settle(false),
});
const finder = createFinder(graph, data, {
  input: byId("query"),
  box: byId("hits"),
  lang: () => state.lang,
  onChoose(id, from) {
    if (from) showPath(from, id);
    else go(id);
    byId("network").focus();
  },
});
const dated = periods.reduce((sum, { count }) => sum + count, 0);
const timeline = periods.length > 1 && createTimeline(byId("timeline"), periods, graph.actions.size - dated, (time) => change({ time }));

/** A file that was cut off, or a browser without the means to inflate it, is no blank page. */
function tellUnread(error) {
  byId("empty").textContent = `${WORDS.zh.unread} ${WORDS.en.unread}`;
  byId("empty").hidden = false;
  throw error;
}

/** A change within what one sees; going back passes over it. */
function change(part) {
  state = { ...state, ...part };
  showAll();
  remember("replaceState");
}

/** A change to return from by going back. */
function step(part) {
  if (settling) settle(false);
  state = { ...state, ...part };
  showAll();
  remember("pushState");
}

let waiting = 0;
function remember(how) {
  clearTimeout(waiting);
  // Browsers allow so many entries a second: a slider that moves makes one when it rests.
  if (how === "replaceState") waiting = setTimeout(keep, 150, how);
  else keep(how);
}

function keep(how) {
  try {
    history[how](freeze(state), "", addressOf(state.selected) || location.href.split("#")[0]);
  } catch {
    history[how](freeze(state), ""); // a page within a page may not change its address
  }
}

function expand(id) {
  step({ mode: "network", places: expandNode(graph, state.places, id), selected: { node: id } });
}

function collapse(id) {
  step({ places: removeNodes(state.places, leavesOf(graph, state.places, id)) });
}

function hide(id) {
  step({ places: removeNodes(state.places, [id]), selected: null });
}

function pin(id) {
  const pinned = new Set(state.pinned);
  if (!pinned.delete(id)) pinned.add(id);
  change({ pinned });
}

/** Shows a thing alone with its surroundings. */
function ego(id) {
  step({ mode: "network", places: egoPlaces(graph, id), selected: { node: id } });
  drawing.fit(freePart());
}

function showPath(from, to) {
  const path = shortestPath(graph, from, to);
  if (!path?.length) return notify(WORDS[state.lang].noPath);
  const ids = nodesAlong(from, path);
  const places = ids.reduce((grown, id) => addNode(graph, grown, id), state.places);
  step({ mode: "network", places, off: without(state.off, ids), time: null, selected: { path: path.map(({ id }) => id), from } });
  drawing.fit(freePart(), ids);
}

/** Selects a node, brings it in if it is not on the page, and moves there. */
function go(id, how = step) {
  const asked = { ...state, places: addNode(graph, state.places, id), off: without(state.off, [id]), selected: { node: id } };
  how(visibleNodes(graph, asked).includes(id) ? asked : { ...asked, time: null });
  shown().center(id, freePart());
}

const without = (off, ids) => new Set([...off].filter((name) => !ids.some((id) => graph.nodes.get(id).group === name)));

function settle(on) {
  settling = on;
  const places = drawing.settle(on);
  byId("settle").setAttribute("aria-pressed", String(on));
  if (!on) change({ places: new Map([...state.places, ...Object.entries(places)]) });
}

const copy = async (text) => notify(WORDS[state.lang][(await copyText(text)) ? "copied" : "notCopied"]);
const askPath = (id) => finder.askPath(id);
const on = { go, expand, collapse, ego, hide, pin, copy, path: askPath };

let silence = 0;
function notify(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = false;
  clearTimeout(silence);
  silence = setTimeout(() => (byId("notice").hidden = true), NOTICE);
}

/** The part of the window that the cards leave to the drawing. */
function freePart() {
  const [head, panel, bottom] = ["head", "panel", "bottom"].map((id) => byId(id).getBoundingClientRect());
  const wide = innerWidth > 760;
  return {
    left: (wide ? head.right : 0) + LABEL,
    right: (wide && panel.width ? panel.left : innerWidth) - LABEL,
    top: (wide ? 0 : head.bottom) + LINE,
    bottom: (wide || !panel.width ? bottom.top : panel.top) - LINE,
  };
}

function showAll() {
  document.documentElement.dataset.theme = state.theme ?? (dark.matches ? "dark" : "light");
  const visible = visibleNodes(graph, state);
  const far = state.mode === "overview";
  byId("network").hidden = far;
  byId("overview").hidden = !far;
  if (far) showOverview();
  else drawing.show({ ...state, visible });
  showWords(visible.length);
  byId("legend").replaceChildren(...legendRows(graph, classes, state, { toggle, all: () => change({ off: new Set() }) }));
  byId("legend").hidden = classes.length === 0;
  byId("timeline").hidden = !state.timeline;
  if (timeline) timeline.show(state.time, state.lang);
  showPanel();
}

function showOverview() {
  const isShown = (id) => !state.off.has(graph.nodes.get(id).group) && (!graph.actions.has(id) || isWithin(graph.actions.get(id), state.time));
  const first = !overview;
  overview ??= createOverview(byId("overview"), graph, { pick: (selected) => step({ selected }), open: ego });
  overview.show({ ...state, isShown });
  if (first) overview.fit(freePart());
}

function showWords(shown) {
  const words = WORDS[state.lang];
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = words.title;
  byId("head").querySelector("h1").textContent = words.title;
  const actions = graph.actions.size;
  const all = graph.nodes.size;
  byId("summary").textContent = words.summary(graph.articles.size, all - actions, actions);
  finder.speak();
  nameControls(words);
  for (const [id, pressed] of [["edge-labels", state.edgeLabels], ["time", state.timeline], ["show-overview", state.mode === "overview"]]) {
    byId(id).setAttribute("aria-pressed", String(pressed));
  }
  byId("time").hidden = !timeline;
  byId("show-overview").hidden = !graph.communities.length;
  // What the overview has none of.
  for (const id of ["settle", "edge-labels", "export-svg"]) byId(id).hidden = state.mode === "overview";
  const rest = state.places.size < all ? ` · ${state.places === start.places ? words.more : words.rest}` : "";
  const said = state.mode === "overview" ? `${words.overviewSays(overview.count.nodes, all, overview.count.discs)} · ${words.overviewHow}` : words.shown(shown, all) + rest;
  byId("shown").textContent = said;
  byId("shown").hidden = shown === all;
  byId("empty").textContent = words.empty;
  byId("empty").hidden = all > 0;
}

function toggle(name) {
  const off = new Set(state.off);
  if (!off.delete(name)) off.add(name);
  change({ off });
}

function showPanel() {
  const { selected, lang } = state;
  const panel = byId("panel");
  panel.hidden = !selected;
  // For those who do not see which card came up.
  byId("spoken").textContent = selected?.node ? labelOf(graph.nodes.get(selected.node), lang) : "";
  if (!selected) return;
  const close = closeButton(WORDS[lang], () => step({ selected: null }));
  panel.replaceChildren(...[close, ...panelBody(selected, lang)].filter(Boolean));
  panel.scrollTop = 0;
}

function panelBody({ node, edge, path, from }, lang) {
  if (path) return pathPanel(graph, from, path, lang, on);
  if (edge) return edgePanel(graph, edge, lang, on);
  const hidden = countHidden(graph, state.places, node);
  return nodePanel(graph, node, lang, on, { hidden, leaves: leavesOf(graph, state.places, node).size, pinned: state.pinned.has(node) });
}

function showTable() {
  fillTable(byId("table"), graph, factsAmong(graph, visibleNodes(graph, state)), state.lang, go);
  byId("table").showModal();
}

const showHelp = () => openHelp(byId("help"), WORDS[state.lang]);

function showExports(open) {
  byId("exports").hidden = !open;
  byId("show-export").setAttribute("aria-expanded", String(open));
}

const title = () => WORDS[state.lang].title;
const exportSvg = () => takeSvg(title(), drawing.scene());
const exportPng = () => takePng(title(), state.mode === "overview" ? byId("overview") : paintSharp(drawing.scene()));

const shown = () => (state.mode === "overview" ? overview : drawing);
const showMode = () => step({ mode: state.mode === "overview" ? "network" : "overview" });
const showEdgeLabels = () => change({ edgeLabels: !state.edgeLabels });
const KEYS = {
  "/": () => finder.focus(),
  f: () => shown().fit(freePart()),
  l: showEdgeLabels,
  o: () => graph.communities.length && showMode(),
  t: showTable,
  "?": showHelp,
  "+": () => shown().zoom(ZOOM),
  "=": () => shown().zoom(ZOOM),
  "-": () => shown().zoom(1 / ZOOM),
};
const NODE_KEYS = { Enter: expand, c: collapse, e: ego, p: askPath, h: hide, k: pin };

/** Closes what was opened last. */
function closeLast() {
  if (!byId("exports").hidden) showExports(false);
  else if (state.selected) step({ selected: null });
}

/** Selects the node that lies next in a direction. */
function moveTowards(direction) {
  const ids = visibleNodes(graph, state);
  const places = new Map(ids.map((id) => [id, state.places.get(id)]));
  const from = state.selected?.node;
  const next = places.has(from) ? nodeTowards(places, from, direction) : ids[0];
  if (!next) return;
  change({ selected: { node: next } });
  drawing.center(next, freePart());
}

/** What an entry of the history, or an address, shows. */
function restore(frozen) {
  const id = idFrom(location.hash);
  if (frozen) {
    state = thaw(graph, frozen, start);
    showAll();
  } else if (graph.nodes.has(id)) {
    go(id, change);
  }
}

const CLICKS = {
  back: () => history.back(),
  forward: () => history.forward(),
  fit: () => shown().fit(freePart()),
  restart: () => {
    step({ ...start, lang: state.lang, theme: state.theme });
    drawing.fit(freePart());
  },
  settle: () => settle(!settling),
  "edge-labels": showEdgeLabels,
  time: () => change({ timeline: !state.timeline, time: state.timeline ? null : state.time }),
  "show-overview": showMode,
  "show-table": showTable,
  "show-export": () => showExports(byId("exports").hidden),
  "export-svg": exportSvg,
  "export-png": exportPng,
  print: () => window.print(),
  language: () => change({ lang: state.lang === "zh" ? "en" : "zh" }),
  theme: () => change({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" }),
  "show-help": showHelp,
};
for (const [id, act] of Object.entries(CLICKS)) byId(id).addEventListener("click", act);
byId("exports").addEventListener("click", () => showExports(false));
document.addEventListener("keydown", keyListener({ anywhere: KEYS, atNode: NODE_KEYS, node: () => state.selected?.node, escape: closeLast, walk: moveTowards, drawing: byId("network") }));
addEventListener("popstate", ({ state: frozen }) => restore(frozen));
dark.addEventListener("change", showAll);
// Paper is white.
addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  drawing.show({ ...state, visible: visibleNodes(graph, state) });
});
addEventListener("afterprint", showAll);

showAll();
drawing.fit(freePart());
restore(history.state);
keep("replaceState");
// For the console, and for those who drive the page.
globalThis.zhkg = { graph, drawing, overview: () => overview, state: () => state };
