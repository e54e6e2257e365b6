"""What a keyword takes."""

import enum
import inspect
import re
import typing
from collections.abc import Mapping
from datetime import timedelta

from . import Refused
from .conversion import convert, described_type, fits, wire_type
from .values import from_wire, to_wire


class Arguments:
    """What a keyword takes."""

    def __init__(self, types=None):
        self.positional_only, self.positional, self.named_only = [], [], []
        self.varargs = self.kwargs = None
        self.defaults = {}
        self.types = types
        self.returns = None

    @classmethod
    def of_method(cls, method):
        arguments = cls()
        try:
            parameters = inspect.signature(method).parameters.values()
        except ValueError:  # some functions written in C do not tell
            arguments.varargs = 'args'
            return arguments
        for parameter in parameters:
            if parameter.kind is parameter.VAR_POSITIONAL:
                arguments.varargs = parameter.name
            elif parameter.kind is parameter.VAR_KEYWORD:
                arguments.kwargs = parameter.name
            else:
                {parameter.POSITIONAL_ONLY: arguments.positional_only,
                 parameter.POSITIONAL_OR_KEYWORD: arguments.positional,
                 parameter.KEYWORD_ONLY: arguments.named_only}[parameter.kind].append(parameter.name)
                if parameter.default is not parameter.empty:
                    arguments.defaults[parameter.name] = parameter.default
        arguments._set_types(cls._hints(method))
        return arguments

    @staticmethod
    def _hints(method):
        """Those of @keyword(types=...) come before annotations; None turns conversion off."""
        types = getattr(method, 'robot_types', ())
        if types or types is None:
            return types
        try:
            return typing.get_type_hints(method)
        except Exception:  # a name that is not defined, or anything else
            return getattr(method, '__annotations__', {})

    @classmethod
    def of_dynamic(cls, specs, types):
        arguments = cls()
        target = arguments.positional
        for spec in specs:
            name, *default = (spec,) if isinstance(spec, str) else tuple(spec)
            if isinstance(spec, str) and '=' in spec and not spec.startswith('*'):
                name, *default = spec.split('=', 1)
            if arguments.kwargs:
                raise Refused('only the last argument can be kwargs')
            if name == '/':
                arguments.positional_only, arguments.positional = arguments.positional, []
                target = arguments.positional
            elif name.startswith('**'):
                arguments.kwargs = name[2:]
            elif name.startswith('*'):
                if target is arguments.named_only:
                    raise Refused('there are several varargs')
                arguments.varargs = name[1:] or None
                target = arguments.named_only
            else:
                if arguments.defaults and not default and target is not arguments.named_only:
                    raise Refused("argument '%s' without a default comes after one with a default" % name)
                target.append(name)
                if default:
                    arguments.defaults[name] = default[0]
        arguments._set_types(types)
        return arguments

    def _set_types(self, types):
        if types is None:
            self.types = None
            return
        if not isinstance(types, Mapping):
            names = self.positional_only + self.positional + [self.varargs] * bool(self.varargs) \
                + self.named_only + [self.kwargs] * bool(self.kwargs)
            if len(types) > len(names):
                raise Refused('there are %d types for %d arguments' % (len(types), len(names)))
            types = {name: hint for name, hint in zip(names, types) if hint}
        self.types = dict(types)
        self.returns = self.types.pop('return', None)

    def describe(self):
        kinds = ((self.positional_only, 'positional_only'), (self.positional, None),
                 ([self.varargs] if self.varargs else [], 'varargs'), (self.named_only, 'named_only'),
                 ([self.kwargs] if self.kwargs else [], 'kwargs'))
        return [self._describe(name, kind) for names, kind in kinds for name in names]

    def _describe(self, name, kind):
        described = {'name': name}
        hint = described_type((self.types or {}).get(name))
        if kind:
            described['kind'] = kind
        if name in self.defaults:
            described['default'] = self._shown_default(name)
            if hint and not fits(hint, described['default']):
                # The agent refuses defaults that do not fit; Python does not.
                hint += ' | ' + wire_type(described['default'])
        if hint:
            described['type'] = hint
        return described

    def _shown_default(self, name):
        value = self.defaults[name]
        if isinstance(value, enum.Enum):
            return value.name
        if isinstance(value, timedelta):
            return value.total_seconds()
        shown = to_wire(value)
        return re.sub(' at 0x[0-9a-f]+', '', shown) if isinstance(shown, str) else shown

    def is_default(self, name, value):
        """Whether this is what was told of a default: the agent sends that for arguments that were left out."""
        shown = from_wire(self._shown_default(name)) if name in self.defaults else ...
        return type(value) is type(shown) and value == shown

    def check(self, keyword, args, named):
        """Refuses a call that does not fit, in Robot Framework's words."""
        names = self.positional_only + self.positional
        for name in named:
            if name in self.positional:
                if self.positional.index(name) + len(self.positional_only) < len(args):
                    raise Refused("%s got multiple values for argument '%s'." % (keyword, name))
            elif name not in self.named_only and not self.kwargs:
                raise Refused("%s got unexpected named argument '%s'." % (keyword, name))
        missing = [name for name in names[len(args):]
                   if name not in self.defaults and not (name in named and name in self.positional)]
        if len(args) > len(names) and not self.varargs or missing and not set(named) & set(self.positional):
            raise Refused('%s expected %s, got %d.' % (keyword, self._expected(), len(args)))
        if missing:
            raise Refused("%s missing value for argument '%s'." % (keyword, missing[0]))
        for name in self.named_only:
            if name not in named and name not in self.defaults:
                raise Refused("%s missing named-only argument '%s'." % (keyword, name))

    def _expected(self):
        most = len(self.positional_only) + len(self.positional)
        least = most - len([name for name in self.defaults if name not in self.named_only])
        kind = 'non-named argument' if self.kwargs or self.named_only else 'argument'
        if self.varargs:
            return 'at least %d %s%s' % (least, kind, '' if least == 1 else 's')
        return '%s %s%s' % (most if least == most else '%d to %d' % (least, most), kind, '' if most == 1 else 's')

    def converted(self, args, named, converters=None):
        names = self.positional_only + self.positional
        return ([self._converted(names[i] if i < len(names) else self.varargs, value, converters)
                 for i, value in enumerate(args)],
                {name: self._converted(name, value, converters) for name, value in named.items()})

    def _converted(self, name, value, converters):
        known = name in self.positional_only or name in self.positional or name in self.named_only
        hint_of = name if known or name == self.varargs else self.kwargs
        if self.types is None or known and value is None and self.defaults.get(name, ...) is None:
            return value
        if known and self.is_default(name, value):
            return self.defaults[name]
        failure = None
        if hint_of in self.types:
            try:
                return convert(self.types[hint_of], name, value, converters)
            except ValueError as error:
                failure = error
        if hint_of in self.defaults and isinstance(value, str) \
                and not isinstance(self.defaults[hint_of], (str, type(None))):
            kind = type(self.defaults[hint_of])
            try:
                return convert(typing.Union[int, float] if kind is int else kind, name, value, None)
            except ValueError:
                pass
        if failure:
            raise Refused('ValueError: %s' % failure)
        return value

    def without_defaults(self, args, named):
        """For those who know their defaults better: what was told of them may be mere text."""
        names = self.positional_only + self.positional
        args = list(args)
        while args and len(args) <= len(names) and self.is_default(names[len(args) - 1], args[-1]):
            args.pop()
        return args, {name: value for name, value in named.items() if not self.is_default(name, value)}

    def by_position(self, args, named):
        """For those who take no named arguments: fills the gaps with defaults."""
        args = list(args)
        last = max((self.positional.index(name) for name in named), default=-1)
        for name in self.positional[max(0, len(args) - len(self.positional_only)):last + 1]:
            args.append(named[name] if name in named else self.defaults[name])
        return args
