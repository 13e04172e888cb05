"""What a module's source tells without running it: where its names are defined, and what it does as soon as it is imported."""

import ast

#: What starts processes, by the names that a source may call it by.
_STARTERS = {
    "multiprocessing.Pool": "multiprocessing.Pool",
    "multiprocessing.pool.Pool": "multiprocessing.Pool",
    "multiprocessing.Process": "multiprocessing.Process",
    "multiprocessing.process.Process": "multiprocessing.Process",
    "multiprocessing.Manager": "multiprocessing.Manager",
    "multiprocessing.get_context().Pool": "multiprocessing.Pool",
    "multiprocessing.get_context().Process": "multiprocessing.Process",
    "multiprocessing.get_context().Manager": "multiprocessing.Manager",
    "concurrent.futures.ProcessPoolExecutor": "ProcessPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor": "ProcessPoolExecutor",
}


class SourceText:
    """The source of one module. What does not parse tells nothing; importing it will say why."""

    def __init__(self, source):
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            tree = ast.Module(body=[], type_ignores=[])
        self._aliases = _aliases(tree)
        self._functions = {
            node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        self._lines = _defining_lines(tree)
        self._at_import = [call for statement in tree.body for call in _calls_at_import(statement)]

    def line_of(self, name):
        """Where the module defines that name at its top level; None where it does not."""
        return self._lines.get(name)

    def start_method(self):
        """The start method that the module sets as soon as it is imported; None where it does not say."""
        for call in self._at_import:
            if self._name_of(call.func) == "multiprocessing.set_start_method" and call.args:
                method = call.args[0]
                if isinstance(method, ast.Constant) and isinstance(method.value, str):
                    return method.value
        return None

    def starts_processes(self):
        """(line, what) of the first call at import that starts processes, itself or by a function of the module; None: there is none."""
        for call in self._at_import:
            for reached in self._reached_by(call):
                starter = _STARTERS.get(self._name_of(reached.func) or "")
                if starter is not None:
                    return call.lineno, starter
        return None

    def calls(self, function):
        """The line of the first call at import that runs that function of the module, or hands it on; None: there is none."""
        for call in self._at_import:
            if any(_mentions(reached, function) for reached in self._reached_by(call)):
                return call.lineno
        return None

    def _reached_by(self, call):
        """The call, and those in the functions of the module that it calls, and so on."""
        reached, seen, left = [], set(), [call]
        while left:
            each = left.pop()
            reached.append(each)
            if isinstance(each.func, ast.Name) and each.func.id in self._functions and each.func.id not in seen:
                seen.add(each.func.id)
                left.extend(node for node in ast.walk(self._functions[each.func.id]) if isinstance(node, ast.Call))
        return reached

    def _name_of(self, node):
        """The full name of what is called, whatever it was imported as; None where it is no plain name."""
        if isinstance(node, ast.Name):
            return self._aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            owner = self._name_of(node.value)
            return None if owner is None else "%s.%s" % (owner, node.attr)
        if isinstance(node, ast.Call):
            called = self._name_of(node.func)
            return None if called is None else called + "()"
        return None


def _aliases(tree):
    """What names of imports stand for."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    names[alias.asname] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = "%s.%s" % (node.module, alias.name)
    return names


def _defining_lines(tree):
    lines = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            lines[node.name] = node.lineno
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    lines[target.id] = node.lineno
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            lines[node.target.id] = node.lineno
    return lines


def _calls_at_import(node):
    """Every call that importing the module makes: not those in functions, nor those that only the main program makes."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for each in node.decorator_list + node.args.defaults + [default for default in node.args.kw_defaults if default]:
            for call in _calls_at_import(each):
                yield call
        return
    if isinstance(node, ast.Lambda):
        return
    children = ast.iter_child_nodes(node)
    if isinstance(node, ast.If) and _is_main_guard(node.test):
        children = node.orelse
    if isinstance(node, ast.Call):
        yield node
    for child in children:
        for call in _calls_at_import(child):
            yield call


def _is_main_guard(test):
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)):
        return False
    sides = [test.left, test.comparators[0]]
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    texts = [side.value for side in sides if isinstance(side, ast.Constant)]
    return names == ["__name__"] and texts == ["__main__"]


def _mentions(call, function):
    handed = call.args + [keyword.value for keyword in call.keywords]
    return any(isinstance(node, ast.Name) and node.id == function for node in [call.func] + handed)
