// What a key means, by where it was pressed.

const ARROWS = { ArrowLeft: { dx: -1, dy: 0 }, ArrowRight: { dx: 1, dy: 0 }, ArrowUp: { dx: 0, dy: -1 }, ArrowDown: { dx: 0, dy: 1 } };

/**
 * A listener for keys. `anywhere` and `atNode` hold what keys do, the latter to the chosen `node()`; arrows walk
 * only in the drawing, and keys that are typed into a field mean themselves.
 */
export function keyListener({ anywhere, atNode, node, escape, walk, drawing }) {
  return (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, dialog *")) return;
    const id = node();
    const ofNode = id && !(key === "Enter" && target.matches("button")) && atNode[key];
    if (key === "Escape") return escape();
    const act = anywhere[key] || (ofNode && (() => ofNode(id))) || (ARROWS[key] && target === drawing && (() => walk(ARROWS[key])));
    if (!act) return;
    event.preventDefault();
    act();
  };
}
