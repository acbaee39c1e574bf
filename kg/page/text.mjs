// Text from articles is only ever text: pieces of it are marked, none of it becomes markup.

/**
 * The text in pieces, `{text, kind}`: what is one of the names has the kind of its group, the rest none.
 * `groups` is a list of `{kind, names}`; at every place the longest name wins, then the earlier group.
 */
export function markNames(text, groups) {
  const names = groups
    .flatMap(({ kind, names }) => names.filter(Boolean).map((name) => ({ name, kind })))
    .sort((one, other) => other.name.length - one.name.length);
  const pieces = [];
  let plain = "";
  const flush = () => {
    if (plain) pieces.push({ text: plain });
    plain = "";
  };
  for (let place = 0; place < text.length; ) {
    const hit = names.find(({ name }) => text.startsWith(name, place));
    if (hit) {
      flush();
      pieces.push({ text: hit.name, kind: hit.kind });
      place += hit.name.length;
    } else {
      plain += text[place++];
    }
  }
  flush();
  return pieces;
}

/** At most `length` characters, the rest as an ellipsis. */
export function shorten(text, length) {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : text;
}
