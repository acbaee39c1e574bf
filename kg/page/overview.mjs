// The overview of tens of thousands: communities as discs, named by their chief organization.
//
// A canvas without a graphics card: what is outside the window is not drawn, dots of a class are one path.

import { degreeOf, labelOf } from "./graph.mjs";
import { thinLabels } from "./labels.mjs";
import { FONT, readColours } from "./styles.mjs";
import { shorten } from "./text.mjs";
import { GOLDEN_ANGLE, boundsOf, fitInto } from "./view.mjs";

const REACH = 9;
const DOT = 2.4;
/** The scales from which the links within discs, and the names of their nodes, can be told apart. */
const LINKS_FROM = 0.45;
const NAMES_FROM = 1.1;
const CLOSE = 6;
const NEAR = 9;
const TIES = 500;

/** The communities with the places of their nodes, their chief and the ties between them: a pure function. */
export function layOutCommunities(graph) {
  const home = new Map();
  const places = new Map();
  const discs = graph.communities.map((community, number) => {
    community.nodes.forEach((id, place) => {
      const [reach, turn] = [REACH * Math.sqrt(place), place * GOLDEN_ANGLE];
      places.set(id, { x: community.x + reach * Math.cos(turn), y: community.y + reach * Math.sin(turn) });
      home.set(id, number);
    });
    return { ...community, chief: chiefOf(graph, community.nodes) };
  });
  const counts = new Map();
  const inner = [];
  for (const edge of graph.edges.values()) {
    const [one, other] = [home.get(edge.from), home.get(edge.to)].sort((a, b) => a - b);
    if (one === undefined || other === undefined) continue;
    if (one === other) inner.push(edge);
    else counts.set(`${one} ${other}`, (counts.get(`${one} ${other}`) ?? 0) + 1);
  }
  const ties = [...counts].map(([key, count]) => ({ ends: key.split(" ").map(Number), count }));
  return { discs, places, inner, ties: ties.sort((one, other) => other.count - one.count).slice(0, TIES) };
}

/** Of nodes, best linked first, the first organization; where there is none the first thing. */
function chiefOf(graph, ids) {
  const things = ids.filter((id) => !graph.actions.has(id));
  return things.find((id) => id.startsWith("organization/")) ?? things[0] ?? ids[0];
}

/** An overview on `canvas`; `on` has `pick({node} or null)` and `open(id)`. */
export function createOverview(canvas, graph, on) {
  const context = canvas.getContext("2d");
  const { discs, places, inner, ties } = layOutCommunities(graph);
  let state = null;
  let view = null;
  let hover = null;
  let asked = false;
  let drag = null;

  const toWindow = ({ x, y }) => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });
  const toPlane = ({ x, y }) => ({ x: (x - view.x) / view.scale, y: (y - view.y) / view.scale });
  const isShown = (id) => state.isShown(id);

  function redraw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (state && view) draw();
    });
  }

  function draw() {
    const ratio = devicePixelRatio;
    const [width, height] = [innerWidth, innerHeight];
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) Object.assign(canvas, { width: width * ratio, height: height * ratio });
    const colours = readColours();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    context.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
    const [begin, end] = [toPlane({ x: -20, y: -20 }), toPlane({ x: width + 20, y: height + 20 })];
    const inSight = ({ x, y }, radius = 0) => x + radius > begin.x && x - radius < end.x && y + radius > begin.y && y - radius < end.y;
    drawTies(colours);
    drawDiscs(inSight);
    if (view.scale >= LINKS_FROM) drawLinks(colours, inSight);
    drawDots(inSight);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawNames(colours, inSight);
  }

  function drawTies(colours) {
    context.strokeStyle = colours.strong;
    for (const { ends, count } of ties) {
      const [one, other] = ends.map((number) => discs[number]);
      context.globalAlpha = Math.min(0.08 + 0.05 * Math.log(count), 0.4);
      context.lineWidth = Math.min(0.6 + Math.sqrt(count), 10) / Math.sqrt(view.scale);
      context.beginPath();
      context.moveTo(one.x, one.y);
      const [x, y] = [(one.x + other.x) / 2 + (other.y - one.y) * 0.12, (one.y + other.y) / 2 - (other.x - one.x) * 0.12];
      context.quadraticCurveTo(x, y, other.x, other.y);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  function drawDiscs(inSight) {
    for (const disc of discs) {
      if (!inSight(disc, disc.radius)) continue;
      context.globalAlpha = 0.13;
      context.fillStyle = graph.hints[graph.nodes.get(disc.chief).group].colour;
      context.beginPath();
      context.arc(disc.x, disc.y, disc.radius, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  function drawLinks(colours, inSight) {
    context.strokeStyle = colours.strong;
    context.globalAlpha = Math.min(0.12 * view.scale, 0.35);
    context.lineWidth = 0.7 / view.scale;
    context.beginPath();
    for (const { from, to } of inner) {
      const [one, other] = [places.get(from), places.get(to)];
      if ((inSight(one) || inSight(other)) && isShown(from) && isShown(to)) {
        context.moveTo(one.x, one.y);
        context.lineTo(other.x, other.y);
      }
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  const dotSize = (id) => (graph.actions.has(id) ? DOT * 0.8 : Math.min(DOT + 0.45 * Math.sqrt(degreeOf(graph, id)), 6.5));

  function drawDots(inSight) {
    const paths = new Map();
    for (const [id, place] of places) {
      if (!inSight(place) || !isShown(id)) continue;
      const { colour } = graph.hints[graph.nodes.get(id).group];
      if (!paths.has(colour)) paths.set(colour, new Path2D());
      const path = paths.get(colour);
      const size = dotSize(id);
      if (size * view.scale < 1.6) {
        path.rect(place.x - size, place.y - size, 2 * size, 2 * size);
      } else {
        path.moveTo(place.x + size, place.y);
        path.arc(place.x, place.y, size, 0, 7);
      }
    }
    for (const [colour, path] of paths) {
      context.fillStyle = colour;
      context.fill(path);
    }
    const { selected } = state;
    if (places.has(selected?.node)) {
      const { x, y } = places.get(selected.node);
      context.strokeStyle = readColours().ink;
      context.lineWidth = 2.5 / view.scale;
      context.beginPath();
      context.arc(x, y, dotSize(selected.node) + 3 / view.scale, 0, 7);
      context.stroke();
    }
  }

  function drawNames(colours, inSight) {
    Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
    const first = [hover, state.selected?.node].filter((id) => places.has(id));
    const names = first.map((id) => nameBox(id, 13, 600));
    const seen = discs.filter((disc) => inSight(disc, disc.radius) && isShown(disc.chief));
    const count = view.scale >= NAMES_FROM ? 0 : seen.length;
    for (const disc of seen.slice(0, count)) {
      const size = Math.min(11 + disc.radius * view.scale * 0.05, 19);
      // Where its middle is taken, a name may stand higher or lower in its disc.
      const spots = [0, -0.45, 0.45, 0.8].map((share) => ({ x: disc.x, y: disc.y + share * disc.radius }));
      if (disc.radius * view.scale > 7) names.push(...spots.map((spot) => ({ ...nameBox(disc.chief, size, 600, spot), of: disc })));
    }
    if (view.scale >= NAMES_FROM) {
      const near = [...places].filter(([id, place]) => inSight(place) && isShown(id) && !graph.actions.has(id));
      near.sort(([one], [other]) => degreeOf(graph, other) - degreeOf(graph, one));
      names.push(...near.slice(0, 400).map(([id]) => nameBox(id, 12, 500)));
    }
    for (const { text, x, y, font } of thinLabels(names)) {
      context.font = font;
      context.strokeStyle = colours.paper;
      context.strokeText(text, x, y);
      context.fillStyle = colours.ink;
      context.fillText(text, x, y);
    }
  }

  function nameBox(id, size, weight, spot = null) {
    const { x, y } = toWindow(spot ?? places.get(id));
    const text = shorten(labelOf(graph.nodes.get(id), state.lang), 14);
    const font = `${weight} ${size}px ${FONT}`;
    context.font = font;
    const width = context.measureText(text).width + 8;
    const below = spot ? 0 : dotSize(id) * view.scale + size * 0.8;
    return { text, font, x, y: y + below, left: x - width / 2, top: y + below - size * 0.7, width, height: size * 1.4, size };
  }

  /** The node under the pointer, or near it. */
  function nodeAt(point) {
    const { x, y } = toPlane(point);
    let [best, least] = [null, Infinity];
    for (const [id, place] of places) {
      const far = Math.hypot(place.x - x, place.y - y);
      if (far < least && isShown(id)) [best, least] = [id, far];
    }
    return least * view.scale < NEAR ? best : null;
  }

  function zoom(point, factor) {
    const scale = Math.min(Math.max(view.scale * factor, 0.03), CLOSE);
    const { x, y } = toPlane(point);
    view = { scale, x: point.x - x * scale, y: point.y - y * scale };
    redraw();
  }

  const spotOf = ({ clientX: x, clientY: y }) => ({ x, y });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(spotOf(event), Math.exp(-event.deltaY * 0.0015));
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = { ...spotOf(event), view, far: 0 };
  });
  canvas.addEventListener("pointermove", (event) => {
    const spot = spotOf(event);
    if (drag) {
      const [dx, dy] = [spot.x - drag.x, spot.y - drag.y];
      drag.far = Math.max(drag.far, Math.hypot(dx, dy));
      view = { ...view, x: drag.view.x + dx, y: drag.view.y + dy };
      redraw();
    } else if (hover !== (hover = nodeAt(spot))) {
      canvas.classList.toggle("pointing", Boolean(hover));
      redraw();
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    const node = nodeAt(spotOf(event));
    if (drag && drag.far < 5) on.pick(node ? { node } : null);
    drag = null;
  });
  canvas.addEventListener("dblclick", (event) => {
    const node = nodeAt(spotOf(event));
    if (node) on.open(node);
  });
  addEventListener("resize", redraw);

  return {
    /** Shows a state; `isShown(id)` tells which nodes it does not leave out. */
    show(next) {
      state = next;
      redraw();
    },
    fit(free) {
      const { position, scale } = fitInto(boundsOf(discs.flatMap(({ x, y, radius: r }) => [{ x: x - r, y: y - r }, { x: x + r, y: y + r }])), free);
      view = { scale, x: (free.left + free.right) / 2 - position.x * scale, y: (free.top + free.bottom) / 2 - position.y * scale };
      redraw();
    },
    center(id, free) {
      if (!places.has(id)) return;
      const scale = Math.max(view.scale, NAMES_FROM);
      const { x, y } = places.get(id);
      view = { scale, x: (free.left + free.right) / 2 - x * scale, y: (free.top + free.bottom) / 2 - y * scale };
      redraw();
    },
    /** Makes everything larger about the middle of the window, or smaller. */
    zoom: (factor) => zoom({ x: innerWidth / 2, y: innerHeight / 2 }, factor),
    /** Where a node is on the screen. */
    locate: (id) => toWindow(places.get(id)),
    /** Draws at once, not when the browser next does: for those who measure it. */
    draw,
    /** How many nodes there are, and in how many discs. */
    count: { nodes: places.size, discs: discs.length },
  };
}
