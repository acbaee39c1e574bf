// The cards beside the drawing: search hits, legend, and what is known of a thing with its sentences.

import {
  ROLES,
  evidenceOf,
  factOf,
  factsOf,
  labelOf,
  namesOf,
  participantsOf,
  termOf,
} from "./graph.mjs";
import { markNames } from "./text.mjs";
import { WORDS, sayDate, sayItem, sayNumber } from "./words.mjs";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10h-10z",
  diamond: "M8 1.5l6.5 6.5-6.5 6.5-6.5-6.5z",
  triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14l6.5-11.5h-13z",
  star: "M8 1l2.1 4.7 5 .5-3.8 3.4 1.1 5-4.4-2.6-4.4 2.6 1.1-5-3.8-3.4 5-.5z",
  hexagon: "M4.5 2h7l3.5 6-3.5 6h-7l-3.5-6z",
};

/** An element with its attributes and children; strings become text, never markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** The sign of a class as it is drawn. */
export function classIcon(hint) {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[hint.shape] ?? SHAPES.dot);
  path.setAttribute("fill", hint.colour);
  icon.append(path);
  return icon;
}

/** The panel of a node. `go` is called with the id of a neighbour that was chosen. */
export function nodePanel(graph, id, lang, go) {
  const words = WORDS[lang];
  const node = graph.nodes.get(id);
  const [, ...others] = namesOf(graph, id);
  const facts = factsOf(graph, id);
  const page = { graph, lang, words, go, id };
  const isAction = graph.actions.has(id);
  const isPerson = node.group === "Person";
  return [
    panelHead(page, node.group, labelOf(node, lang)),
    others.length ? element("p", { class: "names" }, `${words.also} `, others.join(words.separator)) : null,
    factSection(isPerson ? words.posts : words.members, facts.memberships, (fact) => membershipCard(page, fact)),
    factSection(isAction ? null : words.actions, facts.actions, (fact) => actionCard(page, fact)),
    factSection(words.ties, facts.ties, (edge) => tieCard(page, edge)),
  ];
}

/** The panel of an edge: the fact behind it. */
export function edgePanel(graph, id, lang, go) {
  const words = WORDS[lang];
  const edge = graph.edges.get(id);
  const page = { graph, lang, words, go };
  const fact = factOf(graph, edge);
  const card = fact
    ? graph.memberships.has(fact.id) ? membershipCard(page, fact) : actionCard(page, fact)
    : tieCard(page, edge);
  const from = graph.nodes.get(edge.from);
  return [panelHead(page, from.group, labelOf(edge, lang)), element("section", {}, card)];
}

function panelHead({ graph, lang }, group, title) {
  const kind = element("p", { class: "kind" }, classIcon(graph.hints[group]), element("span", {}, termOf(graph, group, lang)));
  return element("div", { class: "panel-head" }, kind, element("h2", {}, title));
}

function factSection(title, facts, card) {
  if (!facts.length) return null;
  const count = element("span", { class: "count" }, String(facts.length));
  return element("section", {}, title ? element("h3", {}, title, count) : null, facts.map(card));
}

function membershipCard(page, fact) {
  const { graph, words } = page;
  const title = graph.entities.get(fact.title)?.name ?? words.noPost;
  const others = [fact.person, fact.organization].filter((id) => id && id !== page.id);
  return factCard(page, fact, element("p", { class: "said" }, element("strong", {}, title), links(page, others)));
}

function actionCard(page, fact) {
  const { graph, lang, words } = page;
  const status = element("span", { class: `status ${fact.status === "Realised" ? "" : "open"}` }, termOf(graph, fact.status, lang));
  const head = element("p", { class: "said" }, classIcon(graph.hints[fact.cls]), element("strong", {}, termOf(graph, fact.cls, lang)), status);
  const about = fact.approximate ? words.about : "";
  const rows = [
    ...ROLES.map(([field, role]) => [termOf(graph, role, lang), links(page, fact[field] ?? [])]),
    [words.goods, (fact.items ?? []).map((item) => sayItem(item, lang)).join(words.separator)],
    [words.amount, fact.amount && `${about}${sayNumber(fact.amount)} ${fact.currency ?? ""}`],
    [words.date, fact.date && sayDate(fact.date, lang)],
  ].filter(([, value]) => value?.length);
  const list = rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return factCard(page, fact, head, element("dl", {}, list));
}

function tieCard(page, edge) {
  const { lang, words } = page;
  const ends = [edge.from, edge.to].filter((id) => id !== page.id);
  const said = element("p", { class: "said" }, element("strong", {}, labelOf(edge, lang)), links(page, ends));
  return element("article", { class: "fact" }, said, element("p", { class: "unstated" }, words.unstated));
}

function factCard(page, fact, ...said) {
  const { graph, words } = page;
  const percent = Math.round(fact.confidence * 100);
  const meter = element("meter", { min: 0, max: 100, value: percent, "aria-label": words.confidence });
  const confidence = element("p", { class: "confidence" }, `${words.confidence} ${percent}%`, meter);
  const quotes = evidenceOf(graph, fact).map((evidence) => quotation(page, fact, evidence));
  return element("article", { class: "fact" }, said, quotes, confidence);
}

function quotation({ graph, lang, id }, fact, { sentence, article }) {
  const others = participantsOf(fact).filter((other) => other !== id);
  const groups = [
    { kind: "self", names: id ? namesOf(graph, id) : [] },
    { kind: "other", names: others.flatMap((other) => namesOf(graph, other)) },
    { kind: "trigger", names: [fact.trigger] },
  ];
  const pieces = markNames(sentence.text, groups).map(({ text, kind }) => (kind ? element("mark", { class: kind }, text) : text));
  const source = [article?.title, article?.date && sayDate(article.date, lang), article?.source].filter(Boolean);
  return element("figure", {}, element("blockquote", { lang: "zh" }, pieces), element("figcaption", {}, source.join(" · ")));
}

function links({ graph, lang, go }, ids) {
  return ids.map((id) => {
    const node = graph.nodes.get(id);
    if (!node) return element("span", {}, graph.entities.get(id)?.name ?? id);
    const click = () => go(id);
    return element("button", { type: "button", class: "link", onclick: click }, classIcon(graph.hints[node.group]), labelOf(node, lang));
  });
}
