// Wires the data, the drawing and the cards together: one state, shown after every change.

import { createDrawing } from "./draw.mjs";
import { indexGraph, labelOf, termOf } from "./graph.mjs";
import { classIcon, edgePanel, element, nodePanel } from "./panel.mjs";
import { searchEntries, searchNames } from "./search.mjs";
import { addNode, countClasses, expandNode, hiddenNeighbours, startPlaces, visibleNodes } from "./view.mjs";
import { WORDS } from "./words.mjs";

const HITS = 12;
const byId = (id) => document.getElementById(id);
const graph = indexGraph(JSON.parse(byId("data").textContent));
const entries = searchEntries(graph);
const classes = countClasses(graph);

let state = {
  lang: navigator.language.startsWith("zh") ? "zh" : "en",
  places: startPlaces(graph),
  off: new Set(),
  selected: null,
  edgeLabels: false,
};
let hits = [];
let active = 0;

const drawing = createDrawing(byId("network"), graph, {
  pick: (selected) => change({ selected }),
  expand,
  move: (places) => change({ places: new Map([...state.places, ...Object.entries(places)]) }),
});

function change(part) {
  state = { ...state, ...part };
  showAll();
}

function expand(id) {
  change({ places: expandNode(graph, state.places, id), selected: { node: id } });
}

/** Selects a node, brings it in if it is not on the page, and moves there. */
function go(id) {
  const off = new Set(state.off);
  off.delete(graph.nodes.get(id).group);
  change({ off, places: addNode(graph, state.places, id), selected: { node: id } });
  drawing.center(id, freePart());
}

/** The part of the window that the cards leave to the drawing. */
function freePart() {
  const [head, panel, tools] = ["head", "panel", "tools"].map((id) => byId(id).getBoundingClientRect());
  const wide = innerWidth > 760;
  return {
    left: wide ? head.right : 0,
    right: wide && panel.width ? panel.left : innerWidth,
    top: wide ? 0 : head.bottom,
    bottom: wide || !panel.width ? tools.top : panel.top,
  };
}

function showAll() {
  const visible = visibleNodes(graph, state.places, state.off);
  drawing.show({ ...state, visible });
  showWords(visible.length);
  showLegend();
  showPanel();
}

function showWords(shown) {
  const words = WORDS[state.lang];
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = words.title;
  byId("network").setAttribute("aria-label", words.title);
  byId("head").querySelector("h1").textContent = words.title;
  const actions = graph.actions.size;
  byId("summary").textContent = words.summary(graph.articles.size, graph.nodes.size - actions, actions);
  byId("query").placeholder = words.search;
  byId("query").setAttribute("aria-label", words.search);
  for (const [id, word] of [["fit", "fit"], ["edge-labels", "edgeLabels"], ["theme", "theme"], ["language", "language"]]) {
    byId(id).textContent = words[word];
  }
  byId("edge-labels").setAttribute("aria-pressed", state.edgeLabels);
  const all = graph.nodes.size;
  byId("shown").textContent = words.shown(shown, all) + (state.places.size < all ? ` · ${words.more}` : "");
  byId("shown").hidden = shown === all;
  byId("empty").textContent = words.empty;
  byId("empty").hidden = all > 0;
}

function showLegend() {
  const words = WORDS[state.lang];
  const isAction = new Set([...graph.actions.values()].map(({ cls }) => cls));
  const row = ({ name, count }) =>
    element(
      "button",
      { type: "button", "aria-pressed": String(!state.off.has(name)), "data-class": name, onclick: () => toggle(name) },
      classIcon(graph.hints[name]),
      element("span", {}, termOf(graph, name, state.lang)),
      element("span", { class: "count" }, String(count)),
    );
  const group = (title, rows) => (rows.length ? [element("h2", {}, title), ...rows.map(row)] : []);
  const all = element("button", { type: "button", class: "all", onclick: () => change({ off: new Set() }) }, words.everything);
  byId("legend").replaceChildren(
    ...group(words.things, classes.filter(({ name }) => !isAction.has(name))),
    ...group(words.actions, classes.filter(({ name }) => isAction.has(name))),
    ...(state.off.size ? [all] : []),
  );
  byId("legend").hidden = classes.length === 0;
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
  if (!selected) return;
  const words = WORDS[lang];
  const close = element("button", { type: "button", class: "close", "aria-label": words.close, onclick: () => change({ selected: null }) }, "×");
  const more = selected.node ? hiddenNeighbours(graph, state.places, selected.node).length : 0;
  const grow = more ? element("button", { type: "button", class: "grow", onclick: () => expand(selected.node) }, words.expand(more)) : null;
  const body = selected.node ? nodePanel(graph, selected.node, lang, go) : edgePanel(graph, selected.edge, lang, go);
  panel.replaceChildren(...[close, ...body, grow].filter(Boolean));
  panel.scrollTop = 0;
}

function showHits() {
  const list = byId("hits");
  const { lang } = state;
  const empty = byId("query").value.trim() === "";
  list.hidden = empty;
  byId("query").setAttribute("aria-expanded", String(!empty));
  byId("query").setAttribute("aria-activedescendant", hits.length ? `hit-${active}` : "");
  const row = ({ id, name }, number) => {
    const node = graph.nodes.get(id);
    const label = labelOf(node, lang);
    return element(
      "li",
      { id: `hit-${number}`, role: "option", "aria-selected": String(number === active), onmousedown: (event) => choose(event, id) },
      classIcon(graph.hints[node.group]),
      element("span", {}, label),
      element("small", {}, name === label ? termOf(graph, node.group, lang) : name),
    );
  };
  list.replaceChildren(...(hits.length ? hits.map(row) : [element("li", { class: "none" }, WORDS[lang].nothing)]));
  byId(`hit-${active}`)?.scrollIntoView({ block: "nearest" });
}

function choose(event, id) {
  event.preventDefault();
  byId("query").value = "";
  byId("query").blur();
  hits = [];
  showHits();
  go(id);
}

function find() {
  hits = searchNames(entries, byId("query").value, HITS);
  active = 0;
  showHits();
}

byId("query").addEventListener("input", find);
byId("query").addEventListener("blur", () => (byId("hits").hidden = true));
byId("query").addEventListener("focus", find);
byId("query").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.length) {
    event.preventDefault();
    active = (active + step + hits.length) % hits.length;
    showHits();
  } else if (event.key === "Enter" && hits[active] && !event.isComposing) {
    choose(event, hits[active].id);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target !== byId("query")) {
    event.preventDefault();
    byId("query").focus();
  } else if (event.key === "Escape") {
    if (event.target === byId("query")) {
      byId("query").value = "";
      byId("query").blur();
    } else {
      change({ selected: null });
    }
  }
});
byId("fit").addEventListener("click", () => drawing.fit(freePart()));
byId("edge-labels").addEventListener("click", () => change({ edgeLabels: !state.edgeLabels }));
byId("language").addEventListener("click", () => change({ lang: state.lang === "zh" ? "en" : "zh" }));
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  showAll();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showAll);

showAll();
drawing.fit(freePart());
// For the console, and for those who drive the page.
globalThis.zhkg = { graph, drawing };
