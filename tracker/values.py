"""Immutable values with named fields: what `@dataclass(frozen=True)` gives, for classes the first frame waits for.

A data class is made by writing source and compiling it, 0.5 ms each, which was 17 ms of the 210 that a start took.
These have general methods instead (0.01 ms). Everything else is that of a data class: `replace`, `fields` and `asdict`
turn the class into a real one when they first ask for its fields.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

Made = dict[str, Field[Any]]


class _Fields:
    """Makes a real data class of the class whose fields are asked for."""

    def __get__(self, _: object, owner: type[Frozen]) -> Made:
        if owner is Frozen:
            raise AttributeError("__dataclass_fields__")
        made: Made = dataclass(frozen=True)(owner).__dataclass_fields__
        return made


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """Base of immutable values. A subclass names its fields with their types, and defaults where there are some."""

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[Made]
    else:
        __dataclass_fields__ = _Fields()
    _names: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _factories: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        if cls.__bases__ != (Frozen,):
            raise TypeError(
                f"{cls.__name__} stands on Frozen alone: a base that became a data class has another __init__"
            )
        cls._names = tuple(cls.__annotations__)
        given = {name: vars(cls)[name] for name in cls._names if name in vars(cls)}
        cls._factories = {name: one.default_factory for name, one in given.items() if isinstance(one, Field)}
        cls._defaults = {name: one for name, one in given.items() if name not in cls._factories}

    def __init__(self, *given: Any, **named: Any) -> None:
        names, values = self._names, self.__dict__
        if len(given) < len(names):
            values.update(self._defaults)
            for name, factory in self._factories.items():
                if name not in named:
                    values[name] = factory()
            values.update(named)
        values.update(zip(names, given, strict=False))
        if len(values) != len(names) or len(given) > len(names) or (named and not self._fit(len(given), named)):
            raise TypeError(f"{type(self).__name__} has {names}, and was given {len(given)} values and {list(named)}")

    def _fit(self, given: int, named: dict[str, Any]) -> bool:
        """Whether the named values are those of fields that have none by their place."""
        return named.keys() <= set(self._names[given:])

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._names)
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(map(self.__dict__.__getitem__, self._names)))

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{name} of {type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name} of {type(self).__name__} cannot be changed")
