// The shapes of classes, each within a square of sixteen by sixteen.

export const SHAPES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10h-10z",
  diamond: "M8 1.5l6.5 6.5-6.5 6.5-6.5-6.5z",
  triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14l6.5-11.5h-13z",
  star: "M8 1l2.1 4.7 5 .5-3.8 3.4 1.1 5-4.4-2.6-4.4 2.6 1.1-5-3.8-3.4 5-.5z",
  hexagon: "M4.5 2h7l3.5 6-3.5 6h-7l-3.5-6z",
};

/** The path of a shape by its name in vis-network. */
export const shapePath = (name) => SHAPES[name] ?? SHAPES.dot;
