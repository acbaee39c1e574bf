// A drawing as a list of lines, shapes and texts in pixels of the window: written as SVG, or painted on a canvas.
//
// A scene is {width, height, paper, lines, marks, texts}: a line {from, over, to, colour, width, dashed, opacity},
// a mark {x, y, size, path, fill, border, borderWidth, opacity}, a text {x, y, text, size, weight, colour}.

import { FONT } from "./styles.mjs";

const HALO = 3.5;

/** The scene as the text of an SVG file. What names hold is text there, whatever it looks like. */
export function sceneSvg({ width, height, paper, lines, marks, texts }) {
  const head = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  const body = [
    tag("rect", { width: "100%", height: "100%", fill: paper }),
    ...lines.map(({ from, over, to, colour, width: wide, dashed, opacity }) =>
      tag("path", {
        d: `M${spot(from)}Q${spot(over)} ${spot(to)}`,
        fill: "none",
        stroke: colour,
        "stroke-width": wide,
        "stroke-opacity": opacity,
        "stroke-dasharray": dashed ? "3 4" : undefined,
      }),
    ),
    ...marks.map(({ x, y, size, path, fill, border, borderWidth, opacity }) =>
      tag("path", {
        d: path,
        transform: `translate(${round(x - size)} ${round(y - size)}) scale(${round(size / 8)})`,
        fill,
        stroke: border,
        "stroke-width": round((borderWidth * 8) / size),
        opacity,
      }),
    ),
    ...texts.map(({ x, y, text, size, weight, colour }) =>
      tag(
        "text",
        {
          x: round(x),
          y: round(y),
          "font-family": FONT,
          "font-size": size,
          "font-weight": weight,
          fill: colour,
          stroke: paper,
          "stroke-width": HALO,
          "stroke-linejoin": "round",
          "paint-order": "stroke",
          "text-anchor": "middle",
          "dominant-baseline": "central",
        },
        escapeXml(text),
      ),
    ),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag("svg", head, `\n${body.join("\n")}\n`)}\n`;
}

/** Paints the scene. */
export function paintScene(context, { width, height, paper, lines, marks, texts }) {
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  for (const { from, over, to, colour, width: wide, dashed, opacity } of lines) {
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.setLineDash(dashed ? [3, 4] : []);
    context.stroke(new Path2D(`M${spot(from)}Q${spot(over)} ${spot(to)}`));
  }
  context.setLineDash([]);
  for (const { x, y, size, path, fill, border, borderWidth, opacity } of marks) {
    context.save();
    context.globalAlpha = opacity;
    context.translate(x - size, y - size);
    context.scale(size / 8, size / 8);
    context.fillStyle = fill;
    context.strokeStyle = border;
    context.lineWidth = (borderWidth * 8) / size;
    context.fill(new Path2D(path));
    context.stroke(new Path2D(path));
    context.restore();
  }
  context.globalAlpha = 1;
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: HALO });
  for (const { x, y, text, size, weight, colour } of texts) {
    context.font = `${weight} ${size}px ${FONT}`;
    context.strokeStyle = paper;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }
}

const round = (value) => Math.round(value * 100) / 100;
const spot = ({ x, y }) => `${round(x)} ${round(y)}`;

function tag(name, attributes, inside = "") {
  const said = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return `<${name}${said.map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`).join("")}>${inside}</${name}>`;
}

function escapeXml(text) {
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return plain.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
