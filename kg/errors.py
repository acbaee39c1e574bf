"""The few kinds of error a person can meet; each message is one sentence: what, where, what to do."""


class KGError(Exception):
    """Any fault that zhkg reports in one sentence instead of a traceback."""


class UsageError(KGError):
    """A command that was asked for wrongly."""


class InputError(KGError):
    """An article, graph or gold file that cannot be read."""


class OutputError(KGError):
    """An output that cannot be written; what stood there before is untouched."""


class ConfigError(KGError):
    """A broken `kg.toml`, rulebook or ontology."""


class ModelError(KGError):
    """A tagger model that cannot be loaded."""


class QueryError(KGError):
    """A SPARQL query that cannot be parsed or answered."""


class LimitError(QueryError):
    """A query that took more time, memory or rows than it may."""


class EngineError(KGError):
    """A process that reads articles has gone."""
