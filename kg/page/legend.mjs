// The legend: classes of things and kinds of actions with their counts, each a switch.

import { button, classIcon, element } from "./dom.mjs";
import { termOf } from "./graph.mjs";
import { WORDS, sayNumber } from "./words.mjs";

/** The legend's elements for `classes`, {name, count}; `off` are those switched off, `toggle(name)` and `all()` act. */
export function legendRows(graph, classes, { off, lang }, { toggle, all }) {
  const words = WORDS[lang];
  const actions = new Set([...graph.actions.values()].map(({ cls }) => cls));
  const row = ({ name, count }) =>
    button(
      { "aria-pressed": String(!off.has(name)), "data-class": name, onclick: () => toggle(name) },
      classIcon(graph.hints[name]),
      element("span", {}, termOf(graph, name, lang)),
      element("span", { class: "count" }, sayNumber(count)),
    );
  const group = (title, rows) => (rows.length ? [element("h2", {}, title), ...rows.map(row)] : []);
  return [
    ...group(words.things, classes.filter(({ name }) => !actions.has(name))),
    ...group(words.actions, classes.filter(({ name }) => actions.has(name))),
    ...(off.size ? [button({ class: "all", onclick: all }, words.everything)] : []),
  ];
}
