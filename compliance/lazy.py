"""Frozen records whose parts are made when they are first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801 - used as the decorator that it is
    """A property that is worked out once, without the lock that takes most of the time of `functools.cached_property`.

    Where two threads ask for it at the same time, both work it out, and the same is found.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...

    def __get__(self, instance: object, owner: type | None = None) -> T | Self:
        """What was worked out: from the second time on it stands in the instance itself, and this is not asked."""
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._make(instance)
        return value


class _Later:
    __slots__ = ("make",)

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


def later(make: Callable[[], T]) -> T:
    """A value for a part of a Lazy record that is made only if somebody asks for that part."""
    return cast("T", _Later(make))


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Lazy:
    """A record, given as its annotated parts; or laid over an object that has the parts which are not given.

    Two records are equal if all their parts are, whenever each of those was made.
    """

    _parts: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[Mapping[str, object]] = {}

    def __init_subclass__(cls) -> None:
        cls._parts = tuple(cls.__annotations__)
        cls._defaults = {name: cls.__dict__[name] for name in cls._parts if name in cls.__dict__}
        for name in cls._defaults:
            delattr(cls, name)

    def __init__(self, **given: object) -> None:
        """Raises TypeError for parts that are not known, or lack."""
        parts = {**self._defaults, **given}
        if parts.keys() != set(self._parts):
            wrong = ", ".join(sorted(parts.keys() ^ set(self._parts)))
            raise TypeError(f"{type(self).__name__}: unknown or missing: {wrong}")
        self._give(None, parts)

    @classmethod
    def over(cls, under: object, **given: object) -> Self:
        """The record with these parts, and all others as `under` has them under the same names."""
        self = cls.__new__(cls)
        self._give(under, given)
        return self

    def replace(self, **changes: object) -> Self:
        """The same with other parts, which may be `later` ones."""
        return type(self).over(self, **changes)

    def asdict(self) -> dict[str, Any]:
        """All its parts, by name."""
        return {name: getattr(self, name) for name in self._parts}

    def _give(self, under: object, given: dict[str, object]) -> None:
        state = self.__dict__
        state["_under"] = under
        for name, value in given.items():
            if type(value) is _Later:
                state.setdefault("_waiting", {})[name] = value.make
            else:
                state[name] = value

    def __getattr__(self, name: str) -> Any:
        """A part that nobody has asked for yet."""
        if name not in self._parts:
            raise AttributeError(f"{type(self).__name__} has no `{name}`")
        layer: dict[str, Any] = self.__dict__
        while True:
            make = layer["_waiting"].get(name) if "_waiting" in layer else None
            if make is not None:
                value = layer[name] = make()
                break
            under = layer["_under"]
            if not isinstance(under, Lazy):
                value = getattr(under, name)
                break
            layer = under.__dict__
            if name in layer:
                value = layer[name]
                break
        self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: replace `{name}` instead")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.asdict() == other.asdict()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Callable[..., Lazy], tuple[type[Lazy], dict[str, object]]]:
        return _whole, (type(self), self.asdict())

    def __repr__(self) -> str:
        made = (f"{name}={self.__dict__[name]!r}" for name in self._parts if name in self.__dict__)
        return f"{type(self).__name__}({', '.join(made)})"


class LaterValues(Mapping[str, T]):
    """A mapping whose values are made when they are first asked for. Equal to, and pickled as, a dict of them."""

    def __init__(self, make: Mapping[str, Callable[[], T]]) -> None:
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._make[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type[dict[str, T]], tuple[dict[str, T]]]:
        return dict, (dict(self),)


def _whole(cls: type[Lazy], parts: dict[str, object]) -> Lazy:
    return cls(**parts)
