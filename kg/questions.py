"""Prepared questions: SPARQL files whose first comment lines name them and their parameters.

A file begins with `# zh: title`, `# en: title` and a line `# param: name type default` for each
parameter; `type` is string, integer, decimal or iri, and a default may be empty. In the query a
parameter stands as `$name`, so that every file is plain SPARQL for any other engine too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ConfigError, QueryError
from kg.iris import expand
from kg.ontology import ontology_folder

_HEADER = re.compile(r"# (zh|en|param): (.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A `$name` of a question, the type of its values, and the value it has unless another is given."""

    name: str
    type: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A prepared question; `name` is the stem of its file."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    sparql: str


def list_questions(folder: Path | None = None) -> list[Question]:
    """All questions in `folder` (the shipped ones if None) by name; ConfigError where one is broken."""
    folder = folder or ontology_folder() / "questions"
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def load_question(name: str, folder: Path | None = None) -> Question:
    """The question of that name; QueryError where there is none."""
    questions = {question.name: question for question in list_questions(folder)}
    if name not in questions:
        near = get_close_matches(name, questions, n=1, cutoff=0.0)[0] if questions else "another"
        raise QueryError(f"There is no question {name}; do you mean {near}? `kg query --list` names all.")
    return questions[name]


def bind(question: Question, given: Mapping[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
    """The terms of a question's parameters: those given, and the defaults of the others.

    Every value becomes one literal or IRI, whatever stands in it. Raises QueryError where a parameter
    is unknown or a value is not of its type.
    """
    names = [parameter.name for parameter in question.parameters]
    for name in given:
        if name not in names:
            raise QueryError(
                f"The question {question.name} has no parameter {name}; it has {', '.join(names) or 'none'}."
            )
    return {
        parameter.name: _term(question.name, parameter, given.get(parameter.name, parameter.default))
        for parameter in question.parameters
    }


def _term(question: str, parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    try:
        if parameter.type == "iri":
            return ox.NamedNode(value)
        if parameter.type == "integer":
            return ox.Literal(int(value))
        if parameter.type == "decimal":
            if not Decimal(value).is_finite():
                raise InvalidOperation
            return ox.Literal(f"{Decimal(value):f}", datatype=ox.NamedNode(expand("xsd:decimal")))
        return ox.Literal(value)
    except (ValueError, InvalidOperation) as error:
        raise QueryError(
            f"The parameter {parameter.name} of {question} is no {parameter.type} ({value!r}); give another."
        ) from error


def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    headers = [found.groups() for found in map(_HEADER.fullmatch, text.splitlines()) if found]
    titles = {key: said.strip() for key, said in headers if key != "param"}
    parameters = [said.split(maxsplit=2) for key, said in headers if key == "param"]
    if titles.keys() != {"zh", "en"}:
        raise ConfigError(f"{path} lacks the lines `# zh: …` and `# en: …` of a question; add them.")
    for parameter in parameters:
        if len(parameter) < 2 or parameter[1] not in {"string", "integer", "decimal", "iri"}:
            raise ConfigError(f"{path} has a `# param:` without a name, a type and a default; mend the line.")
    return Question(
        path.stem,
        titles["zh"],
        titles["en"],
        tuple(Parameter(name, kind, default[0] if default else "") for name, kind, *default in parameters),
        text,
    )
