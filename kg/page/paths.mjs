// The shortest way between two things.

import { otherEnd } from "./graph.mjs";

/**
 * The edges of a shortest path from one node to another, in order; null where none leads there. Facts are
 * preferred to guesses: an edge that says that two things may be the same is taken only where nothing else is.
 */
export function shortestPath(graph, from, to) {
  return walk(graph, from, to, (edge) => edge.role !== "possiblySameAs") ?? walk(graph, from, to, () => true);
}

function walk(graph, from, to, may) {
  const came = new Map([[from, null]]);
  const queue = [from];
  for (let next = 0; next < queue.length && !came.has(to); next++) {
    const id = queue[next];
    for (const edge of graph.edgesOf.get(id)) {
      const other = otherEnd(edge, id);
      if (may(edge) && !came.has(other)) {
        came.set(other, edge);
        queue.push(other);
      }
    }
  }
  if (!came.has(to)) return null;
  const path = [];
  for (let id = to; came.get(id); id = otherEnd(path[0], id)) path.unshift(came.get(id));
  return path;
}

/** The nodes along a path that begins at `from`, that one included. */
export function nodesAlong(from, path) {
  const ids = [from];
  for (const edge of path) ids.push(otherEnd(edge, ids.at(-1)));
  return ids;
}
