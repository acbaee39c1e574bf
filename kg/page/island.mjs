// The data of the page: JSON, deflated by the build, in letters of base64.

/** What the island holds. */
export async function readIsland(letters) {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(plain).json();
}
