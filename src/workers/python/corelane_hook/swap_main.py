"""Whether processes that do not begin as copies of the script's would run it once more: each that is spawned imports the script, and must find
nothing to start there but behind `if __name__ == "__main__":`."""

import ast
import sys

from .places import absolute


def reason_against_importing(start_method):
    """Why a script cannot be imported by workers while its main thread is where it is now; None: it can."""
    if start_method == "fork":
        return None
    frame = _main_frame()
    if frame is None:
        return None
    file, line = absolute(frame.f_code.co_filename), frame.f_lineno
    try:
        with open(file, "rb") as source:
            tree = ast.parse(source.read(), file)
    except (OSError, SyntaxError, ValueError):
        # Code without a file, as of `-c`, is not imported by workers either.
        return None
    statement = next((node for node in tree.body if node.lineno <= line <= node.end_lineno), None)
    if statement is None or _is_guarded(statement, line):
        return None
    return (
        'the script starts it at %s:%d outside of `if __name__ == "__main__":`, and with the start method %s each worker would import the '
        "script and start it once more" % (file, line, start_method)
    )


def _main_frame():
    """Where the script itself is, on its main thread."""
    threading = sys.modules.get("threading")
    if threading is None:
        return None
    frame = sys._current_frames().get(threading.main_thread().ident)
    found = None
    while frame is not None:
        if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") == "__main__":
            found = frame
        frame = frame.f_back
    return found


def _is_guarded(statement, line):
    if not isinstance(statement, ast.If) or not any(node.lineno <= line <= node.end_lineno for node in statement.body):
        return False
    return any(isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test))
