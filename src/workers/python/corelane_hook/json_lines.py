"""JSON of strings, numbers, lists and dictionaries, in ASCII. The module `json` would cost a program 3 ms that does not use it."""


def json_line(value):
    return (_text(value) + "\n").encode("ascii")


def _text(value):
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{%s}" % ",".join("%s:%s" % (_quoted(key), _text(value[key])) for key in value)
    if isinstance(value, (list, tuple)):
        return "[%s]" % ",".join(_text(item) for item in value)
    return "%d" % value


def _quoted(text):
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return '"%s"' % text
    return '"%s"' % "".join(_escaped(ord(character)) for character in text)


def _escaped(code):
    if code > 0xFFFF:
        code -= 0x10000
        return "\\u%04x\\u%04x" % (0xD800 | code >> 10, 0xDC00 | code & 0x3FF)
    if code < 0x20 or code > 0x7E or code in (0x22, 0x5C):
        return "\\u%04x" % code
    return chr(code)
