"""`kg serve`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.shared import graph_argument, graph_file, narrate, quiet_option


@click.command()
@graph_argument
@click.option("--port", type=click.IntRange(0, 65535), default=7474, show_default=True, help="0: a free one.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="End a query after so long.",
)
@click.option("--cors", is_flag=True, help="Let pages of any other origin ask too.")
@quiet_option
def serve(graph: Path | None, port: int, timeout: float, cors: bool, quiet: bool) -> None:
    """Serve a graph on this machine: to be asked, looked at and followed, never changed.

    Its address is printed: / is the query page, /sparql the endpoint of the SPARQL 1.1 Protocol, /network
    the network, and /entity/… tells of one thing. Only this machine is listened to. Ctrl-C stops it.
    """
    from kg.serving.run import listen, load, run

    with listen(port) as socket:
        address = f"http://127.0.0.1:{socket.getsockname()[1]}/"
        service = load(graph_file(graph), address, timeout, cors)
        click.echo(address)
        narrate(quiet, f"{service.triples} triples served; Ctrl-C stops.")
        run(service, socket)
    narrate(quiet, "Stopped.")
