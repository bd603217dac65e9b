"""What the Reconciliation Service API 0.2 demands of each message, restated from its specification as JSON Schema.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/

The official schemas (github.com/reconciliation-api/specs, folder 0.2/schemas) are not copied here. `plain` brings any
schema into a form without descriptions and references; `OFFICIAL` holds a digest of that form of each official file, so
that a test shows ours to demand the same, offline. Only `authentication` of the manifest is left out: it refers to the
schema of Swagger 2.0, and the service has none. Whoever has the official files sets KG_RECONCILIATION_SCHEMAS to their
folder: then the tests hold every message against them, too.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}


def record(required: str = "", closed: bool = False, **members: Schema) -> Schema:
    demanded = {"required": required.split()} if required else {}
    named = {"properties": members} if members else {}
    return {"type": "object", **named, **demanded, **({"additionalProperties": False} if closed else {})}


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def keyed(item: Schema) -> Schema:
    return {"type": "object", "additionalProperties": item}


def any_of(*schemas: Schema) -> Schema:
    return {"oneOf": list(schemas)}


def like(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def setting(kind: str, default: Schema, **more: Schema) -> Schema:
    required = " ".join(("type", "label", "name", *more))
    found = record(required, type=one_of(kind), default=default, label=TEXT, name=TEXT, help_text=TEXT)
    found["properties"] |= more
    return found


TYPE = {
    "$id": "urn:type",
    **record("id name", id=TEXT, name=TEXT, description=TEXT, broader=listed({"$ref": "urn:type"})),
}
NAMED = any_of(record("id", id=TEXT, name=TEXT), TEXT)
DESCRIBED = record("id name", id=TEXT, name=TEXT, description=TEXT)
ADDRESS = record("url", url=like(r".*\{\{id\}\}.*"))
SERVICE = record(
    service_url=TEXT, service_path=TEXT, flyout_service_url=TEXT, flyout_service_path=like(r".*\$\{id\}.*")
)
_VALUE = any_of(TEXT, NUMBER, TRUTH, record("id", id=TEXT, name=TEXT))
_DAY = r"(-?(?:[1-9][0-9]*)?[0-9]{4})-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12][0-9])"
_HOUR = r"(2[0-3]|[01][0-9]):([0-5][0-9]):([0-5][0-9])(\.[0-9]+)?(Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?"
_CELL = any_of(
    record(closed=True),
    record("id name", True, id=TEXT, name=TEXT, description=TEXT),
    record("str", True, str=TEXT),
    record("float", True, float=NUMBER),
    record("int", True, int=WHOLE),
    record("date", True, date=like(f"^{_DAY}T{_HOUR}$")),
)
_CHOICE = record("value name", value=TEXT, name=TEXT)
_BY_PROPERTIES = {"required": ["properties"], "properties": {"properties": {"type": "array", "minItems": 1}}}

# By the name of the official file.
SCHEMAS: dict[str, Schema] = {
    "manifest": record(
        "versions name identifierSpace schemaSpace",
        versions={**listed(TEXT), "contains": {"enum": ["0.2"]}},
        name=TEXT,
        identifierSpace=TEXT,
        schemaSpace=TEXT,
        documentation=TEXT,
        serviceVersion=TEXT,
        logo=TEXT,
        view=ADDRESS,
        feature_view=ADDRESS,
        defaultTypes={**listed(TYPE), "uniqueItems": True},
        suggest=record(entity=SERVICE, property=SERVICE, type=SERVICE),
        preview=record("url width height", url=like(r".*\{\{id\}\}.*"), width=WHOLE, height=WHOLE),
        extend=record(
            propose_properties=record(service_url=TEXT, service_path=TEXT),
            property_settings=listed(
                any_of(
                    setting("number", NUMBER),
                    setting("text", TEXT),
                    setting("checkbox", TRUTH),
                    setting("select", TEXT, choices=listed(_CHOICE)),
                )
            ),
        ),
    ),
    "reconciliation-query-batch": keyed(
        {
            **record(
                closed=True,
                query=TEXT,
                type=any_of(TEXT, listed(TEXT)),
                limit=NUMBER,
                properties=listed(record("pid v", pid=TEXT, v=any_of(_VALUE, listed(_VALUE)))),
                type_strict=one_of("any", "should", "all"),
            ),
            "anyOf": [{"required": ["query"]}, _BY_PROPERTIES],
        }
    ),
    "reconciliation-result-batch": keyed(
        record(
            "result",
            result=listed(
                record(
                    "id name score",
                    id=TEXT,
                    name=TEXT,
                    description=TEXT,
                    score=NUMBER,
                    features=listed(record(id=TEXT, value=any_of(TRUTH, NUMBER))),
                    match=TRUTH,
                    type=listed(NAMED),
                )
            ),
        )
    ),
    "data-extension-query": record(
        "ids properties", ids=listed(TEXT), properties=listed(record("id", id=TEXT, settings=record()))
    ),
    "data-extension-response": record(
        "rows meta",
        meta=listed(
            record(
                "id name",
                id=TEXT,
                name=TEXT,
                type=record("id", id=TEXT, name=TEXT),
                service={**like("^https?://"), "format": "uri"},
            )
        ),
        rows=keyed(keyed(listed(_CELL))),
    ),
    "suggest-entities-response": record(
        "result", result=listed(record("id name", id=TEXT, name=TEXT, description=TEXT, notable=listed(NAMED)))
    ),
    "suggest-properties-response": record("result", result=listed(DESCRIBED)),
    "suggest-types-response": record("result", result=listed(TYPE)),
}

_ANY_NAME = ("^.*$", ".*")
_WORDS = ("$schema", "$id", "description", "title", "definitions")


def plain(schema: Any, whole: Schema, others: dict[str, Schema] | None = None, names: bool = False) -> Any:
    """A schema without words and references, so that two that demand the same are equal.

    `whole` is what its references count from, `others` holds further files; `names` says that the keys of a mapping
    are names of members, not keywords.
    """
    if isinstance(schema, list):
        return [plain(one, whole, others) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if not names and "$ref" in schema:
        return _referred(schema["$ref"], whole, others or {})
    found = {}
    for key, value in schema.items():
        if not names and (key in _WORDS or (key == "required" and not value)):
            continue
        if not names and key == "patternProperties" and len(value) == 1 and next(iter(value)) in _ANY_NAME:
            found["additionalProperties"] = plain(next(iter(value.values())), whole, others)
            continue
        if not names and key in ("required", "enum"):
            found[key] = sorted(value)
        elif not (names and key == "authentication"):
            found[key] = plain(value, whole, others, names=not names and key == "properties")
    return found


def _referred(reference: str, whole: Schema, others: dict[str, Schema]) -> Any:
    if reference == "urn:type":  # it stands within itself only
        return "itself"
    if reference.startswith("#/"):
        found: Any = whole
        for step in reference[2:].split("/"):
            found = found[step]
        return plain(found, whole, others)
    told = others[reference]
    return "itself" if whole is told else plain(told, told, others)


def digest(schema: Schema, others: dict[str, Schema] | None = None) -> str:
    """A short digest of the plain form."""
    written = json.dumps(plain(schema, schema, others), sort_keys=True)
    return sha256(written.encode()).hexdigest()[:16]


# Of the official files at commit 76328a4d.
OFFICIAL: dict[str, str] = {
    "manifest": "bade25e64938ef96",
    "reconciliation-query-batch": "79452fe1ffb5ff50",
    "reconciliation-result-batch": "1dd943a1939c475a",
    "data-extension-query": "6b8532c450717092",
    "data-extension-response": "77b6c914b7e7570a",
    "suggest-entities-response": "f68473e26ce557ba",
    "suggest-properties-response": "8a01a74b33be51aa",
    "suggest-types-response": "09c9c3a8598ceb4c",
}
