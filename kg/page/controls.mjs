// The words on the buttons and cards of the page, and the card that lists its keys.

import { closeButton, element } from "./dom.mjs";

const LABELLED = [
  ["fit", "fit"], ["restart", "restart"], ["settle", "settle"], ["edge-labels", "edgeLabels"], ["time", "time"], ["show-overview", "overview"],
  ["show-table", "table"], ["show-export", "export"], ["export-svg", "exportSvg"], ["export-png", "exportPng"], ["print", "print"],
  ["theme", "theme"], ["language", "language"],
];
const TITLED = [["back", "back"], ["forward", "forward"], ["show-help", "help"]];
const NAMED = [...TITLED, ["network", "network"], ["overview", "overview"], ["legend", "legend"], ["tools", "tools"], ["bottom", "tools"], ["timeline", "time"], ["panel", "ties"]];

/** Gives every button, card and drawing its name in the language of `words`. */
export function nameControls(words) {
  const at = (id) => document.getElementById(id);
  for (const [id, word] of LABELLED) at(id).textContent = words[word];
  for (const [id, word] of NAMED) at(id).setAttribute("aria-label", words[word]);
  for (const [id, word] of TITLED) at(id).title = words[word];
}

/** Opens the card that says what each key does. */
export function openHelp(dialog, words) {
  const rows = words.keys.flatMap(([key, what]) => [element("dt", {}, key), element("dd", {}, what)]);
  const close = closeButton(words, () => dialog.close());
  dialog.replaceChildren(close, element("h2", { id: "help-title" }, words.help), element("dl", {}, rows));
  dialog.showModal();
}
