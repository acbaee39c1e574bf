// The card beside the drawing: what is known of a thing, an edge or a path, with its sentences.

import { button, classIcon, element } from "./dom.mjs";
import {
  degreeOf,
  evidenceOf,
  factOf,
  factsOf,
  iriOf,
  labelOf,
  namesOf,
  participantsOf,
  queryOf,
  termOf,
} from "./graph.mjs";
import { nodesAlong } from "./paths.mjs";
import { markNames } from "./text.mjs";
import { ROLES } from "./ties.mjs";
import { WORDS, sayDate, sayItem, sayNumber } from "./words.mjs";

/** So many facts of a kind are shown at once. */
const FACTS_AT_ONCE = 40;

/**
 * The panel of a node. `on` has what its buttons do, each with an id: `go`, `expand`, `collapse`, `ego`, `path`,
 * `pin`, `hide`, and `copy(text)`. `view` says how it stands: `hidden`, how many neighbours are not on the page,
 * `leaves`, how many hang on it alone, and `pinned`.
 */
export function nodePanel(graph, id, lang, on, view) {
  const words = WORDS[lang];
  const node = graph.nodes.get(id);
  const [, ...others] = namesOf(graph, id);
  const facts = factsOf(graph, id);
  const page = { graph, lang, words, on, id };
  const isAction = graph.actions.has(id);
  const isPerson = node.group === "Person";
  return [
    panelHead(page, node.group, labelOf(node, lang)),
    others.length ? element("p", { class: "names" }, `${words.also} `, others.join(words.separator)) : null,
    element("p", { class: "names" }, words.counts(degreeOf(graph, id), countArticles(graph, facts))),
    nodeButtons(page, view),
    factSection(page, isPerson ? words.posts : words.members, facts.memberships, membershipCard),
    factSection(page, isAction ? null : words.actions, facts.actions, actionCard),
    factSection(page, words.ties, facts.ties, tieCard),
  ];
}

/** The panel of an edge: the fact behind it. */
export function edgePanel(graph, id, lang, on) {
  const words = WORDS[lang];
  const edge = graph.edges.get(id);
  const page = { graph, lang, words, on };
  const from = graph.nodes.get(edge.from);
  const fact = factOf(graph, edge);
  const copies = fact ? element("p", { class: "chips" }, copyButtons(page, fact.id)) : null;
  return [panelHead(page, from.group, labelOf(edge, lang)), copies, element("section", {}, edgeCard(page, edge))];
}

/** The panel of a path: from thing to thing, each step with its fact. */
export function pathPanel(graph, from, path, lang, on) {
  const words = WORDS[lang];
  const edges = path.map((id) => graph.edges.get(id));
  const ids = nodesAlong(from, edges);
  const [first, last] = [ids[0], ids.at(-1)].map((id) => labelOf(graph.nodes.get(id), lang));
  const page = { graph, lang, words, on };
  const steps = edges.map((edge, place) => {
    const there = edge.from === ids[place];
    const name = element("span", { class: "by" }, there ? `— ${labelOf(edge, lang)} →` : `← ${labelOf(edge, lang)} —`);
    // Both edges of an action stand on one fact: it is told with the first.
    const told = edge.fact && edges[place - 1]?.fact === edge.fact;
    return element("li", {}, element("p", { class: "said" }, links(page, [ids[place]]), name, links(page, [ids[place + 1]])), told ? null : edgeCard(page, edge));
  });
  const head = element("div", { class: "panel-head" }, element("p", { class: "kind" }, words.path), element("h2", {}, `${first} → ${last}`));
  return [head, element("p", { class: "names" }, words.steps(edges.length)), element("ol", { class: "steps" }, steps)];
}

function panelHead({ graph, lang }, group, title) {
  const kind = element("p", { class: "kind" }, classIcon(graph.hints[group]), element("span", {}, termOf(graph, group, lang)));
  return element("div", { class: "panel-head" }, kind, element("h2", {}, title));
}

function nodeButtons(page, { hidden, leaves, pinned }) {
  const { words, on, id } = page;
  const chip = (name, word, attributes = {}) => button({ class: "chip", "data-do": name, onclick: () => on[name](id), ...attributes }, word);
  return element(
    "p",
    { class: "chips" },
    hidden ? chip("expand", words.expand(hidden)) : null,
    leaves ? chip("collapse", words.collapse(leaves)) : null,
    chip("ego", words.ego),
    chip("path", words.pathTo),
    chip("pin", words.pin, { "aria-pressed": String(pinned) }),
    chip("hide", words.hide),
    copyButtons(page, id),
  );
}

function copyButtons({ graph, words, on }, id) {
  return [
    button({ class: "chip", "data-do": "copy-iri", onclick: () => on.copy(iriOf(graph, id)) }, words.copyIri),
    button({ class: "chip", "data-do": "copy-query", onclick: () => on.copy(queryOf(graph, id)) }, words.copyQuery),
  ];
}

function countArticles(graph, { memberships, actions }) {
  const evidence = [...memberships, ...actions].flatMap((fact) => evidenceOf(graph, fact));
  return new Set(evidence.map(({ sentence }) => sentence.article)).size;
}

function factSection(page, title, facts, card) {
  if (!facts.length) return null;
  const count = element("span", { class: "count" }, String(facts.length));
  const section = element("section", {}, title ? element("h3", {}, title, count) : null);
  const showMore = (from) => {
    section.append(...facts.slice(from, from + FACTS_AT_ONCE).map((fact) => card(page, fact)));
    const left = facts.length - from - FACTS_AT_ONCE;
    if (left <= 0) return;
    const grow = button({ class: "grow", onclick: () => (grow.remove(), showMore(from + FACTS_AT_ONCE)) }, page.words.further(left));
    section.append(grow);
  };
  showMore(0);
  return section;
}

function edgeCard(page, edge) {
  const fact = factOf(page.graph, edge);
  if (!fact) return tieCard(page, edge);
  return page.graph.memberships.has(fact.id) ? membershipCard(page, fact) : actionCard(page, fact);
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

function links({ graph, lang, on }, ids) {
  return ids.map((id) => {
    const node = graph.nodes.get(id);
    if (!node) return element("span", {}, graph.entities.get(id)?.name ?? id);
    return button({ class: "link", onclick: () => on.go(id) }, classIcon(graph.hints[node.group]), labelOf(node, lang));
  });
}
