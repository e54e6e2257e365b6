"""Types of arguments: their names, and what they make of a value."""

import enum
import inspect
import re
import typing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePath

try:
    from robot.api import TypeInfo
except ImportError:  # not installed, or older than 7.0
    TypeInfo = None


def type_name(hint):
    """As Robot Framework writes it; empty if there is none."""
    if hint is None or hint is inspect.Parameter.empty:
        return ''
    if isinstance(hint, (list, tuple)):
        return ' | '.join(filter(None, (type_name(each) or 'None' for each in hint)))
    if isinstance(hint, str):
        return hint
    if hint is type(None):
        return 'None'
    if union_members(hint):
        return ' | '.join(type_name(each) for each in union_members(hint))
    if isinstance(hint, type) and not typing.get_args(hint):
        return hint.__name__
    return re.sub(r'\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])', '', str(hint))


def described_type(hint):
    """The type as the agent is to check it: Robot Framework's bool takes any text, and keeps what means neither."""
    name = type_name(hint)
    return name if "'" in name or '"' in name else re.sub(r'\bbool(ean)?\b', r'\g<0> | str', name)


def wire_type(value):
    """A name for the type of a value as it travels."""
    if isinstance(value, dict) and len(value) == 1:
        (key,) = value
        return {'base64': 'bytes', 'dateTime': 'datetime', 'float': 'float'}.get(key, 'dict')
    return 'None' if value is None else type(value).__name__


def fits(name, value):
    """Whether a value as it travels is of a type as it is described; in doubt not."""
    kind = wire_type(value)
    literal = re.search(r'\bLiteral\[(.*?)\]', name)
    if kind == 'None' or literal and repr(value) in literal.group(1):
        return True
    names = [each.strip().lower() for each in name.split('|')]
    generic = {'list': {'list', 'sequence', 'set', 'frozenset', 'tuple'}, 'dict': {'dict', 'mapping'}}.get(kind, ())
    if any('[' in each for each in names):
        return not value and any(each.partition('[')[0] in generic for each in names)
    return any(kind in FITTING.get(each, [kind]) for each in names)


NUMBERS = ['int', 'float']
FITTING = {'int': ['int'], 'integer': ['int'], 'long': ['int'], 'float': NUMBERS, 'double': NUMBERS, 'number': NUMBERS,
           'timedelta': NUMBERS, 'bool': ['bool'], 'boolean': ['bool'], 'none': [], 'bytes': ['bytes', 'str'],
           'bytearray': ['bytes', 'str'], 'datetime': ['datetime'], 'date': ['datetime'],
           **dict.fromkeys(['str', 'string', 'unicode', 'path', 'pathlike'], ['str']),
           **dict.fromkeys(['list', 'sequence', 'mutablesequence', 'tuple', 'set', 'frozenset', 'array'], ['list']),
           **dict.fromkeys(['dict', 'dictionary', 'mapping', 'mutablemapping', 'map'], ['dict'])}


def union_members(hint):
    origin = typing.get_origin(hint)
    union = origin is typing.Union or getattr(origin, '__name__', '') == 'UnionType'
    return typing.get_args(hint) if union else ()


def convert(hint, name, value, converters):
    """
    The value as the type wants it, by Robot Framework's rules where it is installed. Raises ValueError with a message of
    Robot's kind; a type that nobody knows converts nothing.
    """
    if hint is date and isinstance(value, datetime):
        return value.date()  # the wire has no dates without a time
    if TypeInfo is None:
        return convert_simply(hint, name, value)
    try:
        union = isinstance(hint, (list, tuple))
        info = TypeInfo.from_sequence(hint) if union else TypeInfo.from_type_hint(hint)
        return info.convert(value, name, converters)
    except TypeError:
        return value


def convert_simply(hint, name, value):
    if isinstance(hint, str):
        hint = {'int': int, 'integer': int, 'float': float, 'double': float, 'number': float, 'bool': bool,
                'boolean': bool, 'str': str, 'string': str, 'bytes': bytes}.get(hint.lower(), hint)
    choices = hint if isinstance(hint, (list, tuple)) else union_members(hint)
    if choices:
        if any(isinstance(each, type) and type(value) is each for each in choices):
            return value
        for each in choices:
            try:
                return convert_simply(each, name, value)
            except ValueError:
                pass
        raise cannot(name, value, type_name(hint))
    kind = typing.get_origin(hint) or hint
    if not isinstance(kind, type) or isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    words = {'true': True, 'yes': True, 'on': True, '1': True, 'false': False, 'no': False, 'off': False, '0': False,
             'none': False, '': False}
    try:
        if kind is type(None):
            if isinstance(value, str) and value.lower() == 'none':
                return None
            raise ValueError
        if issubclass(kind, enum.Enum) and isinstance(value, str):
            return next(member for member in kind if alike(member.name) == alike(value))
        if kind in (tuple, set, frozenset) and isinstance(value, list) or kind is float and isinstance(value, int):
            return kind(value)
        if kind is bool and isinstance(value, str):
            return words.get(value.lower(), value)
        if kind is bytes and isinstance(value, str):
            return value.encode('latin-1')
        if kind in (int, float, Decimal, Path, PurePath) and isinstance(value, str):
            return kind(value.replace(' ', '') if kind in (int, float, Decimal) else value)
    except (ValueError, ArithmeticError, StopIteration):
        names = {int: 'integer', bytes: 'bytes', type(None): 'None'}
        raise cannot(name, value, names.get(kind, kind.__name__)) from None
    return value


def cannot(name, value, wanted):
    return ValueError("Argument '%s' got value '%s' that cannot be converted to %s." % (name, value, wanted))


def alike(name):
    """Keyword names are equal without case, spaces and underscores."""
    return re.sub(r'[\s_]', '', name).lower()
