"""Immutable values with named fields: what `@dataclass(frozen=True)` gives, for classes the first frame waits for.

A data class is made by writing source and compiling it, 0.5 ms each, which was 17 ms of the 210 that a start took.
These have general methods instead (0.01 ms). Everything else is that of a data class: `replace`, `fields` and `asdict`
turn the class into a real one when they first ask for its fields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field


class _Factory:
    """Stands for a default that each value has for itself."""

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def field(*, default_factory: Callable[[], Any]) -> Any:
    """A field whose default is made anew for each value."""
    return _Factory(default_factory)


class _Fields:
    """Makes a real data class of the class whose fields are asked for."""

    def __get__(self, _: object, owner: type[Frozen]) -> dict[str, Field[Any]]:
        if owner is Frozen:
            raise AttributeError("__dataclass_fields__")
        import dataclasses  # brings `inspect`, and takes as long as ten of these classes

        for name, factory in owner._factories.items():
            setattr(owner, name, dataclasses.field(default_factory=factory))
        made: dict[str, Field[Any]] = dataclasses.dataclass(frozen=True)(owner).__dataclass_fields__
        return made


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """Base of immutable values. A subclass names its fields with their types, and defaults where there are some."""

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _Fields()
    _names: ClassVar[tuple[str, ...]] = ()
    _every: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}
    _factories: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        if cls.__bases__ != (Frozen,):
            raise TypeError(
                f"{cls.__name__} stands on Frozen alone: a base that became a data class has another __init__"
            )
        cls._names = tuple(cls.__annotations__)
        cls._every = frozenset(cls._names)
        given = {name: vars(cls)[name] for name in cls._names if name in vars(cls)}
        for name, one in given.items():
            if hasattr(one, "default_factory"):
                raise TypeError(f"{cls.__name__}.{name} is a field of dataclasses; values have a `field` of their own")
        cls._factories = {name: one.factory for name, one in given.items() if isinstance(one, _Factory)}
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
        twice = bool(given and named) and not named.keys().isdisjoint(names[: len(given)])
        if twice or values.keys() != self._every or len(given) > len(names):
            raise TypeError(f"{type(self).__name__} has {names}, and was given {len(given)} values and {list(named)}")

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
