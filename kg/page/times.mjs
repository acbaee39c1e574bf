// When actions took place: the periods of the slider, and what falls between two of them.

import { neighboursOf } from "./graph.mjs";

const MOST = 120;
/** How much of a date names its day, month or year. */
const UNITS = [10, 7, 4];

/**
 * The periods, in order, in which dated actions took place, `{name, count}`: days where they are few, else
 * months, else years. A date without its year is none.
 */
export function periodsOf(graph) {
  const dates = [...graph.actions.values()].map(({ date }) => date).filter(isDated);
  const units = UNITS.map((length) => countAll(dates.map((date) => date.slice(0, length))));
  const counts = units.find((each) => each.size <= MOST) ?? units.at(-1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((one, other) => (one.name < other.name ? -1 : 1));
}

const isDated = (date) => /^\d{4}/.test(date ?? "");

function countAll(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Whether an action is within `time`, `{from, to, undated}`; a month touches every day of it. */
export function isWithin(action, time) {
  if (!time) return true;
  if (!isDated(action.date)) return time.undated;
  const starts = (date, period) => date.slice(0, period.length) >= period.slice(0, date.length);
  const ends = (date, period) => date.slice(0, period.length) <= period.slice(0, date.length);
  return starts(action.date, time.from) && ends(action.date, time.to);
}

/** Of the nodes given those of that time: its actions, and the things that are not left alone by the others. */
export function nodesWithin(graph, ids, time) {
  if (!time) return ids;
  const all = new Set(ids);
  const late = new Set(ids.filter((id) => graph.actions.has(id) && !isWithin(graph.actions.get(id), time)));
  const stays = (id) => {
    const near = [...neighboursOf(graph, id)].filter((other) => all.has(other));
    return near.length === 0 || near.some((other) => !late.has(other));
  };
  return ids.filter((id) => !late.has(id) && stays(id));
}
