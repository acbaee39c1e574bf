"""Other people's stores, each behind one function: `load(path, format) → ask(query) → rows`.

To add one, write a module like its neighbours, with `started` and `FORMATS`, and give it a line here.
Formats bear the names of `kg.outputs.FORMATS`. `stores.parsers` has foreign parsers in the same way.
"""

from __future__ import annotations

from stores import jena, oxigraph, rdflib_store, virtuoso
from stores.answers import Store

STORES: dict[str, Store] = {
    "oxigraph": Store(oxigraph.started, frozenset(oxigraph.FORMATS)),
    "virtuoso": Store(virtuoso.started, frozenset(virtuoso.FORMATS)),
    "jena": Store(jena.started, frozenset(jena.FORMATS)),
    "rdflib": Store(rdflib_store.started, frozenset(rdflib_store.FORMATS)),
}
