"""A Robot Framework library: static, hybrid or dynamic."""

import asyncio
import inspect
import re
from functools import cached_property, partial

from . import Refused
from .arguments import Arguments
from .conversion import alike, type_name
from .errors import message_of
from .finding import find, printable


class Keyword:
    """One keyword; run takes positional and named arguments."""

    def __init__(self, name, arguments, doc, tags, run):
        if not name:
            raise Refused('the name cannot be empty')
        embedded = len(re.findall(r'\$\{[^}]*\}', name))
        most = len(arguments.positional_only) + len(arguments.positional)
        if embedded > most and not arguments.varargs:
            raise Refused('it must take at least as many positional arguments as it has embedded ones')
        self.name = name
        self.arguments = arguments
        self.doc, more = self._split_tags(doc or '')
        self.tags = list(dict.fromkeys([str(tag) for tag in tags] + more))
        self.run = run
        self.error = None

    @staticmethod
    def _split_tags(doc):
        doc = doc.rstrip()
        lines = doc.splitlines()
        if lines and lines[-1].strip().lower().startswith('tags:'):
            tags = [tag.strip() for tag in lines[-1].strip()[5:].split(',')]
            return '\n'.join(lines[:-1]).rstrip(), [tag for tag in tags if tag]
        return doc, []

    def describe(self):
        described = {'name': self.name, 'args': self.arguments.describe(), 'doc': self.doc, 'tags': self.tags}
        returns = type_name(self.arguments.returns)
        if returns:
            described['returns'] = returns
        return described


class Library:
    """A library that was imported; its one instance lives as long as the process."""

    def __init__(self, spec):
        location, *args = spec.split('::')
        self.problems = []
        self.code = find(location)
        self.name = self.code.__name__.rpartition('.')[2]
        self.converters = getattr(self.code, 'ROBOT_LIBRARY_CONVERTERS', None) or None
        self._loop = None
        if inspect.isclass(self.code):
            self.instance = self._create(args)
        elif args:
            raise Refused('%s is a module and takes no arguments' % self.name)
        else:
            self.instance = self.code
        self.keywords = self._keywords()

    def _create(self, args):
        init = self.code.__init__
        if not (inspect.isfunction(init) or inspect.ismethod(init)):
            arguments = Arguments()
        else:
            arguments = Arguments.of_method(init)
            arguments.positional = arguments.positional[1:]
        positional, named = [], {}
        for arg in args:
            name, equals, value = arg.partition('=')
            if equals and (name in arguments.positional + arguments.named_only or arguments.kwargs):
                named[name] = value
            else:
                positional.append(arg)
        arguments.check("Library '%s'" % self.name, positional, named)
        positional, named = arguments.converted(positional, named, self.converters)
        return self.code(*positional, **named)

    def _keywords(self):
        names = self._dynamic('get_keyword_names') if inspect.isclass(self.code) else None
        if names is None:
            included = None if inspect.isclass(self.code) else getattr(self.code, '__all__', None)
            keywords = [self._static(name) for name in self._static_names() if included is None or name in included]
        else:
            run = self._dynamic('run_keyword')
            make = self._static if run is None else partial(self._of_dynamic, run)
            keywords = [make(name) for name in dict.fromkeys(names() or ())]
        seen = {}
        for keyword in filter(None, keywords):
            first = seen.setdefault(alike(keyword.name), keyword)
            if first is not keyword:
                first.error = 'Keyword with same name defined multiple times.'
                self._failed(keyword.name, first.error)
        return {keyword.name: keyword for keyword in seen.values()}

    def _dynamic(self, name):
        first, *others = name.split('_')
        for spelling in name, first + ''.join(word.capitalize() for word in others):
            method = getattr(self.instance, spelling, None)
            if callable(method):
                return method
        return None

    def _failed(self, name, reason):
        self.problems.append("Adding keyword '%s' of library %s failed: %s" % (name, self.name, reason))

    def _static_names(self):
        automatic = getattr(self.instance, 'ROBOT_AUTO_KEYWORDS', True)
        return [name for name in dir(self.instance)
                if automatic and not name.startswith('_') or hasattr(self._as_written(name), 'robot_name')]

    def _as_written(self, name):
        """Without asking a property for its value."""
        written = inspect.getattr_static(self.instance, name, None)
        return written.__func__ if isinstance(written, (classmethod, staticmethod)) else written

    def _static(self, name):
        try:
            written = self._as_written(name)
            if isinstance(written, (property, cached_property)):
                return None
            method = getattr(self.instance, name)
            if not (inspect.isroutine(method) or isinstance(method, partial)) \
                    or getattr(method, 'robot_not_keyword', False):
                return None
            arguments = Arguments.of_method(method)
            tags = getattr(method, 'robot_tags', ())
            return Keyword(getattr(method, 'robot_name', None) or printable(name), arguments, inspect.getdoc(method),
                           tags, lambda args, named: method(*args, **named))
        except Exception as error:
            self._failed(name, message_of(error))
            return None

    def _of_dynamic(self, run, name):
        takes_named = len(Arguments.of_method(run).positional) == 3

        def ask(question, otherwise):
            method = self._dynamic(question)
            answer = method(name) if method else None
            return otherwise if answer is None else answer

        def call(args, named):
            args, named = arguments.without_defaults(args, named)
            if takes_named:
                return run(name, args, named)
            return run(name, arguments.by_position(args, named))

        try:
            anything = ['*varargs', '**kwargs'] if takes_named else ['*varargs']
            arguments = Arguments.of_dynamic(ask('get_keyword_arguments', anything), {})
            if (arguments.named_only or arguments.kwargs) and not takes_named:
                raise Refused('run_keyword takes no named arguments, so that the keyword cannot either')
            method = self._dynamic('get_keyword_types')
            arguments._set_types(method(name) if method else {})
            doc = ask('get_keyword_documentation', '')
            tags = [each if isinstance(each, str) else each.decode() for each in ask('get_keyword_tags', ())]
            return Keyword(printable(name), arguments, doc if isinstance(doc, str) else doc.decode(), tags, call)
        except Exception as error:
            self._failed(name, message_of(error))
            return None

    def describe(self):
        document = self._dynamic('get_keyword_documentation') if inspect.isclass(self.code) else None
        doc = document and document('__intro__') or inspect.getdoc(self.instance) or ''
        init = document and document('__init__') or inspect.isclass(self.code) \
            and inspect.isfunction(self.code.__init__) and inspect.getdoc(self.code.__init__) or ''
        version = getattr(self.code, 'ROBOT_LIBRARY_VERSION', None) or getattr(self.code, '__version__', '')
        return {'library': re.sub('[^A-Za-z0-9_]', '_', self.name), 'version': str(version), 'doc': doc, 'init': init,
                'keywords': [keyword.describe() for keyword in self.keywords.values()], 'problems': self.problems,
                'persistent': True, 'processes': int(getattr(self.code, 'LABHAND_PROCESSES', 1))}

    def call(self, name, args, named):
        keyword = self.keywords.get(name) or {alike(each): kw for each, kw in self.keywords.items()}.get(alike(name))
        if keyword is None:
            raise Refused("No keyword with name '%s.%s' found." % (self.name, name))
        if keyword.error:
            raise Refused(keyword.error)
        keyword.arguments.check("Keyword '%s.%s'" % (self.name, keyword.name), args, named)
        value = keyword.run(*keyword.arguments.converted(args, named, self.converters))
        if inspect.iscoroutine(value):
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                asyncio.set_event_loop(self._loop)
            value = self._loop.run_until_complete(value)
        return value
