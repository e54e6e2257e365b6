"""Hybrid and dynamic libraries."""


class Hybrid:
    def getKeywordNames(self):
        return ['first_thing', 'first_thing', 'Added Later', 'missing']

    def __init__(self):
        setattr(self, 'Added Later', lambda who='nobody': 'later ' + who)

    def first_thing(self):
        return 'first'

    def not_told(self):
        pass


class Dynamic:
    KEYWORDS = {
        'press_button': (['button', ('times', 2), '*more', 'hold=1', '**rest'], {'times': int}, 'Presses.\n\nTags: ui'),
        'Select ${animal} from list': (['animal'], ['str'], ''),
        'named arg': (['first name', '/', 'b'], None, ''),
        'anything': (None, {}, None),
        'broken': (['**kwargs', 'a'], {}, ''),
        'Press Button': ([], {}, ''),
    }

    def get_keyword_names(self):
        return list(self.KEYWORDS)

    def run_keyword(self, name, args, kwargs):
        return [name, args, kwargs]

    def get_keyword_arguments(self, name):
        return self.KEYWORDS[name][0]

    def get_keyword_types(self, name):
        return self.KEYWORDS[name][1]

    def get_keyword_tags(self, name):
        return ['one'] if name == 'press_button' else None

    def get_keyword_documentation(self, name):
        if name == '__intro__':
            return 'All of it.'
        return self.KEYWORDS[name][2] if name in self.KEYWORDS else None


class Old:
    """A dynamic library from before named arguments."""

    def getKeywordNames(self):
        return ['old', 'too_new']

    def runKeyword(self, name, args):
        return [name] + args

    def getKeywordArguments(self, name):
        return ['a', 'b=2', 'c=3'] if name == 'old' else ['a', '*', 'named']


class Failing:
    def __init__(self, why):
        raise RuntimeError('no bench: ' + why)
