// What is drawn, as a file.

import { download, element } from "./dom.mjs";
import { paintScene, sceneSvg } from "./scene.mjs";

/** How many pixels of a picture one of the screen becomes. */
const SHARP = 2;

/** Gives a scene as SVG. */
export function takeSvg(title, scene) {
  download(`${title}.svg`, new Blob([sceneSvg(scene)], { type: "image/svg+xml" }));
}

/** Gives a canvas as PNG. */
export function takePng(title, canvas) {
  canvas.toBlob((blob) => download(`${title}.png`, blob), "image/png");
}

/** A scene painted finer than the screen shows it. */
export function paintSharp(scene) {
  const canvas = element("canvas", { width: scene.width * SHARP, height: scene.height * SHARP });
  const context = canvas.getContext("2d");
  context.scale(SHARP, SHARP);
  paintScene(context, scene);
  return canvas;
}
