"""The two spellings of a docstring: it is written in R's spelling, and converted for Python's help."""

import functools
import keyword
import re

_NAMES = {"NULL": "None", "NA": "None", "TRUE": "True", "FALSE": "False"}
_NAME = re.compile(rf"\b({'|'.join(_NAMES)})\b")
_VECTOR = re.compile(r"\bc\(([^()]*)\)")
_LIST = re.compile(r"\blist\(((?:[^()]|\([^()]*\))*)\)")
_MEMBER = re.compile(r"(?<=[\w`)])\$(?=\w)")
_FUNCTION = re.compile(r"\bfunction\(([\w, ]*)\)")
_CODE = re.compile(r"`[^`]*`")
_SETTING = re.compile(r'^`(\w+) = (None|True|False|"[^"]*"|-?\d[\d.]*|\(.*\))`$')
_OPERATORS = {"%>%": ">>", "%*%": "@", "^": "**"}


@functools.cache  # many functions share the description of an argument
def spell_in_python(text: str) -> str:
    """Return a text in R's spelling in that of Python.

    Args:
        text: Part of a docstring; `c(1, NA)`, TRUE and `model$input` become `(1, None)`, True and `model.input`.
    """
    text = _VECTOR.sub(lambda vector: _spell_tuple(vector[1]), _NAME.sub(lambda name: _NAMES[name[1]], text))
    text = _MEMBER.sub(".", _spell_lists(text))
    return _CODE.sub(lambda code: _spell_code(code[0]), text)


def _spell_lists(text: str) -> str:
    """Spell lists, inner ones (which start later) before outer ones."""
    for start in reversed([found.start() for found in re.finditer(r"\blist\(", text)]):
        if found := _LIST.match(text, start):
            text = text[:start] + _spell_list(found[1]) + text[found.end() :]
    return text


def _spell_tuple(inner: str) -> str:
    return f"({inner})" if "," in inner else f"({inner},)" if inner else "()"


def _spell_list(inner: str) -> str:
    return f"dict({inner.replace(' = ', '=')})" if " = " in inner else _spell_tuple(inner)


def _spell_code(code: str) -> str:
    for operator, spelled in _OPERATORS.items():
        code = code.replace(operator, spelled)
    code = _FUNCTION.sub(r"lambda \1: ...", code)
    code = _SETTING.sub(r"`\1=\2`", code)
    head, parenthesis, inside = code.partition("(")
    return head + parenthesis + inside.replace(" = ", "=")


def strip_underscore(name: str) -> str:
    """Return a name as R and messages have it: Python's `from_` is `from`."""
    return name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name
