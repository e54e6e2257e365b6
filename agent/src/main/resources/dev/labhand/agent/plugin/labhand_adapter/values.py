"""Values on their way between the agent and the library."""

import base64
import io
import math
import re
from collections import UserString
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone

from . import Refused


def from_wire(value):
    """A value as the agent sends it."""
    if isinstance(value, list):
        return [from_wire(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (kind, text), = value.items()
        if isinstance(text, str):
            if kind == 'base64':
                return base64.b64decode(text)
            if kind == 'float':
                return float(text)
            if kind == 'dateTime':
                # Before 3.11, fromisoformat reads no Z.
                return datetime.fromisoformat(re.sub('Z$', '+00:00', text))
    return {key: from_wire(item) for key, item in value.items()}


def to_wire(value):
    """A value as the agent takes it: containers of any kind become lists and objects, what is unknown its text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value.bit_length() > 1024:
            raise Refused('The return value cannot be sent: it has an integer of %d bits.' % value.bit_length())
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {'float': str(float(value))}
    if isinstance(value, str):
        return clean(str.__str__(value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {'base64': base64.b64encode(bytes(value)).decode('ascii')}
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(timezone.utc).replace(tzinfo=None)
            return {'dateTime': value.isoformat() + 'Z'}
        return {'dateTime': value.isoformat()}
    if isinstance(value, date):
        return {'dateTime': value.isoformat() + 'T00:00:00'}
    if isinstance(value, Mapping):
        return {clean(text_of(key)): to_wire(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (io.IOBase, UserString, type)):
        return [to_wire(item) for item in value]
    return clean(text_of(value))


def text_of(value):
    if value is None:
        return ''
    try:
        return str(value)
    except Exception as error:
        return '<%s whose text is not available: %s>' % (type(value).__name__, type(error).__name__)


def clean(text):
    """Lone surrogates are in no encoding of Unicode: they become U+FFFD."""
    return text if text.isascii() else text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')
