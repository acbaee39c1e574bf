// How nodes and edges look: what is chosen stands out, the rest steps back.

import { degreeOf, neighboursOf } from "./graph.mjs";

export const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const FAINT = 0.15;

/**
 * The nodes that stay bright: the chosen one, its neighbours and who else takes part in its actions; the ends of
 * the chosen edge; or a path.
 */
export function nearSelection(graph, selected) {
  if (selected?.node) {
    const near = [...neighboursOf(graph, selected.node)];
    const deeds = near.filter((id) => graph.actions.has(id));
    return new Set([selected.node, ...near, ...deeds.flatMap((id) => [...neighboursOf(graph, id)])]);
  }
  const edges = chosenEdges(selected).map((id) => graph.edges.get(id));
  return edges.length ? new Set(edges.flatMap(({ from, to }) => [from, to])) : null;
}

/** The ids of the edges that are chosen: one, or those of a path. */
export const chosenEdges = (selected) => selected?.path ?? (selected?.edge ? [selected.edge] : []);

/** Half the width of a node in pixels. */
export function nodeSize(graph, id) {
  return graph.actions.has(id) ? 7.5 : Math.min(9.5 + 1.8 * Math.sqrt(degreeOf(graph, id)), 23);
}

/** A node for vis-network. */
export function nodeStyle(graph, state, id, near) {
  const hint = graph.hints[graph.nodes.get(id).group];
  const action = graph.actions.get(id);
  const hollow = action && action.status !== "Realised";
  const chosen = state.selected?.node === id;
  const faint = near && !near.has(id);
  const { paper, ink, outline, line } = state.colours;
  const border = chosen ? ink : faint ? line : hollow ? hint.colour : outline;
  const colour = { background: hollow ? paper : hint.colour, border };
  return {
    id,
    ...state.places.get(id),
    shape: hint.shape,
    size: nodeSize(graph, id),
    borderWidth: chosen ? 3 : hollow ? 2 : 1,
    color: { ...colour, hover: colour, highlight: colour },
    opacity: faint ? FAINT : 1,
    fixed: state.pinned.has(id),
  };
}

/** An edge for vis-network. */
export function edgeStyle(graph, state, edge, near) {
  const { selected, colours } = state;
  const chosen = chosenEdges(selected).includes(edge.id);
  const touched = chosen || (selected?.node && [edge.from, edge.to].includes(selected.node));
  const bend = parallelNumber(graph, edge);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    width: chosen ? 3 : touched ? 2 : 1.3,
    hoverWidth: 0.8,
    dashes: edge.fact ? false : [3, 4],
    smooth: bend ? { enabled: true, type: "curvedCW", roundness: 0.14 * bend } : false,
    color: {
      color: chosen && selected.path ? colours.accent : touched ? colours.strong : colours.line,
      hover: colours.strong,
      highlight: colours.strong,
      opacity: near && !touched ? FAINT * 2 : 1,
    },
  };
}

/** 0 for the first edge between two nodes, 1 for the second and so on: they are bent apart. */
function parallelNumber(graph, edge) {
  const ends = [edge.from, edge.to];
  const between = graph.edgesOf.get(edge.from).filter(({ from, to }) => ends.includes(from) && ends.includes(to));
  return between.indexOf(edge);
}

/** The colours of the theme in force, as the style sheet has them. */
export function readColours() {
  // Only a property that takes a colour tells which of two the theme chose.
  const probe = document.createElement("i");
  document.body.append(probe);
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["paper", "ink", "muted", "line", "strong", "accent", "outline"];
  const colours = Object.fromEntries(names.map((name) => [name, read(name)]));
  probe.remove();
  return colours;
}

/** Black or white, whichever is better read on a colour #RRGGBB. */
export function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((place) => (parseInt(colour.slice(place, place + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3 ? "#1f2430" : "#ffffff";
}
