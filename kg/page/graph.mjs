// The data of the page with the ways through it. Nothing here draws.

/** Nodes, edges, facts and sentences by id, and the edges of every node. */
export function indexGraph(data) {
  const byId = (values) => new Map(values.map((value) => [value.id, value]));
  const edges = data.edges.map((edge, number) => ({ ...edge, id: `edge/${number}` }));
  const edgesOf = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of edges) {
    edgesOf.get(edge.from).push(edge);
    if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
  }
  return {
    hints: data.hints,
    options: data.options,
    nodes: byId(data.nodes),
    edges: byId(edges),
    edgesOf,
    entities: byId(data.entities),
    memberships: byId(data.memberships),
    actions: byId(data.actions),
    sentences: byId(data.sentences),
    articles: byId(data.articles),
  };
}

/** The label of a node or an edge in the language asked for. */
export function labelOf(thing, lang) {
  return (lang === "en" && thing.en) || thing.label;
}

/** The ontology's name of a class, property or status. */
export function termOf(graph, name, lang) {
  return graph.hints[name]?.[lang] ?? name;
}

/** Every name of an entity, the fullest first; of an action none. */
export function namesOf(graph, id) {
  const entity = graph.entities.get(id);
  return entity ? [entity.name, ...(entity.aliases ?? [])] : [];
}

/** The ids of the nodes that share an edge with this one. */
export function neighboursOf(graph, id) {
  const ids = graph.edgesOf.get(id).map((edge) => (edge.from === id ? edge.to : edge.from));
  return new Set(ids.filter((other) => other !== id));
}

export const ROLES = [
  ["agents", "agent"],
  ["recipients", "recipient"],
  ["via", "via"],
  ["works", "object"],
  ["places", "location"],
];

/** The entities of a fact, a membership or an action. */
export function participantsOf(fact) {
  const ids = [fact.person, fact.organization, fact.title, ...ROLES.flatMap(([field]) => fact[field] ?? [])];
  return ids.filter(Boolean);
}

/** What is said of a node: memberships, actions, and edges behind which there is no fact. */
export function factsOf(graph, id) {
  const action = graph.actions.get(id);
  const concerns = (fact) => participantsOf(fact).includes(id);
  return {
    memberships: [...graph.memberships.values()].filter(concerns),
    actions: action ? [action] : [...graph.actions.values()].filter(concerns),
    ties: graph.edgesOf.get(id).filter((edge) => !edge.fact),
  };
}

/** The fact behind an edge, if there is one. */
export function factOf(graph, edge) {
  return graph.memberships.get(edge.fact) ?? graph.actions.get(edge.fact);
}

/** The sentences that say a fact, each with its article. */
export function evidenceOf(graph, fact) {
  return (fact.evidence ?? [])
    .map((id) => graph.sentences.get(id))
    .filter(Boolean)
    .map((sentence) => ({ sentence, article: graph.articles.get(sentence.article) }));
}
