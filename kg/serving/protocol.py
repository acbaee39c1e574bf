"""The SPARQL 1.1 Protocol for reading: from what a client sent to its query, and the forms of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from kg.errors import KGError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
"""The media types of rows and of yes or no, the usual one first, and the form of `kg.results` for each."""

GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
"""The same for graphs."""


class RequestError(KGError):
    """A request that is answered by a status of HTTP and a sentence."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = dict(headers or {})

    def __reduce__(self) -> tuple[type[RequestError], tuple[int, str, dict[str, str]]]:
        """So that a worker can raise it."""
        return RequestError, (self.status, str(self), self.headers)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent to the endpoint: the part of the address behind `?`, and the body as it came."""

    method: str = "GET"
    parameters: str = ""
    content_type: str | None = None
    body: bytes = field(default=b"", repr=False)


def read_query(request: Request) -> str | None:
    """The query that a request asks; None where it asks for the description of the service.

    Raises RequestError where the request is none of the three of the protocol, asks for an update, or names
    graphs.
    """
    parameters = _parameters(request.parameters.encode("ascii", "surrogateescape"))
    if request.method != "POST":
        return _one_query(parameters) if parameters else None
    kind, charset = _content_type(request.content_type)
    if kind == UPDATE:
        raise RequestError(403, "Updates are refused because this graph is only read; send a query.")
    if kind not in (FORM, QUERY):
        raise RequestError(415, f"A query comes as {FORM} or {QUERY}; set Content-Type to one of them.")
    if charset not in ("", "utf-8", "utf8"):
        raise RequestError(415, f"A query in {charset} is not read; send it in UTF-8.")
    if kind == FORM:
        return _one_query([*parameters, *_parameters(request.body)])
    if any(name == "query" for name, _ in parameters):
        raise RequestError(400, "There is a query in the address and another in the body; send one.")
    _refuse_others(parameters)
    try:
        return request.body.decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError(400, "The query is not in UTF-8; send it so.") from None


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise RequestError(400, "The parameters are too many or not in UTF-8; send them so.") from None


def _one_query(parameters: list[tuple[str, str]]) -> str:
    _refuse_others(parameters)
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise RequestError(400, f"The request has {len(queries)} parameters called query; send one.")
    return queries[0]


def _refuse_others(parameters: list[tuple[str, str]]) -> None:
    names = {name for name, _ in parameters}
    if "update" in names:
        raise RequestError(403, "Updates are refused because this graph is only read; send a query.")
    graphs = sorted(name for name in names if name.endswith("-graph-uri"))
    if graphs:
        raise RequestError(400, f"{graphs[0]} is refused because one graph is served; leave it out.")


def _content_type(header: str | None) -> tuple[str, str]:
    """Media type and charset, in lower case."""
    kind, *parts = (part.strip().lower() for part in (header or "").split(";"))
    charsets = [part.partition("=")[2].strip('"') for part in parts if part.startswith("charset")]
    return kind, charsets[0] if charsets else ""
