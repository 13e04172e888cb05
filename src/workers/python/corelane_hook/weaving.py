"""Compiles a function of the standard library once more from its source, with our statements in it under the lines of their neighbours:
names, lines and carets of every traceback stay as they are.
"""

import types

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST, without importing `ast` into the program
_FUTURES = 0x1FF0000  # __future__'s compiler flags


class NotWoven(Exception):
    """The function is another one than expected: its source is missing, or differs. The program runs without our statements."""


def woven_code(function, edits, names, files):
    """The code of `function` with `edits` in it, of whose free variables `names` are some. Raises NotWoven.

    An edit is (where, anchor, code). `anchor` is the first line of a statement, as in the source, stripped; or several, of which those
    that are there count. `where`: "before", "after" or "instead" of the anchor, each time it occurs; "first" in the body (anchor None);
    or "around" the whole body (anchor None), whose place in `code` is a line of three dots. An anchor that is not there is an error
    unless `where` ends in a question mark. `files` keeps the lines of those that are being woven into.
    """
    code = function.__code__
    lines = _source(code, files)
    text = _in_place("".join(lines), code.co_firstlineno)
    flags = _ONLY_AST | (code.co_flags & _FUTURES)
    try:
        tree = compile(text, code.co_filename, "exec", flags, True)
    except (SyntaxError, ValueError) as error:
        raise NotWoven(str(error)) from None
    definition = _definition(tree, code.co_name)
    for where, anchor, added in edits:
        _edit(definition, lines, code.co_firstlineno, where, anchor, added)
    text = "def corelane_factory(%s):\n    return %s" % (", ".join(names), code.co_name)
    factory = compile(text, code.co_filename, "exec", _ONLY_AST)
    outer = factory.body[0]
    _place(outer, definition)
    definition.decorator_list = []
    outer.body.insert(0, definition)
    woven = compile(factory, code.co_filename, "exec", code.co_flags & _FUTURES, True)
    for name in ("corelane_factory", code.co_name):
        woven = _code_within(woven, name)
    return _renamed(woven, "corelane_factory.<locals>." + code.co_name, function.__qualname__)


def _code_within(code, name):
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType) and constant.co_name == name:
            return constant
    raise NotWoven("%s has no code" % name)


def _source(code, files):
    """The lines of a function, decorators included."""
    if code.co_filename not in files:
        try:
            with open(code.co_filename, encoding="utf-8") as file:
                files[code.co_filename] = file.readlines()
        except (OSError, UnicodeError):
            raise NotWoven("%s cannot be read" % code.co_filename) from None
    lines = files[code.co_filename][code.co_firstlineno - 1 :]
    margin = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    body = False
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if body and line.strip() and not line.lstrip().startswith(("#", ")")) and depth <= margin:
            return lines[:at]
        body = body or line.lstrip().startswith(("def ", "async def "))
    return lines


def _in_place(text, first_line):
    """Methods keep their lines and columns, which tracebacks point at: what stands indented does so within an `if`."""
    return "\n" * (first_line - 2) + "if 1:\n" + text if text[:1].isspace() else "\n" * (first_line - 1) + text


def _renamed(code, wrong, right):
    """Qualified names as they are: `right` for `wrong`, also in functions within. They are constants, too, until 3.10."""

    def name_of(text):
        return right + text[len(wrong) :] if text == wrong or text.startswith(wrong + ".<locals>.") else text

    constants = []
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            constant = _renamed(constant, wrong, right)
        elif isinstance(constant, str):
            constant = name_of(constant)
        constants.append(constant)
    names = {"co_qualname": name_of(code.co_qualname)} if hasattr(code, "co_qualname") else {}
    return code.replace(co_consts=tuple(constants), **names)


def _definition(tree, name):
    body = tree.body[0].body if type(tree.body[0]).__name__ == "If" else tree.body
    for node in body:
        if getattr(node, "name", None) == name:
            return node
    raise NotWoven("%s is not where it was" % name)


def _edit(definition, lines, first_line, where, anchor, added):
    if where == "first":
        at = 1 if definition.body and _is_text(definition.body[0]) and len(definition.body) > 1 else 0
        definition.body[at:at] = _statements(added, definition.body[at])
    elif where == "around":
        at = 1 if _is_text(definition.body[0]) and len(definition.body) > 1 else 0
        definition.body[at:] = _around(added, definition.body[at:])
    else:
        anchors = (anchor,) if isinstance(anchor, str) else anchor
        found = 0
        for body in _bodies(definition):
            at = 0
            while at < len(body):
                node = body[at]
                if not hasattr(node, "corelane") and lines[node.lineno - first_line].strip() in anchors:
                    found += 1
                    new = _statements(added, node)
                    if where.startswith("before"):
                        body[at:at] = new
                    elif where.startswith("after"):
                        body[at + 1 : at + 1] = new
                    else:
                        body[at : at + 1] = new
                    at += len(new)
                at += 1
        if not found and not where.endswith("?"):
            raise NotWoven("%s has no line %r" % (definition.name, anchor))


def _statements(code, neighbour):
    statements = compile(code, "<corelane>", "exec", _ONLY_AST).body
    for statement in statements:
        _place(statement, neighbour)
        # It stands on its neighbour's line, and is no anchor.
        statement.corelane = True
    return statements


def _around(code, body):
    statements = _statements(code, body[0])
    for part in _bodies(statements):
        for at, node in enumerate(part):
            if type(node).__name__ == "Expr" and getattr(node.value, "value", None) is Ellipsis:
                part[at : at + 1] = body
                return statements
    raise NotWoven("no place for the body")


def _place(node, neighbour):
    if hasattr(node, "lineno") or "lineno" in getattr(node, "_attributes", ()):
        node.lineno = node.end_lineno = neighbour.lineno
        node.col_offset = node.end_col_offset = neighbour.col_offset
    for child in _children(node):
        _place(child, neighbour)


def _children(node):
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            for child in value:
                if hasattr(child, "_fields"):
                    yield child
        elif hasattr(value, "_fields"):
            yield value


def _bodies(node):
    """Every list of statements within, outermost first. Lists are gathered before any of them changes."""
    bodies = []
    pending = [node]
    while pending:
        at = pending.pop()
        if isinstance(at, list):
            bodies.append(at)
            pending.extend(at)
            continue
        for field in ("body", "orelse", "finalbody", "handlers"):
            value = getattr(at, field, None)
            if isinstance(value, list):
                if field == "handlers":
                    pending.extend(value)
                else:
                    pending.append(value)
    return bodies


def _is_text(node):
    return type(node).__name__ == "Expr" and isinstance(getattr(node.value, "value", None), str)
