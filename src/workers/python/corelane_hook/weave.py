"""Adds statements to a function of the standard library without adding a frame.

A wrapper around such a function would stand in the tracebacks and stacks of the program. So the function is compiled once more from
its source, with our statements in it under the lines of their neighbours: names, lines and carets of every traceback stay as they are.
"""

import types

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST, without importing `ast` into the program
_FUTURES = 0x1FF0000  # __future__'s compiler flags

# Lines of the files that are being woven into.
_files = {}


class NotWoven(Exception):
    """The function is another one than expected: its source is missing, or differs. The program runs without our statements."""


def weave(function, edits, names):
    """`function` with `edits` in it, whose code sees `names` as free variables. Raises NotWoven.

    An edit is (where, anchor, code). `anchor` is the first line of a statement, as in the source, stripped; or several, of which those
    that are there count. `where`: "before", "after" or "instead" of the anchor, each time it occurs; "first" in the body (anchor None);
    or "around" the whole body (anchor None), whose place in `code` is a line of three dots. An anchor that is not there is an error
    unless `where` ends in a question mark.
    """
    plain = getattr(function, "__func__", function)
    code = plain.__code__
    if code.co_freevars or not code.co_filename.endswith(".py"):
        raise NotWoven("%s has no source" % plain.__qualname__)
    lines = _source(code)
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
    space = {}
    exec(compile(factory, code.co_filename, "exec", code.co_flags & _FUTURES, True), plain.__globals__, space)
    woven = space["corelane_factory"](**names)
    if not _contains(woven.__code__, code):
        raise NotWoven("%s differs from its source" % plain.__qualname__)
    woven.__code__ = _renamed(woven.__code__, woven.__qualname__, plain.__qualname__)
    for attribute in ("__name__", "__qualname__", "__module__", "__doc__", "__defaults__", "__kwdefaults__", "__annotations__"):
        setattr(woven, attribute, getattr(plain, attribute))
    woven.__dict__.update(plain.__dict__)
    return type(function)(woven) if plain is not function else woven


def weave_all(attributes, names):
    """The same for attributes of classes and modules, (owner, name, edits), in their places: all of them, or none."""
    woven = []
    try:
        for owner, name, edits in attributes:
            function = vars(owner).get(name)
            if not isinstance(function, (types.FunctionType, staticmethod, classmethod)):
                raise NotWoven("%s is no function" % name)
            woven.append((owner, name, weave(function, edits, names)))
    finally:
        _files.clear()
    for owner, name, function in woven:
        setattr(owner, name, function)


def harmless(function):
    """`function` for woven code: whatever goes wrong in it, the program does not notice. Gives None then."""

    def guarded(*arguments):
        try:
            return function(*arguments)
        except Exception:
            return None

    return guarded


def _source(code):
    """The lines of a function, decorators included."""
    if code.co_filename not in _files:
        try:
            with open(code.co_filename, encoding="utf-8") as file:
                _files[code.co_filename] = file.readlines()
        except (OSError, UnicodeError):
            raise NotWoven("%s cannot be read" % code.co_filename) from None
    lines = _files[code.co_filename][code.co_firstlineno - 1 :]
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


def _contains(woven, code):
    """Whether the source was that of the function: all that it knows of is there. Instructions tell less, as they depend on what the
    module imports, too (3.12 and later)."""
    own = [name for name in woven.co_varnames if not name.startswith("corelane_")]
    return set(code.co_names) <= set(woven.co_names) and own == list(code.co_varnames) and code.co_cellvars == woven.co_cellvars


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


