// The facts of what is shown as a table: for those who cannot see the drawing, and for print.

import { button, closeButton, element } from "./dom.mjs";
import { evidenceOf, labelOf, participantsOf, termOf } from "./graph.mjs";
import { ROLES } from "./ties.mjs";
import { WORDS, sayDate, sayItem } from "./words.mjs";

const ROWS_AT_ONCE = 100;

/** The facts whose things are all among the nodes given, memberships before actions. */
export function factsAmong(graph, ids) {
  const shown = new Set(ids);
  const isShown = (id) => shown.has(id) || !graph.nodes.has(id);
  const memberships = [...graph.memberships.values()].filter((fact) => participantsOf(fact).every(isShown));
  return [...memberships, ...[...graph.actions.values()].filter(({ id }) => shown.has(id))];
}

/** A fact in the words of its table row. */
export function factRow(graph, fact, lang) {
  const words = WORDS[lang];
  const name = (id) => graph.entities.get(id)?.name ?? id;
  const [first] = evidenceOf(graph, fact);
  const article = first?.article;
  const source = [article?.title || article?.source, article?.date && sayDate(article.date, lang)].filter(Boolean).join(" · ");
  const said = { confidence: `${Math.round(fact.confidence * 100)}%`, sentence: first?.sentence.text ?? "", source };
  if (fact.person) {
    const post = [fact.organization && name(fact.organization), fact.title ? name(fact.title) : words.noPost];
    return { kind: termOf(graph, "memberOf", lang), fact: [name(fact.person), ...post].filter(Boolean).join(" · "), date: "", status: "", ...said };
  }
  const roles = ROLES.filter(([field]) => fact[field]?.length).map(([field, role]) => `${termOf(graph, role, lang)} ${fact[field].map(name).join(words.separator)}`);
  const goods = (fact.items ?? []).map((item) => sayItem(item, lang));
  return {
    kind: termOf(graph, fact.cls, lang),
    fact: [...roles, ...goods].join(" · "),
    date: fact.date ? sayDate(fact.date, lang) : "",
    status: termOf(graph, fact.status, lang),
    ...said,
  };
}

/** Fills a dialog with the table of those facts; `go(id)` is called with the thing of a row that was chosen. */
export function fillTable(dialog, graph, facts, lang, go) {
  const words = WORDS[lang];
  const body = element("tbody", {});
  const said = element("p", { class: "names", role: "status" });
  const more = button({ class: "grow", onclick: showMore });
  const close = closeButton(words, () => dialog.close());
  const head = element("thead", {}, element("tr", {}, words.columns.map((name) => element("th", { scope: "col" }, name))));
  const row = (fact) => {
    const { kind, fact: text, date, status, confidence, sentence, source } = factRow(graph, fact, lang);
    const thing = graph.nodes.has(fact.id) ? fact.id : fact.person;
    const open = button({ class: "link", onclick: () => (dialog.close(), go(thing)) }, text || labelOf(graph.nodes.get(thing), lang));
    const cells = [kind, open, date, status, confidence, element("span", { lang: "zh" }, sentence), source];
    return element("tr", {}, cells.map((cell) => element("td", {}, cell)));
  };
  function showMore() {
    const begin = body.children.length;
    body.append(...facts.slice(begin, begin + ROWS_AT_ONCE).map(row));
    said.textContent = words.facts(body.children.length, facts.length);
    more.textContent = words.further(facts.length - body.children.length);
    more.hidden = body.children.length >= facts.length;
  }
  showMore();
  const title = element("h2", { id: "table-title" }, words.tableTitle);
  dialog.replaceChildren(close, title, said, element("table", { "aria-labelledby": "table-title" }, head, body), more);
}
