"""Patches modules once the program has imported them: nothing is imported that it does not import itself."""

import sys

# The module whose import is waited for, and ours that patches it by `patch(module, hook)`.
_PATCHES = {
    "threading": "threads",
    "concurrent.futures.thread": "thread_pools",
    "concurrent.futures.process": "process_pools",
    "multiprocessing.process": "processes",
    "multiprocessing.pool": "multiprocessing_pool",
    "multiprocessing.util": "isolated_children",
    "asyncio": "asyncio_tasks",
    "joblib.externals.loky.process_executor": "loky_pools",
    "loky.process_executor": "loky_pools",
    "uvloop": "uvloop_loops",
}

# What our modules import that the program may not. Other threads import, too: nothing else is taken away.
_ONLY_OURS = ("_struct",)


class Watched:
    """A method in whose place this stands: `seen(instance)` is called when the method is looked up, as whoever does is about to call
    it. So nothing of ours is on the stack when it runs, nor in a traceback out of it."""

    __slots__ = ("function", "seen")

    def __init__(self, function, seen):
        self.function = function
        self.seen = seen

    def __get__(self, instance, owner=None):
        if instance is not None:
            try:
                self.seen(instance)
            except Exception:
                pass
        return self.function.__get__(instance, owner)


class Kept:
    """An attribute that instances keep as ever, of which `get(instance)` says what it is when it is asked for.

    `kept(instance)` is called when it is set.
    """

    def __init__(self, name, get, kept=None):
        self._name = name
        self._get = get
        self._kept = kept

    def __get__(self, instance, owner=None):
        if instance is None:
            raise AttributeError(self._name)
        return self._get(instance)

    def __set__(self, instance, value):
        instance.__dict__[self._name] = value
        if self._kept is not None:
            self._kept(instance)

    def __delete__(self, instance):
        del instance.__dict__[self._name]


def watch(owner, name, seen):
    """Calls `seen(instance)` each time the method `name` of an instance of the class `owner`, its own or inherited, is about to be called."""
    function = next(kind.__dict__[name] for kind in owner.__mro__ if name in kind.__dict__)
    setattr(owner, name, Watched(function, seen))


def install(hook, patched=None):
    """Patches what is imported already, and waits for the rest. Then calls `patched(name, module)` for each that was."""
    finder = _Finder(hook, sys.modules[__package__], patched)
    for name in _PATCHES:
        module = sys.modules.get(name)
        if module is not None:
            finder.patch(module, name)
    sys.meta_path.insert(0, finder)


class _Finder:
    """Lets the others find, and looks at the modules that they have found."""

    def __init__(self, hook, package, patched):
        self._hook = hook
        self._package = package
        self._patched = patched

    def find_spec(self, name, path=None, target=None):
        if name not in _PATCHES:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(spec.loader, self)
                return spec
        return None

    def patch(self, module, name):
        """Never raises: what cannot be patched is not traced."""
        try:
            self._load(_PATCHES[name]).patch(module, self._hook)
            if self._patched is not None:
                self._patched(name, module)
        except Exception:
            pass

    def _load(self, name):
        """A module of ours, by the import system's means and without staying in `sys.modules`."""
        known = self._package.__dict__.get(name)
        if known is not None:
            return known
        package = self._package
        places, absent = set(sys.path_importer_cache), [only for only in _ONLY_OURS if only not in sys.modules]
        wrote, prefix = sys.dont_write_bytecode, sys.pycache_prefix
        sys.dont_write_bytecode, sys.pycache_prefix = False, None
        for loaded in [package] + [module for module in package.__dict__.values() if isinstance(module, type(sys))]:
            if loaded.__name__.startswith(package.__name__):
                sys.modules[loaded.__name__] = loaded
        try:
            return __import__(package.__name__ + "." + name, fromlist=("patch",))
        finally:
            package.leave_modules(sys.modules)
            sys.dont_write_bytecode, sys.pycache_prefix = wrote, prefix
            for place in set(sys.path_importer_cache) - places:
                sys.path_importer_cache.pop(place, None)
            for only in absent:
                sys.modules.pop(only, None)


class _Loader:
    """Stands in for a module's own loader until the module runs."""

    def __init__(self, loader, finder):
        self._loader = loader
        self._finder = finder

    def create_module(self, spec):
        return self._loader.create_module(spec) if hasattr(self._loader, "create_module") else None

    def exec_module(self, module):
        module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._finder.patch(module, module.__name__)
