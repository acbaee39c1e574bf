// The search box with its suggestions, used by keyboard alone or by mouse.

import { classIcon, element } from "./dom.mjs";
import { labelOf, termOf } from "./graph.mjs";
import { searchIndex, searchNames } from "./search.mjs";
import { WORDS } from "./words.mjs";

const HITS = 12;

/**
 * The search box: `input` and the list `box`. `lang()` gives the language, `onChoose(id, from)` is called with what
 * was chosen and, where a path was asked for, the id it begins at.
 */
export function createFinder(graph, data, { input, box, lang, onChoose }) {
  let index = null;
  let hits = [];
  let active = 0;
  let from = null;

  function find() {
    // Made when it is first needed: the page is drawn before.
    index ??= searchIndex(graph, data);
    hits = searchNames(index, input.value, HITS);
    active = 0;
    show();
  }

  function show() {
    const empty = input.value.trim() === "";
    box.hidden = empty;
    input.setAttribute("aria-expanded", String(!empty));
    input.setAttribute("aria-activedescendant", hits.length ? `hit-${active}` : "");
    const nothing = element("li", { class: "none", role: "option", "aria-disabled": "true" }, WORDS[lang()].nothing);
    box.replaceChildren(...(hits.length ? hits.map(row) : [nothing]));
    document.getElementById(`hit-${active}`)?.scrollIntoView({ block: "nearest" });
  }

  function row({ id, name }, number) {
    const node = graph.nodes.get(id);
    const label = labelOf(node, lang());
    return element(
      "li",
      { id: `hit-${number}`, role: "option", "aria-selected": String(number === active), onmousedown: (event) => choose(event, id) },
      classIcon(graph.hints[node.group]),
      element("span", {}, label),
      element("small", {}, name === label ? termOf(graph, node.group, lang()) : name),
    );
  }

  function choose(event, id) {
    event.preventDefault();
    const began = from;
    close();
    onChoose(id, began);
  }

  function close() {
    input.value = "";
    from = null;
    hits = [];
    input.blur();
    speak();
  }

  /** What the empty box says. */
  function speak() {
    const words = WORDS[lang()];
    const asks = from ? words.pathFrom(labelOf(graph.nodes.get(from), lang())) : words.search;
    input.placeholder = asks;
    input.setAttribute("aria-label", asks);
    box.setAttribute("aria-label", words.search);
  }

  input.addEventListener("input", find);
  input.addEventListener("focus", find);
  input.addEventListener("blur", () => {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) {
      event.preventDefault();
      active = (active + step + hits.length) % hits.length;
      show();
    } else if (event.key === "Enter" && hits[active] && !event.isComposing) {
      choose(event, hits[active].id);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });

  return {
    speak,
    focus: () => input.focus(),
    /** Asks for the other end of a path. */
    askPath(id) {
      from = id;
      speak();
      input.focus();
    },
  };
}
