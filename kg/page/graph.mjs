// The data of the page with the ways through it. Nothing here draws.

import { ROLES, findNodes, findTies } from "./ties.mjs";

/** Nodes, edges, facts and sentences by id, the edges of every node and the facts about every entity. */
export function indexGraph(data) {
  const byId = (values) => new Map(values.map((value) => [value.id, value]));
  const nodes = findNodes(data);
  const edges = findTies(data, nodes).map((tie, number) => ({ ...tie, id: `edge/${number}` }));
  const edgesOf = new Map(nodes.map((node) => [node.id, []]));
  for (const edge of edges) {
    edgesOf.get(edge.from).push(edge);
    if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
  }
  return {
    hints: data.hints,
    options: data.options,
    base: data.base,
    namespace: data.namespace,
    nodes: byId(nodes),
    edges: byId(edges),
    edgesOf,
    communities: data.communities.map((each) => ({ ...each, nodes: each.nodes.map((number) => nodes[number].id) })),
    entities: byId(data.entities),
    memberships: byId(data.memberships),
    actions: byId(data.actions),
    // Made when they are first needed: the page is drawn before.
    membershipsOf: once(() => byParticipant(data.memberships)),
    actionsOf: once(() => byParticipant(data.actions)),
    sentences: byId(data.sentences),
    articles: byId(data.articles),
  };
}

function once(make) {
  let made = null;
  return () => (made ??= make());
}

function byParticipant(facts) {
  const found = new Map();
  for (const fact of facts) {
    for (const id of new Set(participantsOf(fact))) {
      if (found.has(id)) found.get(id).push(fact);
      else found.set(id, [fact]);
    }
  }
  return found;
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
  const ids = graph.edgesOf.get(id).map((edge) => otherEnd(edge, id));
  return new Set(ids.filter((other) => other !== id));
}

/** The entities of a fact, a membership or an action. */
export function participantsOf(fact) {
  const ids = [fact.person, fact.organization, fact.title, ...ROLES.flatMap(([field]) => fact[field] ?? [])];
  return ids.filter(Boolean);
}

/** What is said of a node: memberships, actions, and edges behind which there is no fact. */
export function factsOf(graph, id) {
  const action = graph.actions.get(id);
  return {
    memberships: graph.membershipsOf().get(id) ?? [],
    actions: action ? [action] : (graph.actionsOf().get(id) ?? []),
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

/** How many links a node has. */
export const degreeOf = (graph, id) => graph.edgesOf.get(id).length;

/** The other end of an edge. */
export const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

/** The IRI of anything in the graph. */
export const iriOf = (graph, id) => graph.base + id;

const VOCABULARIES = [
  ["nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"],
  ["prov", "http://www.w3.org/ns/prov#"],
  ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"],
];

/** A SPARQL query that gives the facts about a thing, or what is said of a fact, with the sentences. */
export function queryOf(graph, id) {
  const isFact = graph.actions.has(id) || graph.memberships.has(id);
  const prefixes = [["kg", graph.namespace], ...VOCABULARIES];
  const subject = isFact ? `<${iriOf(graph, id)}> ?property ?value` : `?fact ?role <${iriOf(graph, id)}> ; a ?class`;
  return [
    ...prefixes.map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}>`),
    `SELECT ${isFact ? "?property ?value" : "?fact ?class ?role"} ?sentence ?article WHERE {`,
    `  ${subject} ; kg:evidence ?said .`,
    "  ?said nif:anchorOf ?sentence .",
    "  OPTIONAL { ?said prov:wasQuotedFrom/rdfs:label ?article }",
    "}",
    "",
  ].join("\n");
}
