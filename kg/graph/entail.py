"""What follows from the ontology, and what it forbids: each of its axioms becomes SPARQL rules and checks.

The rules are read from the axioms, so a new axiom in ontology/dipl.ttl needs no new code as long as it is of a kind
named in `_Axioms`. They cover what OWL 2 RL covers of it, with the assumption that two names mean two things, which
holds here and which OWL itself does not make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Final

import pyoxigraph as ox

from kg.graph.nodes import Nodes, Term
from kg.graph.terms import OWL, RDFS, TYPE, XSD, ontology_triples
from kg.kept import kept

_MIN_INCLUSIVE: Final = ox.NamedNode(XSD + "minInclusive")


@dataclass(frozen=True, slots=True)
class Rule:
    """`head` holds wherever `body` does; both are SPARQL graph patterns over ?x (and ?y)."""

    head: str
    body: str

    @property
    def update(self) -> str:
        return f"INSERT {{ {self.head} }} WHERE {{ {self.body} }}"


@dataclass(frozen=True, slots=True)
class Check:
    """Where `body` holds something cannot be; `message` says what, with ?x, ?a and ?b to be filled in."""

    body: str
    message: str

    @property
    def query(self) -> str:
        return f"SELECT DISTINCT ?x ?a ?b WHERE {{ {self.body} }}"


@dataclass(frozen=True, slots=True)
class Theory:
    """The rules and checks of one ontology, and the properties that only serve its chains (`owl:hasSelf`)."""

    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]
    devices: frozenset[ox.NamedNode]
    literals: frozenset[ox.Literal]  # values that an axiom names
    counted: frozenset[ox.NamedNode]  # properties of which an axiom says how many values a thing can have
    tangled: frozenset[ox.NamedNode]  # properties of which an axiom speaks across subjects
    restricted: frozenset[ox.NamedNode]  # properties of which an axiom speaks for a class of subjects


@cache
def theory() -> Theory:
    """Rules and checks of ontology/dipl.ttl."""
    return kept("theory", lambda: theory_of(ontology_triples()))


def theory_of(triples: Iterable[ox.Triple | ox.Quad]) -> Theory:
    """Rules and checks of an ontology given as its triples, in an order that does not depend on theirs."""
    axioms = _Axioms(triples)
    rules = dict.fromkeys((*axioms.class_rules(), *axioms.property_rules()))
    checks = dict.fromkeys((*axioms.class_checks(), *axioms.property_checks()))
    return Theory(
        tuple(rules),
        tuple(checks),
        frozenset(axioms.devices()),
        frozenset(axioms.literals()),
        frozenset(axioms.counted()),
        frozenset(axioms.tangled()),
        frozenset(axioms.restricted()),
    )


class _Axioms(Nodes):
    """The axioms of an ontology, read from its RDF."""

    def _inclusions(self) -> Iterator[tuple[Term, Term]]:
        """Each pair of class expressions of which the first lies within the second."""
        yield from self.pairs(RDFS + "subClassOf")
        for one, other in self.pairs(OWL + "equivalentClass"):
            yield one, other
            yield other, one

    def devices(self) -> Iterator[ox.NamedNode]:
        return self._restricted_by("hasSelf")

    def counted(self) -> Iterator[ox.NamedNode]:
        yield from self._restricted_by("maxCardinality", "cardinality")
        yield from self.typed(OWL + "FunctionalProperty")
        yield from self.typed(OWL + "InverseFunctionalProperty")

    def tangled(self) -> Iterator[ox.NamedNode]:
        yield from self.typed(OWL + "InverseFunctionalProperty")
        yield from self.typed(OWL + "AsymmetricProperty")

    def restricted(self) -> Iterator[ox.NamedNode]:
        for _, prop in self.pairs(OWL + "onProperty"):
            found = self.value(prop, OWL + "inverseOf") if isinstance(prop, ox.BlankNode) else prop
            if isinstance(found, ox.NamedNode):
                yield found

    def _restricted_by(self, *kinds: str) -> Iterator[ox.NamedNode]:
        """The properties on which there is a restriction of one of the kinds."""
        for node in (node for kind in kinds for node, _ in self.pairs(OWL + kind)):
            found = self.value(node, OWL + "onProperty")
            if isinstance(found, ox.NamedNode):
                yield found

    def literals(self) -> Iterator[ox.Literal]:
        named = [value for _, value in self.pairs(OWL + "hasValue")]
        listed = [value for _, values in self.pairs(OWL + "oneOf") for value in self.items(values)]
        yield from (value for value in (*named, *listed) if isinstance(value, ox.Literal))

    # -- class expressions --------------------------------------------------------------------------------------------

    def _path(self, prop: Term | None) -> str:
        if isinstance(prop, ox.BlankNode):
            return f"^{self.value(prop, OWL + 'inverseOf')}"
        return str(prop)

    def _is_data(self, prop: Term | None) -> bool:
        return prop in self.typed(OWL + "DatatypeProperty")

    def _members(self, node: Term, x: str) -> str | None:
        """Graph pattern of what is known to be in a class expression; None if its members cannot be told."""
        if isinstance(node, ox.NamedNode):
            return f"{x} {TYPE} {node} ."
        for connective, joint in (("intersectionOf", " "), ("unionOf", " UNION ")):
            operands = self.items(self.value(node, OWL + connective))
            if operands:
                parts = [self._members(operand, x) for operand in operands]
                known = [part if joint == " " else f"{{ {part} }}" for part in parts if part]
                return joint.join(known) if len(known) == len(parts) else None
        return self._restricted(node, x)

    def _restricted(self, node: Term, x: str) -> str | None:
        prop = self.value(node, OWL + "onProperty")
        path, y = self._path(prop), f"{x}_"
        if (value := self.value(node, OWL + "hasValue")) is not None:
            return f"{x} {path} {value} ."
        filler = self.value(node, OWL + "someValuesFrom")
        if prop is None or filler is None:
            return None
        inner = self._in_range(filler, y) if self._is_data(prop) else self._members(filler, y)
        return f"{x} {path} {y} . {inner}" if inner else None

    def _in_range(self, datatype: Term, y: str) -> str | None:
        if isinstance(datatype, ox.NamedNode):
            return f"FILTER(DATATYPE({y}) = {datatype})"
        facets = self.items(self.value(datatype, OWL + "withRestrictions"))
        lowest = [self.value(facet, _MIN_INCLUSIVE.value) for facet in facets]
        return f"FILTER({y} >= {lowest[0]})" if len(lowest) == 1 and lowest[0] else None

    # -- rules --------------------------------------------------------------------------------------------------------

    def class_rules(self) -> Iterator[Rule]:
        for inner, outer in self._inclusions():
            body = self._members(inner, "?x")
            if body:
                yield from (Rule(head, f"{body} {more}") for head, more in self._consequences(outer, str(inner)))

    def _consequences(self, node: Term, inner: str) -> Iterator[tuple[str, str]]:
        """Head and further condition of what is true of every member of a class expression."""
        if isinstance(node, ox.NamedNode):
            if str(node) != inner:
                yield f"?x {TYPE} {node}", ""
            return
        for operand in self.items(self.value(node, OWL + "intersectionOf")):
            yield from self._consequences(operand, inner)
        path = self._path(self.value(node, OWL + "onProperty"))
        if (value := self.value(node, OWL + "hasValue")) is not None:
            yield f"?x {path} {value}", ""
        if self.value(node, OWL + "hasSelf") is not None:
            yield f"?x {path} ?x", ""
        every = self.value(node, OWL + "allValuesFrom")
        if isinstance(every, ox.NamedNode) and not self._is_data(self.value(node, OWL + "onProperty")):
            yield f"?y {TYPE} {every}", f"?x {path} ?y ."

    def property_rules(self) -> Iterator[Rule]:
        for lower, upper in self.pairs(RDFS + "subPropertyOf"):
            yield Rule(f"?x {upper} ?y", f"?x {lower} ?y .")
        for one, other in self.pairs(OWL + "inverseOf"):
            if isinstance(one, ox.NamedNode):
                yield Rule(f"?y {other} ?x", f"?x {one} ?y .")
                yield Rule(f"?y {one} ?x", f"?x {other} ?y .")
        for prop, chain in self.pairs(OWL + "propertyChainAxiom"):
            yield Rule(f"?x {prop} ?y", f"?x {'/'.join(self._path(step) for step in self.items(chain))} ?y .")
        for prop in self.typed(OWL + "TransitiveProperty"):
            yield Rule(f"?x {prop} ?y", f"?x {prop}/{prop} ?y .")
        for prop in self.typed(OWL + "SymmetricProperty"):
            yield Rule(f"?y {prop} ?x", f"?x {prop} ?y .")
        for prop, domain in self.pairs(RDFS + "domain"):
            yield Rule(f"?x {TYPE} {domain}", f"?x {prop} ?y .")
        for prop, reach in self.pairs(RDFS + "range"):
            if isinstance(reach, ox.NamedNode) and not reach.value.startswith(XSD) and not self._annotates(prop):
                yield Rule(f"?y {TYPE} {reach}", f"?x {prop} ?y .")

    def _annotates(self, prop: Term) -> bool:
        return prop in self.typed(OWL + "AnnotationProperty")

    # -- checks -------------------------------------------------------------------------------------------------------

    def class_checks(self) -> Iterator[Check]:
        for one, other in self._disjoint_classes():
            body = f"?x {TYPE} {one} . ?x {TYPE} {other} ."
            yield Check(body, f"?x is both {self._name(one)} and {self._name(other)}, and nothing can be both")
        for inner, outer in self._inclusions():
            if isinstance(inner, ox.NamedNode):
                yield from self._forbidden(inner, outer)

    def _disjoint_classes(self) -> Iterator[tuple[Term, Term]]:
        yield from self.pairs(OWL + "disjointWith")
        for _, members in self.pairs(OWL + "members"):
            yield from combinations(self.items(members), 2)

    def _forbidden(self, inner: ox.NamedNode, node: Term) -> Iterator[Check]:
        """What a member of a class cannot have, by a restriction that the class lies within."""
        prop = self.value(node, OWL + "onProperty")
        path, what = self._path(prop), f"?x is {self._name(inner)}"
        body = f"?x {TYPE} {inner} ."
        for bound in ("maxCardinality", "cardinality"):
            most = self.value(node, OWL + bound)
            if isinstance(most, ox.Literal):
                message = f"{what} and has more than {most.value} {self._name(prop)}"
                yield Check(f"{body} {_several(path, int(most.value) + 1)}", message)
        every = self.value(node, OWL + "allValuesFrom")
        if every is not None and (excluded := self._excluded(every)):
            yield Check(f"{body} ?x {path} ?a . {excluded}", f"{what}, so its {self._name(prop)} cannot be ?a")

    def _excluded(self, node: Term) -> str | None:
        """Pattern of an ?a that is known not to be in a class or data range."""
        if (complement := self.value(node, OWL + "complementOf")) is not None:
            return self._members(complement, "?a")
        values = self.items(self.value(node, OWL + "oneOf"))
        return f"FILTER(?a NOT IN ({', '.join(map(str, values))}))" if values else None

    def property_checks(self) -> Iterator[Check]:
        for one, other in self.pairs(OWL + "propertyDisjointWith"):
            message = f"?x has ?a both as {self._name(one)} and as {self._name(other)}"
            yield Check(f"?x {one} ?a . ?x {other} ?a .", message)
        for single in self.typed(OWL + "FunctionalProperty"):
            yield Check(
                _several(str(single), 2), f"?x has two values of {self._name(single)}, ?a and ?b, and can have one"
            )
        for single in self.typed(OWL + "InverseFunctionalProperty"):
            yield Check(
                _several(f"^{single}", 2), f"?x is {self._name(single)} of both ?a and ?b, and can be of one only"
            )
        for single in self.typed(OWL + "IrreflexiveProperty"):
            yield Check(f"?x {single} ?x .", f"?x is {self._name(single)} of itself")
        for single in self.typed(OWL + "AsymmetricProperty"):
            yield Check(
                f"?x {single} ?a . ?a {single} ?x .", f"?x is {self._name(single)} of ?a and the other way round"
            )
        for prop, reach in self.pairs(RDFS + "range"):
            values = self._excluded(reach) if isinstance(reach, ox.BlankNode) else _not_of(reach)
            if values and not self._annotates(prop):
                yield Check(f"?x {prop} ?a . {values}", f"?x has ?a as {self._name(prop)}, which is no value of it")

    def _name(self, term: Term | None) -> str:
        """English label of a term, quoted."""
        labels = (label for label in self.values(term, RDFS + "label") if isinstance(label, ox.Literal))
        return next((f"“{label.value}”" for label in labels if label.language == "en"), str(term))


def _not_of(datatype: Term) -> str | None:
    """Condition that ?a is no value of a datatype of XML Schema; None for a class."""
    if not isinstance(datatype, ox.NamedNode) or not datatype.value.startswith(XSD):
        return None
    if datatype.value in (XSD + "decimal", XSD + "integer", XSD + "nonNegativeInteger"):
        whole = "" if datatype.value == XSD + "decimal" else " && FLOOR(?a) = ?a"
        least = " && ?a >= 0" if datatype.value == XSD + "nonNegativeInteger" else ""
        return f"FILTER(!COALESCE(DATATYPE(?a) IN (<{XSD}integer>, <{XSD}decimal>){whole}{least}, false))"
    return f"FILTER(DATATYPE(?a) != {datatype})"


def _several(path: str, number: int) -> str:
    """Pattern of an ?x with at least `number` different values, of which ?a and ?b are two."""
    names = ["?a", "?b", *(f"?v{n}" for n in range(2, number))]
    values = " ".join(f"?x {path} {name} ." for name in names)
    order = " && ".join(f"STR({one}) < STR({other})" for one, other in pairwise(names))
    return f"{values} FILTER({order})" if order else values
