"""The routes of the server, and what stands before all of them: who may ask, and how a fault is told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import InputError, KGError, LimitError
from kg.query import declare, substitute
from kg.questions import bind, list_questions, load_question
from kg.serving import protocol
from kg.serving.answers import HTML, Asked, Looked, Told, describe_service, unacceptable
from kg.serving.negotiation import best
from kg.serving.pages import STATIC, render_query_page, static_file
from kg.serving.pool import Pool
from kg.serving.protocol import GRAPHS, RESULTS, RequestError

LONGEST = 1 << 20
"""Bytes that a query may have."""
PATIENCE = 10.0
"""Seconds that a client may take to send one."""
HOSTS = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
QUERY_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
NETWORK_POLICY = "frame-ancestors 'none'"  # the page brings its own, with hashes
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

_ANYONE: Any = {"allow_origins": ["*"], "allow_methods": ["GET", "POST"], "allow_headers": ["*"]}


@dataclass(frozen=True, slots=True)
class Service:
    """A graph that is served: its size, the base of its ids, and the workers that answer for it."""

    triples: int
    base: str
    pool: Pool
    network: Pool
    address: str
    cors: bool


def make_app(service: Service) -> ASGIApp:
    """The application that serves it."""

    async def sparql(request: Request) -> Response:
        query = protocol.read_query(
            protocol.Request(
                request.method,
                request.scope["query_string"].decode("latin-1"),
                request.headers.get("content-type"),
                await _body(request),
            )
        )
        accept = _accept(request)
        results, graph = best(accept, tuple(RESULTS)), best(accept, tuple(GRAPHS))
        if query is None:
            if graph is None:
                raise unacceptable(GRAPHS)
            return _response(
                Told(graph, describe_service(service.triples, service.address + "sparql", graph))
            )
        if results is None and graph is None:
            raise unacceptable({**RESULTS, **GRAPHS})
        told = await _unless_gone(request, service.pool.ask(Asked(query, results, graph)))
        return _response(told, {"Vary": "Accept"})

    async def entity(request: Request) -> Response:
        id_ = "{kind}/{local}".format_map(request.path_params)
        forms = (*GRAPHS, HTML)  # a browser asks for HTML by name
        wanted = request.query_params.get("format")
        media_type = best(_accept(request) if wanted is None else wanted, forms)
        if media_type is None:
            raise unacceptable(dict.fromkeys(forms, ""))
        looked = Looked(id_, media_type, _language(request))
        told = await _unless_gone(request, service.pool.ask(looked))
        return _response(told, {"Vary": "Accept, Accept-Language"})

    async def question(request: Request) -> Response:
        asked = load_question(request.path_params["name"])
        given = {name: value for name, value in request.query_params.items() if name != "lang"}
        plain = re.sub(r"\A(?:#[^\n]*\n)*", "", asked.sparql)  # its titles and parameters are on the page
        return Response(declare(substitute(plain, bind(asked, given)), service.base), media_type="text/plain")

    async def network(request: Request) -> Response:
        told = await _unless_gone(request, service.network.ask("the page"))
        return _response(told, {"Content-Security-Policy": NETWORK_POLICY})

    async def query_page(request: Request) -> Response:
        page = render_query_page(list_questions(), service.base, _language(request))
        headers = {"Content-Security-Policy": QUERY_PAGE_POLICY, "Vary": "Accept-Language"}
        return Response(page, media_type=HTML, headers=headers)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            raise HTTPException(404)
        return Response(static_file(name), media_type=STATIC[name])

    return Starlette(
        routes=[
            Route("/", query_page),
            Route("/sparql", sparql, methods=list(protocol.METHODS)),
            Route("/network", network),
            Route("/entity/{kind}/{local}", entity),
            Route("/questions/{name}", question),
            Route("/static/{name}", static),
        ],
        middleware=[
            Middleware(_Guard, cors=service.cors),
            *([Middleware(CORSMiddleware, **_ANYONE)] if service.cors else []),
        ],
        exception_handlers={KGError: _tell, HTTPException: _tell, Exception: _tell},
    )


class _Guard:
    """Turns away what comes under another name, or from another page; puts the usual headers on answers.

    A page of another origin could otherwise reach the server by a name that it lets point to this machine,
    or have the browser ask in its stead.
    """

    def __init__(self, app: ASGIApp, cors: bool) -> None:
        self._app = app
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def decorated(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                extra = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in there)]
            await send(message)

        refusal = self._refusal(Request(scope)) if scope["type"] == "http" else None
        if refusal:
            await _plain(refusal)(scope, receive, decorated)
        else:
            await self._app(scope, receive, decorated)

    def _refusal(self, request: Request) -> RequestError | None:
        host = request.headers.get("host", "").lower()
        if host.rpartition(":")[0] not in HOSTS and host not in HOSTS:
            return RequestError(
                421, f"This server is {' or '.join(HOSTS)} and no other; ask it by one of these names."
            )
        origin = request.headers.get("origin")
        if origin not in (None, f"http://{host}") and not self._cors:
            return RequestError(
                403, "Pages of another origin may not ask; start the server with --cors to let them."
            )
        return None


async def _tell(_request: Request, error: Exception) -> Response:
    """A fault as a status and one sentence."""
    if isinstance(error, RequestError):
        return _plain(error)
    if isinstance(error, HTTPException):
        known = {404: "There is no such page; begin at /.", 405: "Here one may only read; send a GET."}
        sentence = known.get(error.status_code, error.detail)
        allowed = (error.headers or {}).get("Allow", "").split(", ")  # in an order that changes
        headers = {"Allow": ", ".join(method for method in protocol.METHODS if method in allowed)}
        return _plain(RequestError(error.status_code, sentence, headers if any(allowed) else None))
    if isinstance(error, KGError):
        status = 503 if isinstance(error, LimitError) else 500 if isinstance(error, InputError) else 400
        return _plain(RequestError(status, str(error)))
    return _plain(
        RequestError(500, f"The server met a defect of its own ({type(error).__name__}); please report it.")
    )


def _plain(refusal: RequestError) -> Response:
    return Response(f"{refusal}\n", refusal.status, refusal.headers, "text/plain")


def _response(told: Told, headers: Mapping[str, str] | None = None) -> Response:
    return Response(told.body, media_type=told.media_type, headers=headers)


def _accept(request: Request) -> str | None:
    return ", ".join(request.headers.getlist("accept")) or None


def _language(request: Request) -> str:
    """`zh` or `en`: as the address says, else the first of them that the client names, else Chinese."""
    said = request.query_params.get("lang") or request.headers.get("accept-language", "")
    tags = (part.strip().lower()[:2] for part in said.split(","))
    return next((tag for tag in tags if tag in ("zh", "en")), "zh")


async def _body(request: Request) -> bytes:
    """The body; RequestError where it is too long, too slow or compressed."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        plain = {"Accept-Encoding": "identity"}
        raise RequestError(415, "A compressed query is not read; send it as it is.", plain)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LONGEST:
                    raise RequestError(413, f"The query has more than {LONGEST} bytes; shorten it.")
    except TimeoutError:
        raise RequestError(
            408, f"The query did not come within {PATIENCE:g} seconds; send it faster."
        ) from None
    return bytes(body)


async def _unless_gone(request: Request, answer: Coroutine[Any, Any, Told]) -> Told:
    """The answer, given up where the client goes away."""
    work, gone = asyncio.create_task(answer), asyncio.create_task(_gone(request))
    try:
        done, _ = await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if work in done:
            return work.result()
        raise ClientDisconnect
    finally:
        work.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
