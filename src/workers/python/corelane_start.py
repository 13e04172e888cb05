"""Starts a Python program whose options (-I, -E, -S) keep its environment from loading the hook.

    python OPTIONS corelane_start.py KIND AT FROM WORD...

The words are those of the command as it was given. That at index AT, from its character FROM on, is the code (KIND c), the module (m) or the
script (s) to run. It loads the hook, takes its own traces away and runs the program as Python does: `__main__`, `sys.argv`, `sys.path`, what is
printed when it fails, how it ends. What it cannot run like that it executes as it was given. It stays on the stack below the program.

Every Python reads it, so it is written for 2.7, too.
"""


def _start(namespace):
    import sys

    own = namespace["__file__"]
    folder = own[: own.rindex("/")]
    modules = set(sys.modules)
    kind, at, skip, words = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    target, rest = words[at][skip:], words[at + 1 :]

    def as_given():
        """Executes the command without this file."""
        import os

        os.execv(sys.executable, [getattr(sys, "orig_argv", [sys.executable])[0]] + words)

    if sys.version_info < (3, 8) or sys.implementation.name != "cpython":
        as_given()

    from _frozen_importlib import BuiltinImporter
    from _frozen_importlib_external import PathFinder, SourceFileLoader

    def hook():
        """By the module that other Pythons load by themselves, which stands beside this one."""
        names = {"__name__": "corelane_start", "__file__": folder + "/sitecustomize.py"}
        names["__loader__"] = loader = SourceFileLoader("sitecustomize", names["__file__"])
        kept = getattr(sys, "orig_argv", None)
        sys.orig_argv = [(kept or [sys.executable])[0]] + words
        try:
            exec(loader.get_code("sitecustomize"), names)
        except Exception:
            pass
        finally:
            if kept is None:
                del sys.orig_argv
            else:
                kept[:] = sys.orig_argv
                sys.orig_argv = kept
        # As the hook does: these stay.
        for name in set(sys.modules) - modules:
            if not (name == "atexit" and sys.version_info < (3, 10)) and not name.startswith("encodings."):
                del sys.modules[name]

    def path_of_program(first):
        """Python has put the folder of this file first, unless it was told to put none; with -S alone, PYTHONPATH names it as well."""
        puts_first = not (sys.flags.isolated or getattr(sys.flags, "safe_path", False))
        sys.path[:] = [entry for entry in sys.path[puts_first:] if entry != folder]
        if puts_first:
            sys.path.insert(0, first)
        for place in (own, folder):
            sys.path_importer_cache.pop(place, None)

    def become(file, loader):
        """Makes `__main__` what it is before the program's first statement."""
        for name in [name for name in namespace if not (name.startswith("__") and name.endswith("__"))]:
            del namespace[name]
        namespace["__doc__"], namespace["__loader__"] = None, loader
        if file is not None:
            namespace["__file__"] = file
        else:
            namespace.pop("__file__", None)
            namespace.pop("__cached__", None)

    def code():
        # Later Pythons take the margin of indented code away.
        if sys.version_info >= (3, 14) and target.lstrip("\n")[:1] in (" ", "\t"):
            as_given()
        sys.argv[:] = ["-c"] + rest
        path_of_program("")
        become(None, BuiltinImporter)
        source = target + "\n"
        compiled = compile(source, "<string>", "exec", 0, True)
        if sys.version_info >= (3, 13):
            # Tracebacks show its lines.
            import linecache

            if hasattr(linecache, "_register_code"):
                by = compiled if hasattr(linecache, "_interactive_cache") else "<string>"
                linecache._register_code(by, source, "<string>")
        return compiled

    def module(name, alters_arguments):
        become(None, BuiltinImporter)
        import runpy

        return lambda: runpy._run_module_as_main(name, alters_arguments)

    def named_module():
        import posix

        sys.argv[:] = ["-m"] + rest
        path_of_program(posix.getcwd())
        return module(target, True)

    def script():
        import posix

        file = target
        if sys.version_info >= (3, 9) and not file.startswith("/"):
            file = posix.getcwd() + "/" + file
        sys.argv[:] = [target] + rest
        # A folder or an archive with a module `__main__`.
        if PathFinder._path_importer_cache(file) is not None:
            path_of_program(file)
            if sys.path[:1] != [file]:
                sys.path.insert(0, file)
            return module("__main__", False)
        path_of_program(folder_of(target))
        become(file, SourceFileLoader("__main__", file))
        with open(file, "rb") as opened:
            source = opened.read()
        compiled = compile(source, file, "exec", 0, True)
        return compiled

    def folder_of(file):
        """That of what a link stands for."""
        before = set(sys.modules)
        from os.path import dirname, realpath

        for name in set(sys.modules) - before:
            del sys.modules[name]
        return dirname(realpath(file))

    def stripped(traceback):
        while traceback is not None and traceback.tb_frame.f_code.co_filename == own:
            traceback = traceback.tb_next
        return traceback

    def fails(failure):
        """Has the traceback shown without this file."""
        original = getattr(sys, "excepthook", None)
        if original is None:
            return

        def excepthook(kind, value, traceback):
            sys.excepthook = original
            traceback = sys.last_traceback = stripped(traceback)
            value.__traceback__ = traceback
            original(kind, value, traceback)

        sys.excepthook = excepthook

    hook()
    try:
        program = {"c": code, "m": named_module, "s": script}[kind]()
        if callable(program):
            program()
        else:
            exec(program, namespace)
    except SystemExit:
        raise
    except BaseException as failure:
        fails(failure)
        raise


_start(globals())
