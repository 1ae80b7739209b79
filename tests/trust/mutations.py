"""Every small change to a module: for each a name that stays the same, and a new tree.

A change is made to a copy of the module's syntax tree at one place. Its name is the
function it is in and what became what, so that a list of equivalent mutants stays
valid while the code around them moves.
"""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

LOOKUPS = {
    "lte": ("lt", "gte"),
    "lt": ("lte", "gt"),
    "gte": ("gt", "lte"),
    "gt": ("gte", "lt"),
}
KINDS_OF_TIE = ("TEAM", "FAMILY", "SELF")


@dataclass(frozen=True)
class Mutant:
    """A change to one module, by a name that outlives changes elsewhere."""

    name: str
    module: str
    source: ast.Module
    place: ast.AST
    after: ast.AST | None

    def tree(self) -> ast.Module:
        """The changed syntax tree."""
        memo: dict[int, object] = {}
        copied = copy.deepcopy(self.source, memo)
        changed = Exchange(memo[id(self.place)], self.after).visit(copied)
        return ast.fix_missing_locations(changed)


def mutants(module: ModuleType) -> list[Mutant]:
    """Every mutant of a module, in the order of its text."""
    short = module.__name__.split(".")[-1]
    source = ast.parse(Path(module.__file__).read_text())
    seen: Counter[str] = Counter()
    found = []
    for place, where in places(source):
        for title, after in changes(place):
            name = f"{short}.{where}: {title}"
            seen[name] += 1
            numbered = name if seen[name] == 1 else f"{name} ({seen[name]})"
            found.append(Mutant(numbered, short, source, place, after))
    return found


def places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every node that could be changed, with the name of what it stands in."""
    for statement in tree.body:
        for function in functions(statement):
            where = name_of(function)
            for node in walk(function):
                yield node, where


def functions(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.ClassDef):
        return [each for each in statement.body if isinstance(each, ast.FunctionDef)]
    if isinstance(statement, ast.FunctionDef | ast.Assign | ast.AnnAssign):
        return [statement]
    return []


def name_of(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef):
        return statement.name
    target = (
        statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    )
    return ast.unparse(target)


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes in the order of the text, without annotations, docstrings and decorators."""
    yield node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not is_docstring(child):
                yield from walk(child)


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Exchange(ast.NodeTransformer):
    def __init__(self, place: object, after: ast.AST | None) -> None:
        self.place, self.after = place, after

    def visit(self, node: ast.AST) -> ast.AST | None:
        if node is self.place:
            return copy.deepcopy(self.after)
        return self.generic_visit(node)


LONGEST = 100


def words(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


# --- The changes: what each is called, and what takes the node's place -------------------

Change = tuple[str, ast.AST | None]


def changes(node: ast.AST) -> Iterator[Change]:
    """Every change of this one node."""
    for kind, change in CHANGES:
        if isinstance(node, kind):
            yield from change(node)


def boolean(node: ast.BinOp) -> Iterator[Change]:
    """a & b → a | b, a, b."""
    other = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}.get(type(node.op))
    if other:
        yield (
            f"the other of & and | in {words(node)}",
            ast.BinOp(node.left, other(), node.right),
        )
        yield f"without {words(node.right)} after {words(node.left)}", node.left
        yield f"without {words(node.left)} before {words(node.right)}", node.right


def negation(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Invert):
        yield f"without ~ in {words(node)}", node.operand


def call(node: ast.Call) -> Iterator[Change]:
    """Each argument dropped, each lookup moved; filtering turned round or dropped."""
    name = (
        node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ast.unparse(node.func)
    )
    shown = f"{name}({', '.join(map(words, [*node.args, *node.keywords]))})"
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    if name in ("Q", "filter", "of_record") and len(node.args) + len(node.keywords) > 1:
        for place, dropped in enumerate(node.args):
            args = node.args[:place] + node.args[place + 1 :]
            yield (
                f"without {words(dropped)} in {shown}",
                ast.Call(node.func, args, node.keywords),
            )
        for place, dropped in enumerate(node.keywords):
            keywords = node.keywords[:place] + node.keywords[place + 1 :]
            yield (
                f"without {words(dropped)} in {shown}",
                ast.Call(node.func, node.args, keywords),
            )
    if name in ("filter", "exclude"):
        yield f"without {shown}", called(node.func.value, "all")
        other = {"filter": "exclude", "exclude": "filter"}[name]
        yield (
            f"{other} for {shown}",
            called(node.func.value, other, node.args, node.keywords),
        )
    if name == "Exists":
        yield f"~ before {shown}", ast.UnaryOp(ast.Invert(), node)
    for place, keyword in enumerate(node.keywords):
        for title, changed in lookups(keyword):
            keywords = [*node.keywords[:place], changed, *node.keywords[place + 1 :]]
            yield f"{title} in {shown}", ast.Call(node.func, node.args, keywords)


def called(owner: ast.expr, method: str, args=(), keywords=()) -> ast.Call:
    return ast.Call(
        ast.Attribute(owner, method, ast.Load()), list(args), list(keywords)
    )


def lookups(keyword: ast.keyword) -> Iterator[tuple[str, ast.keyword]]:
    """field__lte=… → field__lt=…, field__gte=…; field=None → not None."""
    if keyword.arg is None:
        return
    field, _, lookup = keyword.arg.rpartition("__")
    for other in LOOKUPS.get(lookup, ()):
        yield (
            f"__{other} for {words(keyword)}",
            ast.keyword(f"{field}__{other}", keyword.value),
        )
    if is_none(keyword.value):
        not_none = ast.keyword(f"{keyword.arg}__isnull", ast.Constant(False))
        yield f"not None for {words(keyword)}", not_none


def is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def dictionary(node: ast.Dict) -> Iterator[Change]:
    """{field: None} → not None."""
    for place, value in enumerate(node.values):
        if is_none(value):
            keys, values = list(node.keys), list(node.values)
            keys[place] = ast.BinOp(keys[place], ast.Add(), ast.Constant("__isnull"))
            values[place] = ast.Constant(False)
            yield f"not None for {words(node)}", ast.Dict(keys, values)


def constant(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool():
            yield f"{not node.value} for {node.value}", ast.Constant(not node.value)
        case int():
            for other in (node.value + 1, node.value - 1):
                yield f"{other} for {node.value}", ast.Constant(other)
        case str() if "__" in node.value:
            field, _, lookup = node.value.rpartition("__")
            for other in LOOKUPS.get(lookup, ()):
                yield f"__{other} for {node.value}", ast.Constant(f"{field}__{other}")


def both(node: ast.BoolOp) -> Iterator[Change]:
    """a and b → a or b, a, b."""
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield f"the other of and, or in {words(node)}", ast.BoolOp(other, node.values)
    for place, dropped in enumerate(node.values):
        rest = node.values[:place] + node.values[place + 1 :]
        after = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield f"without {words(dropped)} in {words(node)}", after


OPPOSITES = {ast.In: ast.NotIn, ast.Is: ast.IsNot, ast.Eq: ast.NotEq}
OPPOSITES |= {after: before for before, after in OPPOSITES.items()}


def comparison(node: ast.Compare) -> Iterator[Change]:
    (operator,) = node.ops
    opposite = OPPOSITES[type(operator)]()
    yield f"not {words(node)}", ast.Compare(node.left, [opposite], node.comparators)


def text_value(node: ast.keyword) -> Iterator[Change]:
    """field="word" → another word."""
    value = getattr(node.value, "value", None)
    if node.arg and isinstance(node.value, ast.Constant) and isinstance(value, str):
        yield (
            f"another word for {words(node)}",
            ast.keyword(node.arg, ast.Constant(f"no {value}")),
        )


def kind_of_tie(node: ast.Attribute) -> Iterator[Change]:
    if ast.unparse(node.value) == "Tie.Kind":
        for other in KINDS_OF_TIE:
            if other != node.attr:
                yield (
                    f"{other} for {node.attr}",
                    ast.Attribute(node.value, other, ast.Load()),
                )


def branch(node: ast.If) -> Iterator[Change]:
    """Taken when it should not be; never taken; always."""
    for title, test in (
        ("not", ast.UnaryOp(ast.Not(), node.test)),
        ("never", ast.Constant(False)),
        ("always", ast.Constant(True)),
    ):
        yield f"{title} if {words(node.test)}", ast.If(test, node.body, node.orelse)


def choice(node: ast.IfExp) -> Iterator[Change]:
    yield f"not if {words(node.test)}", ast.IfExp(node.test, node.orelse, node.body)
    yield f"always if {words(node.test)}", node.body
    yield f"never if {words(node.test)}", node.orelse


def listed(node: ast.Tuple | ast.Set) -> Iterator[Change]:
    """Each entry of a list dropped; each row of a table exchanged with the next."""
    entries = node.elts
    rows = all(isinstance(each, ast.Tuple | ast.Call) for each in entries)
    words_only = all(isinstance(each, ast.Constant) for each in entries)
    if not rows and not words_only:
        return  # a row of a table: it stays whole
    for place, dropped in enumerate(entries):
        rest = entries[:place] + entries[place + 1 :]
        yield f"without {words(dropped)} in a list", type_like(node, rest)
    if rows and words(entries[0]).startswith(
        "('G0'"
    ):  # a table, whose order is its meaning
        for place in range(len(entries) - 1):
            first, second = entries[place : place + 2]
            order = [*entries[:place], second, first, *entries[place + 2 :]]
            yield f"{words(second)} before {words(first)}", type_like(node, order)


def type_like(node: ast.Tuple | ast.Set, entries: list[ast.expr]) -> ast.AST:
    if isinstance(node, ast.Set):
        return ast.Set(entries or [ast.Constant("")])
    return ast.Tuple(entries, ast.Load())


CHANGES = (
    (ast.BinOp, boolean),
    (ast.UnaryOp, negation),
    (ast.BoolOp, both),
    (ast.Compare, comparison),
    (ast.Call, call),
    (ast.Dict, dictionary),
    (ast.Constant, constant),
    (ast.keyword, text_value),
    (ast.Attribute, kind_of_tie),
    (ast.If, branch),
    (ast.IfExp, choice),
    (ast.Tuple | ast.Set, listed),
)
