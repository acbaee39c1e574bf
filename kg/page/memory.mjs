// What one sees as a plain value that the browser's history keeps: it leads back, forward, and through a reload.

/** The state as plain data. */
export function freeze(state) {
  const places = [...state.places].map(([id, { x, y }]) => [id, x, y]);
  return { ...state, places, pinned: [...state.pinned], off: [...state.off] };
}

/** The state that was frozen; what the graph no longer has is left out. */
export function thaw(graph, frozen, start) {
  const known = (id) => graph.nodes.has(id);
  const places = new Map(frozen.places.filter(([id]) => known(id)).map(([id, x, y]) => [id, { x, y }]));
  const selected = isKnown(graph, frozen.selected) ? frozen.selected : null;
  return { ...start, ...frozen, places, selected, pinned: new Set(frozen.pinned.filter(known)), off: new Set(frozen.off) };
}

function isKnown(graph, selected) {
  if (!selected) return false;
  const { node, edge, path } = selected;
  return node ? graph.nodes.has(node) : edge ? graph.edges.has(edge) : path.every((id) => graph.edges.has(id));
}

/** The part of an address that opens the page at a thing, `#id=person/…`; empty without one. */
export function addressOf(selected) {
  return selected?.node ? `#id=${encodeURIComponent(selected.node).replaceAll("%2F", "/")}` : "";
}

/** The id that an address names, or null. */
export function idFrom(address) {
  const [, id] = /^#id=(.+)$/.exec(address) ?? [];
  try {
    return id ? decodeURIComponent(id) : null;
  } catch {
    return null; // a % that escapes nothing
  }
}
