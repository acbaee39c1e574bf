import shutil
from itertools import combinations
from pathlib import Path

import pytest

from kg.errors import ConfigError
from kg.ontology import Ontology, OntologyClass, load_ontology, ontology_folder, read_turtle_files

ENTITIES = {"Person", "Organization", "Place", "Work", "Title"}
ORGANIZATIONS = {
    "Organization",
    "Hospital",
    "PartyOrganization",
    "GovernmentBody",
    "Company",
    "School",
    "Charity",
    "Team",
    "Department",
}
ACTIONS = {
    "Donation",
    "BloodDonation",
    "Treatment",
    "Proposal",
    "Appeal",
    "Publicity",
    "PreventionWork",
    "Leadership",
    "Production",
    "Visit",
    "Creation",
    "Training",
    "Testing",
    "Deployment",
}
OTHERS = {"Membership", "Action", "Item", "Article", "Sentence", "Status"}
PROPERTIES = {
    "rdfs:label",
    "skos:altLabel",
    "skos:editorialNote",
    "dcterms:source",
    "schema:mentions",
    "schema:datePublished",
    "org:member",
    "org:organization",
    "org:role",
    "org:memberOf",
    "org:subOrganizationOf",
    "schema:agent",
    "schema:recipient",
    "kg:via",
    "schema:object",
    "schema:location",
    "kg:date",
    "kg:amount",
    "schema:priceCurrency",
    "kg:status",
    "kg:trigger",
    "kg:approximate",
    "schema:value",
    "schema:unitText",
    "kg:evidence",
    "kg:confidence",
    "kg:possiblySameAs",
    "nif:anchorOf",
    "nif:beginIndex",
    "nif:endIndex",
    "prov:wasQuotedFrom",
}
ALIGNED = {
    "Person": {"http://xmlns.com/foaf/0.1/Person", "https://schema.org/Person"},
    "Organization": {"http://www.w3.org/ns/org#Organization", "https://schema.org/Organization"},
    "Hospital": {"https://schema.org/Hospital"},
    "Place": {"https://schema.org/Place"},
    "Work": {"https://schema.org/CreativeWork"},
    "Title": {"http://www.w3.org/ns/org#Role", "http://www.w3.org/2004/02/skos/core#Concept"},
    "Membership": {"http://www.w3.org/ns/org#Membership"},
    "Action": {"https://schema.org/Action", "http://semanticweb.cs.vu.nl/2009/11/sem/Event"},
    "Donation": {"https://schema.org/DonateAction"},
    "Item": {"https://schema.org/QuantitativeValue"},
    "Article": {"https://schema.org/NewsArticle", "http://www.w3.org/ns/prov#Entity"},
    "Sentence": {
        "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Sentence",
        "http://www.w3.org/ns/prov#Entity",
    },
}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The ontology without its domains."""
    folder = tmp_path_factory.mktemp("core") / "ontology"
    shutil.copytree(ontology_folder(), folder, ignore=shutil.ignore_patterns("domains"))
    return load_ontology(folder)


def drawn(ontology: Ontology) -> list[OntologyClass]:
    """Every class that the page draws, those of the domains too."""
    names = ENTITIES | ORGANIZATIONS | (ontology.subclasses("Action") - {"Action"})
    return [ontology.classes[name] for name in sorted(names)]


def test_every_class_and_property_of_the_contract_is_there_and_no_other(core: Ontology) -> None:
    assert set(core.classes) == ENTITIES | ORGANIZATIONS | ACTIONS | OTHERS
    assert set(core.properties) == PROPERTIES
    assert set(core.individuals) == {"Realised", "Planned", "CalledFor"}


def test_classes_stand_below_the_right_ones(core: Ontology) -> None:
    assert core.subclasses("Organization") == ORGANIZATIONS
    assert core.subclasses("Action") == ACTIONS | {"Action"}
    assert core.ancestors("Hospital") == ("Organization",)
    assert core.ancestors("Person") == ()
    assert {core.kind_of(name) for name in ORGANIZATIONS} == {"organization"}
    assert core.kind_of("Donation") == "action"


@pytest.mark.parametrize("name", sorted(ALIGNED))
def test_classes_are_aligned_with_standard_vocabularies(name: str) -> None:
    above = {
        triple.object.value
        for _, triple in read_turtle_files()
        if triple.subject.value.endswith(f"/ontology#{name}")
        and triple.predicate.value.endswith("#subClassOf")
    }
    assert above >= ALIGNED[name]


def test_no_property_lets_a_reasoner_invent_a_type() -> None:
    verbs = {triple.predicate.value.rpartition("#")[2] for _, triple in read_turtle_files()}
    assert "subClassOf" in verbs
    assert not verbs & {"domain", "range", "equivalentClass", "sameAs", "InverseFunctionalProperty"}


def test_everything_drawn_has_a_look_of_its_own(ontology: Ontology) -> None:
    looks = [(cls.colour, cls.shape) for cls in drawn(ontology)]
    assert all(colour and shape for colour, shape in looks)
    assert len(set(looks)) == len(looks) > len(ENTITIES | ORGANIZATIONS | ACTIONS)


@pytest.mark.parametrize("sight", ["protan", "deutan", "tritan", "normal"])
def test_colours_of_one_shape_differ_for_every_eye(ontology: Ontology, sight: str) -> None:
    for one, other in combinations(drawn(ontology), 2):
        if one.shape == other.shape:
            assert _difference(one.colour or "", other.colour or "", sight) > 10, (one.name, other.name)


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def _difference(one: str, other: str, sight: str) -> float:
    """CIE 1976 difference of two colours as an eye sees them; about 2 is just noticed."""
    a, b = _lab(one, sight), _lab(other, sight)
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


def _lab(colour: str, sight: str) -> tuple[float, float, float]:
    srgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in srgb]
    seen = [min(1.0, max(0.0, _dot(row, linear))) for row in SIGHTS[sight]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (_f(_dot(row, seen) / white) for row, white in zip(to_xyz, (0.9505, 1.0, 1.089), strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _dot(row: tuple[float, ...], vector: list[float]) -> float:
    return sum(a * b for a, b in zip(row, vector, strict=True))


def _f(t: float) -> float:
    return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116


DOMAIN = """@prefix kg: <https://w3id.org/zhkg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
kg:Action a owl:Class ; rdfs:label "行动"@zh, "action"@en ; skos:definition "事"@zh, "deed"@en .
kg:Rescue a owl:Class ; rdfs:subClassOf %s ; %s skos:definition "救人"@zh, "saving people"@en .
"""


def _folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "domains").mkdir()
    (tmp_path / "domains" / "flood.ttl").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_domain_adds_a_class_with_one_file(tmp_path: Path) -> None:
    found = load_ontology(_folder(tmp_path, DOMAIN % ("kg:Action", 'rdfs:label "救援"@zh, "rescue"@en ;')))
    assert found.classes["Rescue"].parents == ("Action",)
    assert found.kind_of("Rescue") == "action"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (DOMAIN % ("kg:Action", 'rdfs:label "救援"@zh ;'), ("flood.ttl", "kg:Rescue", "rdfs:label in en")),
        (DOMAIN % ("kg:Nothing", 'rdfs:label "救援"@zh, "rescue"@en ;'), ("kg:Nothing",)),
        ("kg:Rescue a", ("flood.ttl", "line 1")),
    ],
)
def test_a_broken_ontology_says_what_and_where(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as error:
        load_ontology(_folder(tmp_path, text))
    assert all(word in str(error.value) for word in words)


def test_an_empty_folder_is_no_ontology(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no \*\.ttl"):
        load_ontology(tmp_path)


def test_an_unknown_class_is_named(ontology: Ontology) -> None:
    with pytest.raises(ConfigError, match="kg:Nothing"):
        ontology.ancestors("Nothing")
    with pytest.raises(ConfigError, match="kg:Nothing"):
        ontology.subclasses("Nothing")
