// The canvas: vis-network draws nodes and edges, we draw the labels so that none overlap.

import { labelOf, neighboursOf } from "./graph.mjs";
import { thinLabels } from "./labels.mjs";
import { shorten } from "./text.mjs";
import { boundsOf, fitInto, hiddenNeighbours } from "./view.mjs";

const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const FAINT = 0.15;
/** The scale from which there is room for what actions are called. */
const LEGIBLE = 0.55;
const ANIMATION = { duration: 350, easingFunction: "easeInOutQuad" };
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * A drawing of the graph in `container`. `on` has `pick({node} or {edge} or null)`, `expand(id)` and
 * `move(places)`; the drawing has `show(state)`, `fit()` and `center(id)`.
 */
export function createDrawing(container, graph, on) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, graph.options);
  const widths = new Map();
  let state = null;
  let hover = null;
  let settled = false;

  network.on("click", ({ pointer }) => on.pick(thingAt(pointer.DOM)));
  // Not vis-network's own: it misses the second click while it is busy with the first.
  container.addEventListener("dblclick", ({ clientX: x, clientY: y }) => {
    const { node } = thingAt({ x, y }) ?? {};
    if (node) on.expand(node);
  });
  network.on("dragEnd", ({ nodes: moved }) => moved.length && on.move(network.getPositions(moved)));
  network.on("hoverNode", ({ node }) => hoverOver(node));
  network.on("blurNode", () => hoverOver(null));
  network.on("afterDrawing", (context) => state && drawLabels(context));

  function thingAt(point) {
    const node = network.getNodeAt(point);
    const edge = node ? undefined : network.getEdgeAt(point);
    return node ? { node } : edge ? { edge } : null;
  }

  function hoverOver(node) {
    hover = node;
    container.classList.toggle("pointing", Boolean(node));
    network.redraw();
  }

  function show(next) {
    const hidden = (id) => hiddenNeighbours(graph, next.places, id).length;
    state = { ...next, colours: readColours(), more: new Map(next.visible.map((id) => [id, hidden(id)])) };
    const near = nearSelection(graph, state.selected);
    const visible = new Set(state.visible);
    const drawn = [...graph.edges.values()].filter((edge) => visible.has(edge.from) && visible.has(edge.to));
    replaceAll(nodes, state.visible.map((id) => nodeStyle(id, near)));
    replaceAll(edges, drawn.map((edge) => edgeStyle(edge, near)));
    network.unselectAll();
  }

  function nodeStyle(id, near) {
    const node = graph.nodes.get(id);
    const hint = graph.hints[node.group];
    const action = graph.actions.get(id);
    const hollow = action && action.status !== "Realised";
    const chosen = state.selected?.node === id;
    const faint = near && !near.has(id);
    const { paper, ink, outline, line } = state.colours;
    const edge = chosen ? ink : faint ? line : hollow ? hint.colour : outline;
    const colour = { background: hollow ? paper : hint.colour, border: edge };
    return {
      id,
      ...state.places.get(id),
      shape: hint.shape,
      size: nodeSize(graph, id),
      borderWidth: chosen ? 3 : hollow ? 2 : 1,
      color: { ...colour, hover: colour, highlight: colour },
      opacity: faint ? FAINT : 1,
    };
  }

  function edgeStyle(edge, near) {
    const { selected, colours } = state;
    const chosen = selected?.edge === edge.id;
    const touched = chosen || (selected?.node && [edge.from, edge.to].includes(selected.node));
    const bend = parallelNumber(graph, edge);
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      width: chosen ? 3 : touched ? 1.8 : 1,
      hoverWidth: 0.8,
      dashes: edge.fact ? false : [3, 4],
      smooth: bend ? { enabled: true, type: "curvedCW", roundness: 0.14 * bend } : false,
      color: {
        color: touched ? colours.strong : colours.line,
        hover: colours.strong,
        highlight: colours.strong,
        opacity: near && !touched ? FAINT * 2 : 1,
      },
    };
  }

  function drawLabels(context) {
    const scale = network.getScale();
    const near = nearSelection(graph, state.selected);
    const first = [hover, state.selected?.node].filter((id) => id && nodes.get(id));
    const rest = state.visible
      .filter((id) => !first.includes(id) && (near ? near.has(id) : scale > LEGIBLE || !graph.actions.has(id)))
      .sort((one, other) => nodeSize(graph, other) - nodeSize(graph, one));
    const named = [...first, ...rest].map((id) => nodeLabel(context, id, scale, first.includes(id)));
    const labels = [...named, ...edgesToName().map((edge) => edgeLabel(context, edge, scale))];
    context.save();
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const label of thinLabels(labels.filter(onScreen()), nodeBoxes())) {
      drawLabel(context, label, scale);
    }
    context.restore();
  }

  function onScreen() {
    const begin = network.DOMtoCanvas({ x: 0, y: 0 });
    const end = network.DOMtoCanvas({ x: innerWidth, y: innerHeight });
    return ({ left, top, width, height }) =>
      left < end.x && begin.x < left + width && top < end.y && begin.y < top + height;
  }

  /** What no label of another may cover. */
  function nodeBoxes() {
    const things = state.visible.filter((id) => !graph.actions.has(id));
    return things.map((id) => {
      const { x, y } = network.getPosition(id);
      const size = nodeSize(graph, id) * 0.8;
      return { id, size: nodeSize(graph, id), left: x - size, top: y - size, width: 2 * size, height: 2 * size };
    });
  }

  /** Those of what is chosen or pointed at; where nothing is chosen and it is asked for, all. */
  function edgesToName() {
    const { selected } = state;
    const ends = [selected?.node, hover];
    const all = state.edgeLabels && !selected;
    const isNamed = ({ id, from, to }) => all || selected?.edge === id || ends.includes(from) || ends.includes(to);
    return edges.get({ filter: isNamed });
  }

  function nodeLabel(context, id, scale, whole) {
    const { x, y } = network.getPosition(id);
    const name = labelOf(graph.nodes.get(id), state.lang);
    const action = graph.actions.has(id);
    const more = !action && state.more.get(id);
    const font = { weight: whole ? 600 : action ? 400 : 500, size: action ? 11 : 12.5 };
    const text = (whole ? name : shorten(name, 14)) + (more ? ` +${more}` : "");
    const colour = action ? state.colours.muted : state.colours.ink;
    return labelBox(context, { id, size: nodeSize(graph, id), x, y: y + nodeSize(graph, id) + 10 / scale, text, font, colour }, scale);
  }

  function edgeLabel(context, { id }, scale) {
    // Of the body of vis-network: its interface does not tell where a bent edge passes.
    const { x, y } = network.body.edges[id].edgeType.getPoint(0.5);
    const text = shorten(labelOf(graph.edges.get(id), state.lang), 12);
    return labelBox(context, { size: 0, x, y, text, font: { weight: 400, size: 10.5 }, colour: state.colours.accent }, scale);
  }

  function labelBox(context, label, scale) {
    const width = (textWidth(context, label) + 6) / scale;
    const height = 16 / scale;
    return { ...label, left: label.x - width / 2, top: label.y - height / 2, width, height };
  }

  /** In pixels of the screen, measured once. */
  function textWidth(context, { text, font }) {
    const key = `${font.weight} ${font.size} ${text}`;
    if (!widths.has(key)) {
      context.font = fontOf(font, 1);
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  }

  function drawLabel(context, { x, y, text, font, colour }, scale) {
    context.font = fontOf(font, scale);
    context.lineWidth = 3.5 / scale;
    context.strokeStyle = state.colours.paper;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  function move(target, free) {
    network.moveTo({ ...target, offset: offsetOf(free), animation: settled && !calm.matches && ANIMATION });
    settled = true;
  }

  return {
    show,
    /** Shows all of it in the part of the window that `free`, {left, top, right, bottom}, leaves. */
    fit(free) {
      const places = state.visible.map((id) => state.places.get(id));
      if (places.length) move(fitInto(boundsOf(places), free), free);
    },
    /** Brings a node to the middle of the free part. */
    center(id, free) {
      move({ position: network.getPosition(id), scale: Math.max(network.getScale(), 0.9) }, free);
    },
    /** Where a node or the middle of an edge is on the screen. */
    locate: (id) =>
      network.canvasToDOM(nodes.get(id) ? network.getPosition(id) : network.body.edges[id].edgeType.getPoint(0.5)),
  };
}

/** From the middle of the window to the middle of its free part. */
function offsetOf({ left, top, right, bottom }) {
  return { x: (left + right - innerWidth) / 2, y: (top + bottom - innerHeight) / 2 };
}

function fontOf({ weight, size }, scale) {
  return `${weight} ${size / scale}px ${FONT}`;
}

function replaceAll(dataset, items) {
  const kept = new Set(items.map(({ id }) => id));
  dataset.remove(dataset.getIds().filter((id) => !kept.has(id)));
  dataset.update(items);
}

/** The nodes that stay bright: the chosen one and its neighbours, or the ends of the chosen edge. */
function nearSelection(graph, selected) {
  if (selected?.node) return neighboursOf(graph, selected.node).add(selected.node);
  if (!selected?.edge) return null;
  const { from, to } = graph.edges.get(selected.edge);
  return new Set([from, to]);
}

function nodeSize(graph, id) {
  const degree = graph.edgesOf.get(id).length;
  return graph.actions.has(id) ? 7 : Math.min(7 + 1.8 * Math.sqrt(degree), 24);
}

/** 0 for the first edge between two nodes, 1 for the second and so on: they are bent apart. */
function parallelNumber(graph, edge) {
  const ends = [edge.from, edge.to];
  const between = graph.edgesOf.get(edge.from).filter(({ from, to }) => ends.includes(from) && ends.includes(to));
  return between.indexOf(edge);
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "muted", "line", "strong", "accent", "outline"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
