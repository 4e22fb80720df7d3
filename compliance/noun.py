"""What the language's nouns are made of: frozen structs that pydantic validates where people write them.

A dataclass takes a millisecond to define, and there are forty of these; a struct takes next to nothing. As each
gives its own schema, it is still pydantic that says all that is wrong with a policy, a desk profile or a record.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar, Literal, get_type_hints

import msgspec


class Noun(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value of the language: keyword arguments only, unknown keys refused unless `EXTRA` says otherwise."""

    EXTRA: ClassVar[Literal["forbid", "ignore"]] = "forbid"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """How pydantic validates a mapping into this noun, and writes it back."""
        from pydantic_core import core_schema

        types = get_type_hints(cls, include_extras=True)
        fields = {}
        for field in msgspec.structs.fields(cls):
            schema = handler.generate_schema(types[field.name])
            if not field.required:
                schema = core_schema.with_default_schema(schema, default=_default(field))
            fields[field.name] = core_schema.typed_dict_field(schema, required=field.required)
        return core_schema.no_info_after_validator_function(
            lambda found: cls(**found),
            core_schema.typed_dict_schema(fields, extra_behavior=cls.EXTRA, cls_name=cls.__name__),
            serialization=core_schema.plain_serializer_function_ser_schema(msgspec.to_builtins),
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        """Its JSON Schema, with what is written in the source about it and its fields."""
        from inspect import cleandoc

        built = handler.resolve_ref_schema(handler(schema))
        built["title"] = cls.__name__
        built["description"] = cleandoc(cls.__doc__ or "")
        for name, text in documentation(cls).items():
            built["properties"][name].setdefault("description", text)
        return built


def documentation(cls: type[Noun]) -> dict[str, str]:
    """What the strings under the fields say, a noun's own and its bases', by field."""
    import ast
    from inspect import cleandoc, getsource
    from textwrap import dedent

    found: dict[str, str] = {}
    for base in reversed([base for base in cls.__mro__ if issubclass(base, Noun)]):
        (definition,) = ast.parse(dedent(getsource(base))).body
        for field, below in pairwise(getattr(definition, "body", ())):
            named = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else None
            if named and isinstance(text, str):
                found[field.target.id] = cleandoc(text)
    return found


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
