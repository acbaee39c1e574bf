// The network in the data: its nodes, and what ties them, as kg.ties finds them.

export const ROLES = [
  ["agents", "agent"],
  ["recipients", "recipient"],
  ["via", "via"],
  ["works", "object"],
  ["places", "location"],
];

/** The nodes, all things before all actions; those of the start have a place. */
export function findNodes(data) {
  const things = data.entities.filter(({ cls }) => cls !== "Title").map(({ id, cls, name }) => ({ id, group: cls, label: name }));
  const deeds = data.actions.map(({ id, cls, what = "" }) => {
    const { zh, en } = data.hints[cls];
    return { id, group: cls, label: zh + what, en: en + what };
  });
  const nodes = [...things, ...deeds];
  for (const [number, x, y] of data.places) Object.assign(nodes[number], { x, y });
  return nodes;
}

/** What ties the nodes. The ties of two of them are together, and those that begin at one. */
export function findTies(data, nodes) {
  const numbers = new Map(nodes.map(({ id }, number) => [id, number]));
  const ties = new Map();
  for (const tie of linksOf(data)) {
    if (!numbers.has(tie.from) || !numbers.has(tie.to)) continue;
    const ends = numbers.get(tie.from) * nodes.length + numbers.get(tie.to);
    if (ties.has(ends)) ties.get(ends).push(tie);
    else ties.set(ends, [tie]);
  }
  const begin = ([{ from }]) => numbers.get(from);
  return [...ties.values()].sort((one, other) => begin(one) - begin(other)).flat();
}

function* linksOf(data) {
  const titles = new Map(data.entities.filter(({ cls }) => cls === "Title").map(({ id, name }) => [id, name]));
  // An edge that no title names is called as its role.
  const named = (role) => ({ role, label: data.hints[role].zh, en: data.hints[role].en });
  for (const { id, person, organization, title } of data.memberships) {
    const label = titles.get(title);
    const post = label ? { role: "memberOf", label } : named("memberOf");
    if (organization) yield { from: person, to: organization, ...post, fact: id };
  }
  for (const action of data.actions) {
    for (const [field, role] of ROLES) {
      for (const id of action[field] ?? []) yield { from: action.id, to: id, ...named(role), fact: action.id };
    }
  }
  for (const { id, parent } of data.entities) {
    if (parent) yield { from: id, to: parent, ...named("subOrganizationOf") };
  }
  for (const { id, same = [] } of data.entities) {
    for (const other of same) yield { from: id, to: other, ...named("possiblySameAs") };
  }
}
