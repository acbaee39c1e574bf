// Search over labels and every other name.

import { namesOf } from "./graph.mjs";

const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** Everything that can be found, each with its names as they are compared. */
export function searchEntries(graph) {
  return [...graph.nodes.values()].map((node) => {
    const names = graph.entities.has(node.id) ? namesOf(graph, node.id) : [node.label, node.en ?? ""];
    return { id: node.id, names, folded: names.map(fold), weight: graph.edgesOf.get(node.id).length };
  });
}

/** Lower is better: the same, begins with it, contains it, has its characters in this order. */
function rankName(name, query) {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (name.includes(query)) return 2;
  let place = -1;
  for (const character of query) {
    place = name.indexOf(character, place + 1);
    if (place < 0) return Infinity;
  }
  return 3;
}

/** The best `limit` entries for a query, as `{id, name}` with the name that was found. */
export function searchNames(entries, query, limit) {
  const wanted = fold(query);
  if (!wanted) return [];
  return entries
    .map((entry) => {
      const ranks = entry.folded.map((name) => rankName(name, wanted));
      const rank = Math.min(...ranks);
      return { entry, rank, name: entry.names[ranks.indexOf(rank)] };
    })
    .filter(({ rank }) => rank < Infinity)
    .sort(
      (one, other) =>
        one.rank - other.rank || other.entry.weight - one.entry.weight || one.name.length - other.name.length,
    )
    .slice(0, limit)
    .map(({ entry, name }) => ({ id: entry.id, name }));
}
