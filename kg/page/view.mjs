// Which nodes are on the page and where: pure functions of places, a map from id to {x, y}.

import { neighboursOf } from "./graph.mjs";

const STEP = 95;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const MOST_AT_ONCE = 60;
const MARGIN = 80;
const CLOSEST = 1.4;

/** The places of the start, as the build laid them out. */
export function startPlaces(graph) {
  const placed = [...graph.nodes.values()].filter((node) => node.x !== undefined);
  return new Map(placed.map(({ id, x, y }) => [id, { x, y }]));
}

/** The neighbours of a node that have no place yet, best connected first. */
export function hiddenNeighbours(graph, places, id) {
  return [...neighboursOf(graph, id)]
    .filter((other) => !places.has(other))
    .sort((one, other) => graph.edgesOf.get(other).length - graph.edgesOf.get(one).length);
}

/** The places with one more node: between its neighbours that have one, or else beside everything. */
export function addNode(graph, places, id) {
  if (places.has(id)) return places;
  const around = [...neighboursOf(graph, id)].map((other) => places.get(other)).filter(Boolean);
  const middle = (key) => around.reduce((sum, place) => sum + place[key], 0) / around.length;
  const wanted = around.length ? { x: middle("x"), y: middle("y") } : besideAll(places);
  return new Map(places).set(id, freeSpot(places, wanted));
}

/** The places with the next neighbours of a node set around it. */
export function expandNode(graph, places, id) {
  const grown = new Map(addNode(graph, places, id));
  for (const other of hiddenNeighbours(graph, grown, id).slice(0, MOST_AT_ONCE)) {
    grown.set(other, freeSpot(grown, grown.get(id)));
  }
  return grown;
}

function besideAll(places) {
  const right = [...places.values()].reduce((most, { x }) => Math.max(most, x), 0);
  return { x: right + 2 * STEP, y: 0 };
}

/** The spot nearest to the one wanted that is clear of every node. */
function freeSpot(places, wanted) {
  const near = [...places.values()];
  for (let step = 1; ; step++) {
    const reach = STEP * 0.35 * Math.sqrt(step);
    const x = Math.round(wanted.x + reach * Math.cos(step * GOLDEN_ANGLE));
    const y = Math.round(wanted.y + reach * Math.sin(step * GOLDEN_ANGLE));
    if (near.every((place) => Math.hypot(place.x - x, place.y - y) > STEP * 0.6)) return { x, y };
  }
}

/** The box around places, with room for their labels. */
export function boundsOf(places) {
  const [xs, ys] = ["x", "y"].map((key) => places.map((place) => place[key]));
  return {
    left: Math.min(...xs) - MARGIN,
    right: Math.max(...xs) + MARGIN,
    top: Math.min(...ys) - MARGIN / 2,
    bottom: Math.max(...ys) + MARGIN / 2,
  };
}

/** The scale at which a box fits into another, and the middle of it. */
export function fitInto(box, free) {
  const across = (free.right - free.left) / (box.right - box.left);
  const down = (free.bottom - free.top) / (box.bottom - box.top);
  const position = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  return { position, scale: Math.min(across, down, CLOSEST) };
}

/** How many nodes there are of each class, most first. */
export function countClasses(graph) {
  const counts = new Map();
  for (const { group } of graph.nodes.values()) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((one, other) => other.count - one.count);
}

/** The placed nodes of the classes that are not switched off. */
export function visibleNodes(graph, places, off) {
  return [...places.keys()].filter((id) => !off.has(graph.nodes.get(id).group));
}
