"""JSON Schemas of the format's files, made from the tables by which the decoder reads. Editors complete by them.

They say what the shape of a file may be, and refuse what the decoder refuses by S102, S115, M201, R702 and X807 as far
as one file shows it. What a schema cannot say is left to `check`: ids and folders that must agree, texts that YAML
would cut. Two things it takes otherwise: an empty item in a list of texts is refused, `1.0` counts as a whole number.
Draft-07, since the YAML servers of editors stop there.
"""

from __future__ import annotations

from typing import Any

from chapbook.model.fields import (
    CREDITS_FIELDS,
    LESSON_FIELDS,
    MODULE_FIELDS,
    ONE_OF,
    QUESTION_COMMON,
    QUESTION_FIELDS,
    QUIZ_FIELDS,
    STEMLESS,
    Field,
    Shape,
)
from chapbook.model.mapping import MAX_ID
from chapbook.model.module import FORMAT

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_PROSE: Schema = {"type": "string"}
_WORD: Schema = {"type": ["string", "number"]}
_ID: Schema = {
    "type": ["string", "integer"],
    "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
    "maxLength": MAX_ID,
    "minimum": 0,
}
_INTEGER: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_PLAIN: dict[Shape, Schema] = {
    Shape.PROSE: _PROSE,
    Shape.WORD: _WORD,
    Shape.ID: _ID,
    Shape.INTEGER: _INTEGER,
    Shape.NUMBER: _NUMBER,
    Shape.BOOLEAN: {"type": "boolean"},
}
_ITEMS: dict[Shape, Schema] = {
    Shape.PROSES: _PROSE,
    Shape.WORDS: _WORD,
    Shape.IDS: _ID,
    Shape.INTEGERS: _INTEGER,
    Shape.NUMBERS: _NUMBER,
}
_NOT_BLANK = r"\S"


def module_schema() -> Schema:
    """Give the schema of `module.yml`."""
    return file_schema("Chapbook: module.yml", MODULE_FIELDS)


def lesson_schema() -> Schema:
    """Give the schema of a lesson's front matter."""
    return file_schema("Chapbook: the head of a lesson", LESSON_FIELDS)


def credits_schema() -> Schema:
    """Give the schema of `assets/credits.yml`."""
    return file_schema("Chapbook: assets/credits.yml", CREDITS_FIELDS)


def quiz_schema() -> Schema:
    """Give the schema of a quiz file: which keys a question may have hangs on its type."""
    schema = file_schema("Chapbook: a quiz", QUIZ_FIELDS)
    schema["properties"]["questions"]["items"] = {"$ref": "#/definitions/question"}
    by_type = {f"question-{kind}": _question(kind) for kind in QUESTION_FIELDS}
    return {**schema, "definitions": {"question": _any_question(), **by_type}}


def file_schema(title: str, fields: tuple[Field, ...]) -> Schema:
    """Give the schema of a file that is one mapping."""
    return {"$schema": DRAFT, "title": title, **_mapping(fields)}


def _mapping(fields: tuple[Field, ...]) -> Schema:
    required = [field.name for field in fields if field.required]
    return {
        "type": "object",
        "properties": {field.name: _key(field) for field in fields},
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _key(field: Field) -> Schema:
    value = _value(field)
    if field.also:
        value = {"anyOf": [value, {"const": field.also}]}
    if not field.required:
        value = _or_nothing(value)
    return {"description": field.doc, **value}


def _or_nothing(value: Schema) -> Schema:
    """Allow a key without a value, which counts as a key that is not there."""
    if "anyOf" in value:
        return {"anyOf": [*value["anyOf"], {"type": "null"}]}
    if "enum" in value:
        return {"enum": [*value["enum"], None]}
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return {**value, "type": [*kinds, "null"]}


def _value(field: Field) -> Schema:
    if field.name == "format":
        return {"enum": [FORMAT]}
    if field.choices:
        return {"enum": list(field.choices)}
    if field.shape is Shape.MAPPING:
        return _mapping(field.fields)
    if field.shape is Shape.MAPPINGS:
        return _list(_mapping(field.fields) if field.fields else {}, field)
    if field.shape in _ITEMS:
        return _list(_ITEMS[field.shape], field)
    value = _PLAIN[field.shape]
    filled = field.required and field.shape in (Shape.PROSE, Shape.WORD)
    return {**value, "pattern": _NOT_BLANK} if filled else dict(value)


def _list(items: Schema, field: Field) -> Schema:
    fixed = {"minItems": field.count, "maxItems": field.count} if field.count else {}
    return {"type": "array", "items": items, **({"minItems": 1} if field.required else {}), **fixed}


def _any_question() -> Schema:
    """Choose by `type`, so that an editor speaks about the keys of that type only."""
    kind = next(field for field in QUESTION_COMMON if field.name == "type")
    return {
        "type": "object",
        "properties": {"type": {"description": kind.doc, "enum": list(QUESTION_FIELDS)}},
        "required": [field.name for field in QUESTION_COMMON if field.required],
        "allOf": [
            {
                "if": {"properties": {"type": {"const": each}}, "required": ["type"]},
                "then": {"$ref": f"#/definitions/question-{each}"},
            }
            for each in QUESTION_FIELDS
        ],
    }


def _question(kind: str) -> Schema:
    common = tuple(field for field in QUESTION_COMMON if field.name != "type")
    schema = _mapping((*common, *QUESTION_FIELDS[kind]))
    schema["properties"]["type"] = {"const": kind}
    if kind not in STEMLESS:
        schema["required"] = [*schema.get("required", []), "stem"]
        stem = schema["properties"]["stem"]
        schema["properties"]["stem"] = {**stem, "type": "string", "pattern": _NOT_BLANK}
    if kind in ONE_OF:
        own = {field.name: field for field in QUESTION_FIELDS[kind]}
        schema["anyOf"] = [_filled(own[name]) for name in ONE_OF[kind]]
    return schema


def _filled(field: Field) -> Schema:
    """Ask for a key with something in it."""
    value: Schema = {"not": {"type": "null"}}
    if field.shape is Shape.PROSES:
        value = {"minItems": 1, **value}
    if field.shape is Shape.WORD:
        value = {"pattern": _NOT_BLANK, **value}
    return {"required": [field.name], "properties": {field.name: value}}
