// The data of the page: lines of JSON, deflated by the build, in letters of base64.

/** What the island holds: in each line a part by its name, and of a table some rows. */
export async function readIsland(letters) {
  const data = {};
  for (const said of await Promise.all(letters.trim().split("\n").map(readLine))) {
    for (const [name, part] of Object.entries(said)) data[name] = part?.rows ? (data[name] ?? []).concat(objectsOf(part)) : part;
  }
  return data;
}

async function readLine(letters) {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(plain).json();
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
