"""What the Reconciliation Service API 0.2 demands of each message, restated from its specification as JSON Schema.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}


def record(required: str = "", closed: bool = False, **members: Schema) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": required.split(),
        **({"additionalProperties": False} if closed else {}),
    }


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def keyed(item: Schema) -> Schema:
    return {"type": "object", "additionalProperties": item}


def any_of(*schemas: Schema) -> Schema:
    return {"oneOf": list(schemas)}


def template(mark: str) -> Schema:
    return {"type": "string", "pattern": mark}


TYPE = record("id name", id=TEXT, name=TEXT, description=TEXT, broader=listed({"type": "object"}))
NAMED = any_of(record("id", id=TEXT, name=TEXT), TEXT)
SERVICE = record(
    service_url=TEXT, service_path=TEXT, flyout_service_url=TEXT, flyout_service_path=template(r"\$\{id\}")
)
_VALUE = any_of(TEXT, {"type": "number"}, {"type": "boolean"}, record("id", id=TEXT, name=TEXT))
_MOMENT = r"^-?\d{4,}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T(2[0-3]|[01]\d):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$"
_CELL = any_of(
    record(closed=True),
    record("id name", True, id=TEXT, name=TEXT, description=TEXT),
    record("str", True, str=TEXT),
    record("float", True, float={"type": "number"}),
    record("int", True, int=WHOLE),
    record("date", True, date={"type": "string", "pattern": _MOMENT}),
)

SCHEMAS: dict[str, Schema] = {
    "manifest": record(
        "versions name identifierSpace schemaSpace",
        versions={"type": "array", "items": TEXT, "contains": {"enum": ["0.2"]}},
        name=TEXT,
        identifierSpace=TEXT,
        schemaSpace=TEXT,
        documentation=TEXT,
        serviceVersion=TEXT,
        logo=TEXT,
        view=record("url", url=template(r"\{\{id\}\}")),
        feature_view=record("url", url=template(r"\{\{id\}\}")),
        defaultTypes={"type": "array", "items": TYPE, "uniqueItems": True},
        suggest=record(entity=SERVICE, property=SERVICE, type=SERVICE),
        preview=record("url width height", url=template(r"\{\{id\}\}"), width=WHOLE, height=WHOLE),
        extend=record(
            propose_properties=record(service_url=TEXT, service_path=TEXT), property_settings=listed({"type": "object"})
        ),
    ),
    "query-batch": keyed(
        {
            **record(
                closed=True,
                query=TEXT,
                type=any_of(TEXT, listed(TEXT)),
                limit={"type": "number"},
                properties=listed(record("pid v", pid=TEXT, v=any_of(_VALUE, listed(_VALUE)))),
                type_strict={"enum": ["any", "should", "all"]},
            ),
            "anyOf": [{"required": ["query"]}, {"required": ["properties"]}],
        }
    ),
    "result-batch": keyed(
        record(
            "result",
            result=listed(
                record(
                    "id name score",
                    id=TEXT,
                    name=TEXT,
                    description=TEXT,
                    score={"type": "number"},
                    features=listed(record(id=TEXT, value=any_of({"type": "boolean"}, {"type": "number"}))),
                    match={"type": "boolean"},
                    type=listed(NAMED),
                )
            ),
        )
    ),
    "extension-query": record(
        "ids properties", ids=listed(TEXT), properties=listed(record("id", id=TEXT, settings={"type": "object"}))
    ),
    "extension-response": record(
        "rows meta",
        meta=listed(record("id name", id=TEXT, name=TEXT, type=record("id", id=TEXT), service=template("^https?://"))),
        rows=keyed(keyed(listed(_CELL))),
    ),
    "suggested-entities": record(
        "result", result=listed(record("id name", id=TEXT, name=TEXT, description=TEXT, notable=listed(NAMED)))
    ),
    "suggested-properties": record("result", result=listed(record("id name", id=TEXT, name=TEXT, description=TEXT))),
    "suggested-types": record("result", result=listed(TYPE)),
}
