"""Every regular expression of the package, and strings made of its own parts on which one that backtracks exponentially never ends.

Run as a program, for test_patterns.py to wait for: `python -m tests.patterns` tries all of the package, `python -m tests.patterns PATTERN…` these.
It says of each pattern that it is being tried before it tries it. A string is what the pattern wants up to one of its repeats, what is
repeated there many times over, and an end that doesn't fit.
"""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Iterator, Sequence
from re import _compiler, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import summarizer

_CALLS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_REPEATS = (_parser.MAX_REPEAT, _parser.MIN_REPEAT, _parser.POSSESSIVE_REPEAT)
_CHARACTERS = "a0 A.,-'\"\n\r\t<([_"  # what stands for a class of characters: those of these that it has
_TIMES, _LONG = 60, 1000  # how often a part is repeated, and how long a string is for what takes cubic time


def patterns() -> dict[str | bytes, tuple[int, str]]:
    """All patterns of the package, with their flags and where each is: those that modules hold, and those of their calls of `re`."""
    found: dict[str | bytes, tuple[int, str]] = {}
    for info in pkgutil.walk_packages(summarizer.__path__, "summarizer."):
        source = importlib.util.find_spec(info.name).loader.get_source(info.name)  # type: ignore[union-attr]
        if "import re\n" in source:
            module = importlib.import_module(info.name)
            for compiled in _held(list(vars(module).values())):
                found.setdefault(compiled.pattern, (compiled.flags, info.name))
            for pattern, line in _called(module, source):
                found.setdefault(pattern, (0, f"{info.name}, line {line}"))
    return found


def _held(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _held(inner)


def _called(module: ModuleType, source: str) -> Iterator[tuple[str | bytes, int]]:
    """What is written as the first argument of a function of `re`; a word for what isn't known before it runs."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in [f"re.{name}" for name in _CALLS]:
            pattern = node.args[0]
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str | bytes):
                yield pattern.value, node.lineno
            elif isinstance(pattern, ast.JoinedStr):
                yield "".join(_known(part, module) for part in pattern.values), node.lineno


def _known(part: ast.AST, module: ModuleType) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    value = getattr(module, ast.unparse(part.value), "Woord") if isinstance(part, ast.FormattedValue) else ""
    return str(value)


def attacks(pattern: str | bytes, flags: int) -> Iterator[str]:
    tree = _parser.parse(pattern, flags)
    strings = set[str]()
    for before, repeated in _repeats(tree, tree.state, ""):
        for turn in range(6):
            if unit := _sample(repeated, tree.state, turn):
                strings |= {f"{before}{unit * times}{end}" for times in (_TIMES, _LONG // len(unit)) for end in ("", "\0")}
    yield from sorted(strings)


def _repeats(items: Sequence[Any], state: Any, before: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """What is repeated in a pattern, at any depth, and a string that it fits behind."""
    for kind, value in items:
        for inner in _within(kind, value):
            if kind in _REPEATS:
                yield before, inner
            yield from _repeats(inner, state, before)
        before += _sample([(kind, value)], state, 0)


def _within(kind: Any, value: Any) -> list[Sequence[Any]]:
    """What a part of a pattern consists of."""
    match kind:
        case _parser.BRANCH:
            return list(value[1])
        case _parser.SUBPATTERN:
            return [value[3]]
        case _parser.ATOMIC_GROUP:
            return [value]
        case _parser.MAX_REPEAT | _parser.MIN_REPEAT | _parser.POSSESSIVE_REPEAT:
            return [value[2]]
        case _parser.ASSERT | _parser.ASSERT_NOT:
            return [value[1]]
    return []


def _sample(items: Sequence[Any], state: Any, turn: int) -> str:
    """A string that fits; which of several, `turn` says. What may stand there does."""
    text = ""
    for kind, value in items:
        if kind in (_parser.LITERAL, _parser.NOT_LITERAL, _parser.ANY, _parser.IN):
            text += _character(kind, value, state, turn)
        elif kind not in (_parser.ASSERT, _parser.ASSERT_NOT) and (inner := _within(kind, value)):
            times = min(max(1, value[0]), 100) if kind in _REPEATS else 1
            text += _sample(inner[turn % len(inner)], state, turn) * times
    return text


def _character(kind: Any, value: Any, state: Any, turn: int) -> str:
    if kind is _parser.LITERAL:
        return chr(value)
    named = [part for part in value if part[0] in (_parser.LITERAL, _parser.RANGE)] if kind is _parser.IN else []
    its_own = [chr(which if op is _parser.LITERAL else which[0]) for op, which in named]
    matches = _compiler.compile(_parser.SubPattern(state, [(kind, value)])).match
    fitting = [character for character in [*_CHARACTERS, *its_own] if matches(character)]
    return fitting[turn % len(fitting)] if fitting else ""


def main(given: Sequence[str]) -> None:
    for pattern, (flags, where) in (dict.fromkeys(given, (0, "given")) or patterns()).items():
        print(f"{where}: {pattern!r}", flush=True)
        compiled: re.Pattern[Any] = re.compile(pattern, flags)
        for attack in attacks(pattern, flags):
            text = attack if isinstance(pattern, str) else attack.encode("latin-1", "replace")
            compiled.search(text)
            compiled.fullmatch(text)


if __name__ == "__main__":
    main(sys.argv[1:])
