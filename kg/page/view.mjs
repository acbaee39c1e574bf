// Which nodes are on the page and where: pure functions of places, a map from id to {x, y}.

import { degreeOf, neighboursOf, participantsOf } from "./graph.mjs";
import { nodesWithin } from "./times.mjs";

const STEP = 95;
export const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const MOST_AT_ONCE = 60;
const MARGIN = 40;
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
    .sort((one, other) => degreeOf(graph, other) - degreeOf(graph, one));
}

/** How many those are. */
export function countHidden(graph, places, id) {
  return [...neighboursOf(graph, id)].filter((other) => !places.has(other)).length;
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

/** The neighbours that a node holds on the page alone: collapsing takes them away. */
export function leavesOf(graph, places, id) {
  const held = (other) => [...neighboursOf(graph, other)].every((end) => end === id || !places.has(end));
  const near = [...neighboursOf(graph, id)].filter((other) => places.has(other));
  const alone = new Set(near.filter(held));
  // An action whose other participants hang on it alone goes with them.
  for (const deed of near.filter((other) => graph.actions.has(other) && !alone.has(other))) {
    const others = [...neighboursOf(graph, deed)].filter((end) => end !== id && places.has(end));
    const only = (end) => [...neighboursOf(graph, end)].every((next) => next === deed || !places.has(next));
    if (others.every(only)) for (const gone of [deed, ...others]) alone.add(gone);
  }
  return alone;
}

/** The places without those nodes. */
export function removeNodes(places, ids) {
  const gone = new Set(ids);
  return new Map([...places].filter(([id]) => !gone.has(id)));
}

/**
 * A node alone in the middle of what it has to do with: what it is linked with in rings around it, each action
 * half-way to those who took part in it.
 */
export function egoPlaces(graph, id) {
  const near = [...neighboursOf(graph, id)];
  const deeds = near.filter((other) => graph.actions.has(other));
  const partners = deeds.flatMap((deed) => participantsOf(graph.actions.get(deed)));
  const things = [...new Set([...near, ...partners])].filter((other) => other !== id && graph.nodes.has(other) && !graph.actions.has(other));
  const byClass = (one, other) => graph.nodes.get(one).group.localeCompare(graph.nodes.get(other).group);
  const best = things.sort((one, other) => degreeOf(graph, other) - degreeOf(graph, one)).slice(0, MOST_AT_ONCE).sort(byClass);
  const places = new Map([[id, { x: 0, y: 0 }]]);
  best.forEach((other, number) => places.set(other, ringPlace(number, best.length)));
  deeds.slice(0, MOST_AT_ONCE).forEach((deed, number, all) => {
    const others = [...neighboursOf(graph, deed)].filter((end) => end !== id && places.has(end));
    const middle = (key) => others.reduce((sum, end) => sum + places.get(end)[key], 0) / others.length;
    const angle = (2 * Math.PI * (number + 0.5)) / all.length;
    const wanted = others.length ? { x: middle("x") * 0.55, y: middle("y") * 0.55 } : { x: 150 * Math.cos(angle), y: 120 * Math.sin(angle) };
    places.set(deed, freeSpot(places, wanted, 0.45));
  });
  return places;
}

/** The place with that number on as many rings as `count` places need, all rings evenly filled. */
function ringPlace(number, count) {
  const rings = Math.max(1, Math.ceil(Math.sqrt(count / 14)));
  const radius = 210 + 130 * (number % rings);
  const angle = (2 * Math.PI * number) / count - Math.PI / 2;
  return { x: Math.round(1.25 * radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) };
}

function besideAll(places) {
  const right = [...places.values()].reduce((most, { x }) => Math.max(most, x), 0);
  return { x: right + 2 * STEP, y: 0 };
}

/** The spot nearest to the one wanted that is clear of every node by a share of a step. */
function freeSpot(places, wanted, clear = 0.6) {
  const near = [...places.values()];
  for (let step = 1; ; step++) {
    const reach = STEP * 0.35 * Math.sqrt(step);
    const x = Math.round(wanted.x + reach * Math.cos(step * GOLDEN_ANGLE));
    const y = Math.round(wanted.y + reach * Math.sin(step * GOLDEN_ANGLE));
    if (near.every((place) => Math.hypot(place.x - x, place.y - y) > STEP * clear)) return { x, y };
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

/** The placed nodes of the classes that are not switched off, within the time chosen. */
export function visibleNodes(graph, { places, off, time }) {
  return nodesWithin(graph, [...places.keys()].filter((id) => !off.has(graph.nodes.get(id).group)), time);
}

/** The node that an arrow key leads to from another: the nearest in a quarter of the plane about `dx`, `dy`. */
export function nodeTowards(places, from, { dx, dy }) {
  const { x, y } = places.get(from);
  const ahead = [...places]
    .map(([id, place]) => ({ id, along: (place.x - x) * dx + (place.y - y) * dy, aside: Math.abs((place.x - x) * dy - (place.y - y) * dx) }))
    .filter(({ along, aside }) => along > 0 && aside <= along)
    .sort((one, other) => one.along + one.aside - other.along - other.aside);
  return ahead[0]?.id ?? null;
}
