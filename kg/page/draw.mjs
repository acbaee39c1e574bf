// The canvas: vis-network draws nodes and edges, we draw the labels so that none overlap.

import { labelOf } from "./graph.mjs";
import { thinLabels } from "./labels.mjs";
import { shapePath } from "./shapes.mjs";
import { FONT, chosenEdges, edgeStyle, inkOn, nearSelection, nodeSize, nodeStyle, readColours } from "./styles.mjs";
import { shorten } from "./text.mjs";
import { boundsOf, countHidden, fitInto } from "./view.mjs";

/** The scale from which there is room for what actions are called. */
const LEGIBLE = 0.75;
/** Half the width on the screen from which a node has room for the first character of its class. */
const ROOMY = 9;
/** So many edges of one node may say which role each stands for. */
const FEW = 16;
const ANIMATION = { duration: 350, easingFunction: "easeInOutQuad" };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const PHYSICS = {
  enabled: true,
  solver: "forceAtlas2Based",
  forceAtlas2Based: { gravitationalConstant: -60, centralGravity: 0.006, springLength: 70, avoidOverlap: 0.6 },
  stabilization: false,
};

/**
 * A drawing of the graph in `container`. `on` has `pick({node} or {edge} or null)`, `expand(id)`, `move(places)`
 * and `rest()`, called when settling has come to its end.
 */
export function createDrawing(container, graph, on) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, graph.options);
  const widths = new Map();
  let state = null;
  let hover = null;
  let settled = false;
  let settling = false;

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
  network.on("stabilized", () => settling && on.rest());

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

  function show(asked) {
    const next = { ...asked, colours: readColours(), more: new Map(asked.visible.map((id) => [id, countHidden(graph, asked.places, id)])) };
    const near = nearSelection(graph, next.selected);
    const visible = new Set(next.visible);
    const touching = new Set(next.visible.flatMap((id) => graph.edgesOf.get(id)));
    const drawn = [...touching].filter((edge) => visible.has(edge.from) && visible.has(edge.to));
    nodes.update(next.visible.map((id) => nodeStyle(graph, next, id, near)));
    edges.update(drawn.map((edge) => edgeStyle(graph, next, edge, near)));
    // Every change may draw at once: the labels are those of nodes that are there before it and after it.
    state = next;
    keepOnly(edges, drawn.map(({ id }) => id));
    keepOnly(nodes, next.visible);
    network.unselectAll();
  }

  function drawLabels(context) {
    const scale = network.getScale();
    context.save();
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const sign of signs(scale)) drawText(context, sign, scale, false);
    for (const label of labelsAt(context, scale)) drawText(context, label, scale, true);
    context.restore();
  }

  /** The labels that have room, as boxes of the canvas. */
  function labelsAt(context, scale) {
    const near = nearSelection(graph, state.selected);
    const first = [hover, state.selected?.node].filter((id) => id && state.visible.includes(id));
    const rest = state.visible
      .filter((id) => !first.includes(id) && (near ? near.has(id) : scale > LEGIBLE || !graph.actions.has(id)))
      .sort((one, other) => nodeSize(graph, other) - nodeSize(graph, one));
    const named = [...first, ...rest].map((id) => nodeLabel(context, id, scale, first.includes(id)));
    const labels = [...named, ...edgesToName().map((edge) => edgeLabel(context, edge, scale))];
    return thinLabels(labels.filter(onScreen()), nodeBoxes());
  }

  /** The first character of its class on every thing that is large enough on the screen; a pin on what is pinned. */
  function signs(scale) {
    const near = nearSelection(graph, state.selected);
    return state.visible
      .filter((id) => !graph.actions.has(id) && nodeSize(graph, id) * scale >= ROOMY && (!near || near.has(id)))
      .map((id) => {
        const hint = graph.hints[graph.nodes.get(id).group];
        const size = nodeSize(graph, id);
        const { x, y } = network.getPosition(id);
        const text = state.pinned.has(id) ? "◉" : [...hint.zh][0];
        return { x, y: y + (hint.shape === "triangle" ? size * 0.28 : 0), text, colour: inkOn(hint.colour), font: { weight: 500, size: size * scale * 0.95 } };
      });
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

  /** Those of what is chosen or pointed at, titles only where they are many; where nothing is chosen and it is asked for, all. */
  function edgesToName() {
    const { selected } = state;
    const chosen = chosenEdges(selected);
    const ends = [selected?.node, hover];
    const all = state.edgeLabels && !selected;
    const touched = edges.get({ filter: ({ id, from, to }) => all || chosen.includes(id) || ends.includes(from) || ends.includes(to) });
    const few = touched.length <= FEW || state.edgeLabels || selected?.path;
    return touched.filter(({ id }) => few || graph.edges.get(id).role === "memberOf");
  }

  function nodeLabel(context, id, scale, whole) {
    const { x, y } = network.getPosition(id);
    const name = labelOf(graph.nodes.get(id), state.lang);
    const action = graph.actions.has(id);
    const more = !action && state.more.get(id);
    const font = { weight: whole ? 600 : action ? 400 : 500, size: action ? 11 : 12.5 };
    const text = (whole ? name : shorten(name, 14)) + (more ? ` +${more}` : "");
    const colour = action ? state.colours.muted : state.colours.ink;
    const size = nodeSize(graph, id);
    return labelBox(context, { id, size, x, y: y + size + 10 / scale, text, font, colour }, scale);
  }

  function edgeLabel(context, { id }, scale) {
    const text = shorten(labelOf(graph.edges.get(id), state.lang), 12);
    const font = { weight: 400, size: 10.5 };
    return labelBox(context, { size: 0, ...edgePoint(id, 0.5), text, font, colour: state.colours.accent }, scale);
  }

  /** Where an edge passes. Of the body of vis-network: its interface does not tell. */
  function edgePoint(id, share) {
    const { x, y } = network.body.edges[id].edgeType.getPoint(share);
    return { x, y };
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

  function drawText(context, { x, y, text, font, colour }, scale, halo) {
    context.font = fontOf(font, scale);
    if (halo) {
      context.lineWidth = 3.5 / scale;
      context.strokeStyle = state.colours.paper;
      context.strokeText(text, x, y);
    }
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  function move(target, free) {
    network.moveTo({ ...target, offset: offsetOf(free), animation: settled && !calm.matches && ANIMATION });
    settled = true;
  }

  /** What is on the screen, as lines, marks and texts. */
  function scene() {
    const scale = network.getScale();
    const at = (point) => network.canvasToDOM(point);
    const { paper } = state.colours;
    const lines = edges.get().map(({ id, from, to, color, width, dashes }) => {
      const [begin, end, middle] = [network.getPosition(from), network.getPosition(to), edgePoint(id, 0.5)];
      // The point that pulls a curve which passes through its middle.
      const pull = (key) => 2 * middle[key] - (begin[key] + end[key]) / 2;
      const over = at({ x: pull("x"), y: pull("y") });
      return { from: at(begin), over, to: at(end), colour: color.color, width: width * scale, dashed: Boolean(dashes), opacity: color.opacity };
    });
    const marks = nodes.get().map(({ id, shape, size, color, borderWidth, opacity }) => ({
      ...at(network.getPosition(id)),
      size: size * scale * (shape === "square" ? 1.3 : shape === "dot" ? 1.2 : 1),
      path: shapePath(shape),
      fill: color.background,
      border: color.border,
      borderWidth: borderWidth * scale,
      opacity,
    }));
    const context = container.querySelector("canvas").getContext("2d");
    const plain = ({ x, y, text, font, colour }) => ({ ...at({ x, y }), text, colour, ...font });
    return { width: innerWidth, height: innerHeight, paper, lines, marks, texts: labelsAt(context, scale).map(plain) };
  }

  return {
    /** Shows a state with its `visible` nodes. */
    show,
    scene,
    /** Shows all of it, or some, in the part of the window that `free`, {left, top, right, bottom}, leaves. */
    fit(free, ids = state.visible) {
      const places = ids.map((id) => state.places.get(id));
      if (places.length) move(fitInto(boundsOf(places), free), free);
    },
    /** Brings a node to the middle of the free part. */
    center(id, free) {
      move({ position: network.getPosition(id), scale: Math.max(network.getScale(), 0.9) }, free);
    },
    /** Makes everything larger about the middle of the window, or smaller. */
    zoom(factor) {
      network.moveTo({ scale: network.getScale() * factor });
    },
    /** Lets the nodes find their places by themselves, or stops them; the places where they stand now. */
    settle(start) {
      settling = start;
      network.setOptions({ physics: start ? PHYSICS : { enabled: false } });
      return network.getPositions();
    },
    /** Where a node or the middle of an edge is on the screen. */
    locate: (id) => network.canvasToDOM(nodes.get(id) ? network.getPosition(id) : edgePoint(id, 0.5)),
    /** For those who test that labels do not overlap: the boxes of those that are drawn. */
    labels: () => labelsAt(container.querySelector("canvas").getContext("2d"), network.getScale()),
  };
}

/** From the middle of the window to the middle of its free part. */
function offsetOf({ left, top, right, bottom }) {
  return { x: (left + right - innerWidth) / 2, y: (top + bottom - innerHeight) / 2 };
}

function fontOf({ weight, size }, scale) {
  return `${weight} ${size / scale}px ${FONT}`;
}

function keepOnly(dataset, ids) {
  const kept = new Set(ids);
  dataset.remove(dataset.getIds().filter((id) => !kept.has(id)));
}
