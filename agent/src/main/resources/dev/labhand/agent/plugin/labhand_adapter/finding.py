"""Finds a library, and the names of its keywords."""

import importlib
import importlib.util
import inspect
import os
import sys
from pathlib import Path

from . import Refused


def find(location):
    """The class or module that is the library."""
    path, colon, chosen = location.partition(':')
    if path.endswith('.py') or os.sep in path:
        module = module_at(Path(path).absolute())
    elif colon:
        raise Refused("'%s' is neither MODULE.CLASS nor FILE.py:CLASS" % location)
    else:
        parent, _, last = path.rpartition('.')
        if parent:
            within = importlib.import_module(parent)
            if inspect.isclass(getattr(within, last, None)):
                return getattr(within, last)
            if not hasattr(within, '__path__') and path not in sys.modules:
                raise Refused("module '%s' has no class '%s'" % (parent, last))
        module = importlib.import_module(path)
    if chosen:
        found = getattr(module, chosen, None)
        if not inspect.isclass(found):
            raise Refused("%s has no class '%s'" % (path, chosen))
        return found
    found = getattr(module, module.__name__.rpartition('.')[2], None)
    if inspect.isclass(found):
        return found
    decorated = [each for each in vars(module).values() if inspect.isclass(each)
                 and hasattr(each, 'ROBOT_AUTO_KEYWORDS') and each.__module__ == module.__name__]
    return decorated[0] if len(decorated) == 1 else module


def module_at(path):
    source = path / '__init__.py' if path.is_dir() else path
    if not source.is_file():
        raise Refused('there is no file %s' % source)
    sys.path.insert(0, str(path.parent))
    places = [str(path)] if path.is_dir() else None
    spec = importlib.util.spec_from_file_location(path.stem, str(source), submodule_search_locations=places)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def printable(name):
    """Keyword names of method names: open_door, openDoor and open door are Open Door."""
    words = name.replace('_', ' ').split()
    if len(words) == 1 and not (name.isalpha() and name.islower()):
        words = camel_case(words[0])
    return ' '.join(word[0].upper() + word[1:] for word in words)


def camel_case(text):
    words = []
    for before, char, after in zip(' ' + text, text, text[1:] + ' '):
        if before.isdigit():
            begins = not char.isdigit()
        elif char.isupper():
            begins = after.islower() or before.isalpha() and not before.isupper()
        else:
            begins = char.isdigit()
        if begins or not words:
            words.append('')
        words[-1] += char
    return words
