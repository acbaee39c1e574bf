// Search over labels and every other name, as it is typed: in Simplified or Traditional characters, or by sound.

import { degreeOf, namesOf } from "./graph.mjs";

/** How texts are compared: width, case, spaces and Traditional forms are one. */
const folder = (forms) => (text) =>
  [...text.normalize("NFKC").toLowerCase()].map((character) => forms[character] ?? character).join("").replace(/\s+/g, "");

/**
 * Everything that can be found, each with its names as they are compared. `forms` gives the Simplified form
 * of Traditional characters, `sounds` the syllables of a character, with spaces between them.
 */
export function searchIndex(graph, { forms, sounds }) {
  const fold = folder(forms);
  const syllables = new Map(Object.entries(sounds).map(([character, said]) => [character, said.split(" ")]));
  const entries = [...graph.nodes.values()].map((node) => {
    const names = graph.entities.has(node.id) ? namesOf(graph, node.id) : [node.label, node.en ?? ""];
    return { id: node.id, names, folded: names.map(fold), weight: degreeOf(graph, node.id) };
  });
  return { entries, fold, syllables };
}

/** Lower is better: the same, begins with it, contains it, has its characters in this order. */
function rankName(name, query) {
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (name.includes(query)) return 2;
  let place = -1;
  for (const character of query) {
    place = name.indexOf(character, place + 1);
    if (place < 0) return Infinity;
  }
  return 3;
}

/** Lower is better: a query sounds like the beginning of a name, like a part of it; whole syllables or initials. */
function rankSound(name, query, syllables) {
  const characters = [...name];
  const begins = characters.findIndex((_, place) => soundsFrom(characters, place, query, 0, syllables));
  return begins < 0 ? Infinity : begins === 0 ? 2.5 : 2.8;
}

/** Whether the letters of a query from `at` on are those of the characters from `place` on, each as far as one types it. */
function soundsFrom(characters, place, query, at, syllables) {
  if (at === query.length) return true;
  const character = characters[place];
  if (character === undefined) return false;
  if (character === query[at] && soundsFrom(characters, place + 1, query, at + 1, syllables)) return true;
  return (syllables.get(character) ?? []).some((syllable) => {
    let shared = 0;
    while (shared < syllable.length && syllable[shared] === query[at + shared]) shared++;
    for (; shared > 0; shared--) {
      if (soundsFrom(characters, place + 1, query, at + shared, syllables)) return true;
    }
    return false;
  });
}

/** The best `limit` entries for a query, as `{id, name}` with the name that was found. */
export function searchNames({ entries, fold, syllables }, query, limit) {
  const wanted = fold(query);
  if (!wanted) return [];
  const spoken = /[a-z]/.test(wanted);
  const rank = (name) => Math.min(rankName(name, wanted), spoken ? rankSound(name, wanted, syllables) : Infinity);
  return entries
    .map((entry) => {
      const ranks = entry.folded.map(rank);
      const best = Math.min(...ranks);
      return { entry, rank: best, name: entry.names[ranks.indexOf(best)] };
    })
    .filter((found) => found.rank < Infinity)
    .sort(
      (one, other) =>
        one.rank - other.rank || other.entry.weight - one.entry.weight || one.name.length - other.name.length,
    )
    .slice(0, limit)
    .map(({ entry, name }) => ({ id: entry.id, name }));
}
