"""Why a call cannot go to another process, in words for whoever wrote it."""

from .places import absolute, innermost

# How deep a culprit is searched for within what was to be sent.
_DEEPEST = 4
_MOST_PARTS = 200


def reason_against_sending(pickler, function, arguments, named):
    """The reason; None: all of it can be pickled. `pickler` is what multiprocessing pickles with."""
    try:
        pickler.dumps((function, arguments, named))
        return None
    except BaseException as failure:
        whole = failure
    owner = getattr(function, "__self__", None)
    inner = innermost(function)
    parts = [("", inner)] if _refusal(pickler, inner) is not None else []
    if owner is not None and type(owner).__name__ != "module":
        parts.append(("its object (self, of class %s)" % type(owner).__name__, owner))
    parts += [("its argument %d" % (at + 1), value) for at, value in enumerate(arguments)]
    parts += [("its argument %s" % name, value) for name, value in named.items()]
    for label, value in parts:
        refusal = _refusal(pickler, value)
        if refusal is not None:
            return _in_words(pickler, label, value, refusal)
    return "the call cannot be pickled: %s" % message_of(whole)


def reason_against_result(pickler, value):
    """Why what a task gave cannot come back; None: it can."""
    refusal = _refusal(pickler, value)
    if refusal is None:
        return None
    label, culprit, cause = _culprit(pickler, "what the task returned", value, refusal)
    return "%s cannot come back from a process: %s" % (label, _what(culprit, cause))


def reason_against_exception(pickler, failure):
    """Why an error cannot come back whole; None: it can. One that can be pickled and not made again breaks the whole pool."""
    try:
        pickler.loads(pickler.dumps(failure))
        return None
    except BaseException as cause:
        return "its error, a %s, cannot come back from a process: %s" % (type(failure).__name__, message_of(cause))


def message_of(failure):
    return "%s: %s" % (type(failure).__name__, str(failure)[:200])


def _refusal(pickler, value):
    try:
        pickler.dumps(value)
        return None
    except BaseException as failure:
        return failure


def _in_words(pickler, label, value, refusal):
    label, culprit, cause = _culprit(pickler, label, value, refusal)
    what = _what(culprit, cause)
    return "the task is %s" % what if label == "" else "%s cannot go to a process: %s" % (label, what)


def _culprit(pickler, label, value, refusal, depth=0):
    """The innermost part that cannot be pickled: (what it is of, itself, why)."""
    if depth < _DEEPEST:
        for name, part in _parts(value):
            cause = _refusal(pickler, part)
            if cause is not None:
                return _culprit(pickler, "%s%s" % (label, name), part, cause, depth + 1)
    return label, value, refusal


def _parts(value):
    if isinstance(value, dict):
        parts = [("[%s]" % repr(key)[:40], item) for key, item in list(value.items())[:_MOST_PARTS]]
    elif isinstance(value, (list, tuple)):
        parts = [("[%d]" % at, item) for at, item in enumerate(value[:_MOST_PARTS])]
    elif type(value).__name__ in ("builtin_function_or_method", "method"):
        parts = [("'s object", value.__self__)]
    else:
        fields = getattr(value, "__dict__", None)
        parts = [(".%s" % name, item) for name, item in list(fields.items())[:_MOST_PARTS]] if type(fields) is dict else []
    return parts


def _what(value, cause):
    """What something is that cannot be pickled."""
    code = getattr(value, "__code__", None)
    name = getattr(value, "__qualname__", "")
    if code is not None:
        where = "%s:%d" % (absolute(code.co_filename), code.co_firstlineno)
        if name.endswith("<lambda>"):
            return "a lambda (%s), which processes cannot be told of" % where
        if "<locals>" in name:
            return "a function made within another, %s (%s), which processes cannot be told of" % (name, where)
        return "the function %s (%s), which processes cannot find by its name" % (name, where)
    kind = type(value)
    if kind.__module__ == "_thread" or kind.__name__ in _LOCKS:
        return "a lock (%s)" % kind.__name__
    if kind.__module__ == "_io" or hasattr(value, "fileno"):
        return "an open file (%s)" % kind.__name__
    return "a %s, which cannot be pickled (%s)" % (kind.__name__, message_of(cause))


_LOCKS = ("Lock", "RLock", "Condition", "Event", "Semaphore", "BoundedSemaphore", "Barrier")
