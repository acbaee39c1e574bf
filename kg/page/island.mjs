// The data of the page: JSON, deflated by the build, in letters of base64.

/** What the island holds. */
export async function readIsland(letters) {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const data = await new Response(plain).json();
  return Object.fromEntries(Object.entries(data).map(([name, part]) => [name, part?.rows ? objectsOf(part) : part]));
}

/** The rows of a table as objects that lack what is empty, and so do the objects in them. */
function objectsOf({ columns, rows }) {
  return rows.map((row) => withoutEmpty(columns.map((name, place) => [name, row[place]])));
}

function withoutEmpty(entries) {
  const full = entries.filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(full.map(([name, value]) => [name, Array.isArray(value) ? value.map(plain) : value]));
}

function plain(value) {
  return value instanceof Object ? withoutEmpty(Object.entries(value)) : value;
}
