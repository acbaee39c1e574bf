// The query page: Yasgui on the endpoint of this server, and the prepared questions beside it.

const page = JSON.parse(document.body.dataset.page);
const endpoint = new URL("/sparql", location.href).href;

Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others would ask servers elsewhere
Yasgui.Yasr.defaults.prefixes = page.prefixes;

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [] },
  copyEndpointOnNewTab: true,
  tabName: page.tab,
  persistenceId: null,
  populateFromUrl: false, // an address could name another endpoint
  yasqe: {
    createShareableLink: null,
    persistenceId: null,
    value: page.example,
  },
  yasr: { persistenceId: null },
});

const refusal = document.createElement("p");
refusal.id = "refusal";
refusal.role = "status";
document.getElementById("questions").append(refusal);

/** Puts a prepared question with its parameters into the editor, and asks it. */
async function ask(form) {
  const response = await fetch(`/questions/${form.dataset.question}?${new URLSearchParams(new FormData(form))}`);
  const said = await response.text();
  refusal.textContent = response.ok ? "" : said;
  if (!response.ok) return;
  const tab = yasgui.getTab();
  tab.setQuery(said);
  tab.query();
}

document.getElementById("questions").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(event.target);
});

// What an IRI of this graph stands for is told here, not where its name would lead.
document.addEventListener("click", follow, true);
document.addEventListener("auxclick", follow, true);
function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  const iri = decodeURI(link.href);
  if (iri.startsWith(page.base) && !iri.includes("#")) link.href = `/entity/${encodeURI(iri.slice(page.base.length))}`;
}

globalThis.zhkg = { yasgui };
