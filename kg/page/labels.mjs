// Labels at rest never overlap: those that come first stay.

/**
 * The boxes `{left, top, width, height, size}` that overlap none of those kept before them, in their order,
 * nor an obstacle at least as large as what they name, unless it is that (the same `id`). Of boxes for one
 * thing, the same `of`, the first that has room is kept.
 */
export function thinLabels(boxes, obstacles = []) {
  const kept = [];
  for (const box of boxes) {
    const covers = (other) => boxesOverlap(box, other);
    const mustNot = ({ id, size }) => id !== box.id && size >= box.size;
    const again = ({ of }) => of !== undefined && of === box.of;
    if (kept.some((other) => covers(other) || again(other)) || obstacles.some((other) => mustNot(other) && covers(other))) continue;
    kept.push(box);
  }
  return kept;
}

function boxesOverlap(one, other) {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}
