"""Tests of the adapter for Robot Framework libraries in Python: robot_library_test.py ADAPTER [with-robot]"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ADAPTER = sys.argv[1]
LIBRARIES = pathlib.Path(__file__).parent / 'libraries'


def command(spec, mode):
    return [sys.executable, ADAPTER, spec, mode]


def environment():
    return {**os.environ, 'PYTHONPATH': os.pathsep.join([str(LIBRARIES)] + sys.path[1:])}


def describe(spec):
    done = subprocess.run(command(spec, '--describe'), env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def described(spec):
    code, out, err = describe(spec)
    assert code == 0 and out.count('\n') == 1, (code, out, err)
    return json.loads(out)


def keyword(library, name):
    found = [each for each in library['keywords'] if each['name'] == name]
    assert len(found) == 1, (name, [each['name'] for each in library['keywords']])
    return found[0]


class Serving:
    def __init__(self, spec):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command(spec, '--serve'), env=environment(), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors)
        self.count = 0
        self.between = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.process.stdout.close()
            self.errors.close()

    def send(self, name, args=(), kwargs=None):
        self.count += 1
        self.write(json.dumps({'id': str(self.count), 'keyword': name, 'args': list(args), 'kwargs': kwargs or {},
                               'deadline': None}).encode())

    def write(self, line):
        self.process.stdin.write(line + b'\n')
        self.process.stdin.flush()

    def read(self):
        """What belongs to no call is kept elsewhere."""
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError('it ended: ' + self.stderr())
            message = json.loads(line)
            if message['id'] is not None:
                return message
            self.between.append((message['level'], message['log']))

    def last_words(self):
        """The log of a call that is never answered."""
        messages = [json.loads(line) for line in self.process.stdout]
        assert all('log' in message for message in messages), messages
        return [(message['level'], message['log']) for message in messages if message['id'] is not None]

    def call(self, name, *args, **kwargs):
        """The answer and the log."""
        self.send(name, args, kwargs)
        log = []
        while True:
            message = self.read()
            assert message['id'] == str(self.count), message
            if 'log' not in message:
                return message, log
            log.append(message)

    def returned(self, name, *args, **kwargs):
        answer, _ = self.call(name, *args, **kwargs)
        assert 'return' in answer, answer
        return answer['return']

    def error(self, name, *args, **kwargs):
        answer, _ = self.call(name, *args, **kwargs)
        return answer['error']

    def logged(self, name, *args):
        _, log = self.call(name, *args)
        return [(each['level'], each['log']) for each in log]

    def stderr(self):
        self.errors.seek(0)
        return self.errors.read().decode()


class Described(unittest.TestCase):

    def test_a_static_library(self):
        library = described('Bench')
        self.assertEqual((library['library'], library['version'], library['persistent'], library['processes']),
                         ('Bench', '2.1', True, 1))
        self.assertEqual(library['doc'], 'What is on the bench.\n\nSeveral lines.')
        self.assertEqual(library['init'], 'Takes the slot.')
        names = {each['name'] for each in library['keywords']}
        self.assertLessEqual({'Keeps State', 'Shown After All', 'Static One', 'Class One', 'Waiting'}, names)
        self.assertFalse({'Attribute', 'Explosive', 'Hidden', 'Hidden Too', 'Get Keyword Names'} & names)
        self.assertEqual(keyword(library, 'Flash Image V 2'), {
            'name': 'Flash Image V 2',
            'args': [{'name': 'path'}, {'name': 'retries', 'type': 'int', 'default': 3},
                     {'name': 'extra', 'kind': 'varargs'},
                     {'name': 'verify', 'type': 'bool | str', 'kind': 'named_only', 'default': True},
                     {'name': 'options', 'kind': 'kwargs'}],
            'returns': 'dict', 'doc': 'Writes an image.\n\nIn its slot.', 'tags': ['flash', 'board', 'slow']})

    def test_defaults_that_json_has_stay_as_they_are_and_others_become_text(self):
        args = keyword(described('Bench'), 'Defaults')['args']
        self.assertEqual([each['default'] for each in args], [5, 'RED', '1.5', None, [1, 2], '<object object>', True])

    def test_types_are_robot_frameworks_names(self):
        args = keyword(described('Bench'), 'Hints')['args']
        self.assertEqual([each.get('type') for each in args][0], 'int')
        self.assertIn(args[1]['type'], ('int | None',))
        self.assertEqual(args[2]['type'], 'int | str')

    def test_a_module(self):
        library = described('plain_module')
        self.assertEqual((library['library'], library['version']), ('plain_module', '0.3'))
        self.assertEqual([each['name'] for each in library['keywords']], ['Join Words'])

    def test_files_and_classes_in_them(self):
        self.assertEqual(described(str(LIBRARIES / 'Bench.py'))['library'], 'Bench')
        self.assertEqual(described(str(LIBRARIES / 'Several.py') + ':Hybrid')['library'], 'Hybrid')
        self.assertEqual(described('Several.Old')['library'], 'Old')

    def test_a_hybrid_library(self):
        library = described('Several.Hybrid')
        self.assertEqual([each['name'] for each in library['keywords']], ['First Thing', 'Added Later'])
        self.assertEqual(len(library['problems']), 1)
        self.assertIn("Adding keyword 'missing' of library Hybrid failed: AttributeError: ", library['problems'][0])

    def test_a_dynamic_library(self):
        library = described('Several.Dynamic')
        self.assertEqual(library['doc'], 'All of it.')
        self.assertEqual(keyword(library, 'Press Button'), {
            'name': 'Press Button',
            'args': [{'name': 'button'}, {'name': 'times', 'type': 'int', 'default': 2},
                     {'name': 'more', 'kind': 'varargs'}, {'name': 'hold', 'kind': 'named_only', 'default': '1'},
                     {'name': 'rest', 'kind': 'kwargs'}],
            'doc': 'Presses.', 'tags': ['one', 'ui']})
        self.assertEqual(keyword(library, 'Select ${animal} From List')['args'], [{'name': 'animal', 'type': 'str'}])
        self.assertEqual(keyword(library, 'Named Arg')['args'],
                         [{'name': 'first name', 'kind': 'positional_only'}, {'name': 'b'}])
        self.assertEqual(keyword(library, 'Anything')['args'],
                         [{'name': 'varargs', 'kind': 'varargs'}, {'name': 'kwargs', 'kind': 'kwargs'}])
        self.assertEqual(library['problems'], [
            "Adding keyword 'broken' of library Dynamic failed: only the last argument can be kwargs",
            "Adding keyword 'Press Button' of library Dynamic failed: Keyword with same name defined multiple times."])

    def test_defaults_that_are_of_another_type_than_told_widen_it(self):
        args = {each['name']: each for each in keyword(described('Bench'), 'Careless Defaults')['args']}
        self.assertEqual([(each['type'], each['default']) for each in args.values()], [
            ('int | str', 'many'), ('str | int', 10), ('float', 3), ('timedelta', 90.0), ('bytes', {'base64': 'eA=='}),
            ('List[int] | list', ['a']), ("Literal['a', 'b']", 'b'), ('bool | str', 'maybe')])

    def test_what_cannot_be_used_says_why(self):
        for spec, why in [('no_such_module', "ModuleNotFoundError: No module named 'no_such_module'"),
                          ('Several.Nobody', "module 'Several' has no class 'Nobody'"),
                          ('no_such_module.Class', "No module named 'no_such_module'"),
                          (str(LIBRARIES / 'nope.py'), 'there is no file '),
                          (str(LIBRARIES / 'Several.py') + ':Nobody', "has no class 'Nobody'"),
                          ('Several:Nobody', 'is neither MODULE.CLASS nor FILE.py:CLASS'),
                          ('plain_module::argument', 'plain_module is a module and takes no arguments'),
                          ('Several.Failing', "Library 'Failing' expected 1 argument, got 0."),
                          ('Several.Failing::today', 'no bench: today\nTraceback'),
                          ('Bench::1::2::3', "Library 'Bench' expected 0 to 2 non-named arguments, got 3."),
                          ('Bench::first', "Argument 'slot' got value 'first' that cannot be converted to integer.")]:
            with self.subTest(spec):
                for mode in '--describe', '--serve':
                    done = subprocess.run(command(spec, mode), env=environment(), stdin=subprocess.DEVNULL,
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
                    self.assertEqual(done.returncode, 1)
                    self.assertTrue(all('"id": null' in line for line in done.stdout.decode().splitlines()), done)
                    self.assertNotIn('labhand_adapter', done.stderr.decode())
                    self.assertIn("the library '%s' cannot be used: " % spec, done.stderr.decode())
                    self.assertIn(why, done.stderr.decode())
                    self.assertNotIn('robot_library.py', done.stderr.decode())


class Called(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.bench = Serving('Bench::4::name=left').__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.bench.__exit__()

    def test_one_instance_keeps_its_state_and_its_arguments(self):
        first = self.bench.returned('Keeps State')
        self.assertEqual(first[:2], [4, 'left'])
        self.assertEqual(self.bench.returned('keeps_state'), [4, 'left', first[2] + 1])

    def test_arguments_of_every_kind(self):
        self.assertEqual(
            self.bench.returned('Flash Image V 2', 'a.img', '5', 'x', 'y', verify='no', speed='1'),
            {'path': 'a.img', 'retries': 5, 'extra': ['x', 'y'], 'verify': False, 'options': {'speed': '1'}})
        self.assertEqual(self.bench.returned('Flash Image V 2', path='a.img')['retries'], 3)
        self.assertEqual(self.bench.returned('Static One'), 'static')
        self.assertEqual(self.bench.returned('Class One'), 'Bench')
        self.assertEqual(self.bench.returned('Shown After All'), 'shown')
        self.assertEqual(self.bench.returned('Waiting'), 'awaited')
        self.assertEqual(self.bench.returned('Waiting'), 'awaited')

    def test_wrong_arguments_are_told_in_robot_frameworks_words(self):
        error = self.bench.error
        self.assertEqual(error('Keeps State', 1), "Keyword 'Bench.Keeps State' expected 0 arguments, got 1.")
        self.assertEqual(error('Show'), "Keyword 'Bench.Show' expected 1 argument, got 0.")
        self.assertEqual(error('Show', 1, value=2), "Keyword 'Bench.Show' got multiple values for argument 'value'.")
        self.assertEqual(error('Show', 1, other=2), "Keyword 'Bench.Show' got unexpected named argument 'other'.")
        self.assertEqual(error('Defaults', 1, 2, 3, 4, 5, 6, 7, 8),
                         "Keyword 'Bench.Defaults' expected 0 to 7 arguments, got 8.")
        self.assertEqual(error('Flash Image V 2'),
                         "Keyword 'Bench.Flash Image V 2' expected at least 1 non-named argument, got 0.")
        self.assertEqual(error('Flash Image V 2', retries=3),
                         "Keyword 'Bench.Flash Image V 2' missing value for argument 'path'.")
        self.assertEqual(error('Flash Image V 2', 'a', 'many'),
                         "ValueError: Argument 'retries' got value 'many' that cannot be converted to integer.")
        self.assertEqual(error('Nothing'), "No keyword with name 'Bench.Nothing' found.")

    def test_simple_types_are_converted(self):
        self.assertEqual(self.bench.returned('Typed', '1 000', '2.5', 'Yes', 'dark green', '1.10', 'caf\xe9'),
                         ['1000', '2.5', 'True', '<Colour.DARK_GREEN: 2>', "Decimal('1.10')", r"b'caf\xe9'"])
        self.assertEqual(self.bench.returned('Typed', 1, 2, True, 'RED'),
                         ['1', '2.0', 'True', '<Colour.RED: 1>', "Decimal('0')", "b''"])

    def test_defaults_may_come_back_as_they_were_told(self):
        self.assertEqual(self.bench.returned('Defaults', 5, 'RED', '1.5', None, [1, 2], '<object object>', True),
                         ['int', 'Colour', 'Decimal', 'NoneType', 'tuple', 'object', 'bool'])
        self.assertEqual(self.bench.returned('Defaults', 5.0, 'x', '2.5', 'text', [2], 1, 1),
                         ['float', 'str', 'Decimal', 'str', 'list', 'int', 'int'])

    def test_values_as_the_agent_sends_them(self):
        for value, shown in [({'base64': 'AP8='}, r"bytes b'\x00\xff'"), ({'float': 'nan'}, 'float nan'),
                             ({'float': '-inf'}, 'float -inf'), (2 ** 70, 'int %d' % 2 ** 70), (None, 'NoneType None'),
                             ({'dateTime': '2026-01-02T03:04:05'}, 'datetime datetime.datetime(2026, 1, 2, 3, 4, 5)'),
                             ({'dateTime': '2026-01-02T03:04:05Z'}, 'datetime datetime.datetime(2026, 1, 2, 3, 4, 5, '
                                                                    'tzinfo=datetime.timezone.utc)'),
                             ([{'a': {'base64': ''}}], "list [{'a': b''}]"),
                             ({'base64': 'eA==', 'more': 1}, "dict {'base64': 'eA==', 'more': 1}"),
                             ('\U0001f600\x00\uffff', "str '\U0001f600\\x00\\uffff'")]:
            self.assertEqual(self.bench.returned('Show', value), shown)

    def test_values_as_the_agent_takes_them(self):
        for what, value in [('tuple', [1, 'two']), ('set', [3]), ('generator', ['a', 'b']), ('range', [0, 1]),
                            ('keys', {'1': 'a', '': 'b'}), ('bytes', {'base64': 'AP8='}), ('array', {'base64': 'eA=='}),
                            ('nan', {'float': 'nan'}), ('inf', [{'float': 'inf'}, {'float': '-inf'}]),
                            ('big', 2 ** 70), ('none', None), ('enum', 'Colour.RED'), ('flag', True),
                            ('naive', {'dateTime': '2026-01-02T03:04:05.600000'}),
                            ('day', {'dateTime': '2026-01-02T00:00:00'}), ('aware', {'dateTime': '2026-01-02T01:04:05Z'}),
                            ('span', '0:01:30'), ('decimal', '1.10'), ('emoji', '\U0001f600\x00\uffff'),
                            ('surrogate', 'a\ufffdb'),
                            ('object', '<Unprintable whose text is not available: OSError>')]:
            with self.subTest(what):
                self.assertEqual(self.bench.returned('Returning', what), value)
        self.assertEqual(self.bench.error('Returning', 'cycle'),
                         'The return value cannot be sent: it contains itself, or is nested too deeply.')
        self.assertEqual(self.bench.error('Returning', 'huge'),
                         'The return value cannot be sent: it has an integer of 20001 bits.')

    def test_errors(self):
        for how, error, continuable, fatal in [
                ('assertion', 'not so', False, False), ('runtime', 'not so', False, False),
                ('value', 'ValueError: not so', False, False), ('empty', 'AssertionError', False, False),
                ('html', '*HTML* ValueError: <b>not</b> so', False, False),
                ('fatal', 'FatalFault: all over', False, True), ('mild', 'go on', True, False),
                ('exit', 'SystemExit: 3', False, False), ('interrupt', 'KeyboardInterrupt', False, False),
                ('unicode', 'Hyv\xe4 \U0001f600', False, False)]:
            with self.subTest(how):
                answer, _ = self.bench.call('Failing', how)
                self.assertEqual((answer['error'], answer['continuable'], answer['fatal']), (error, continuable, fatal))
                self.assertTrue(answer['traceback'].startswith('Traceback (most recent call last):\n  File '), answer)
                self.assertIn('Bench.py', answer['traceback'].splitlines()[1])
                self.assertNotIn('labhand_adapter', answer['traceback'])

    def test_a_traceback_has_the_cause(self):
        answer, _ = self.bench.call('Failing Because')
        self.assertIn("KeyError: 'key'\n\nThe above exception was the direct cause", answer['traceback'])

    def test_a_call_that_makes_no_sense_has_no_traceback(self):
        answer, _ = self.bench.call('Show')
        self.assertEqual(answer['traceback'], '')

    def test_prints_with_marks(self):
        self.assertEqual(
            self.bench.logged('Printing', 'plain\n*WARN* careful\nstill\n*NOPE* text\n *ERROR* no mark\n*DEBUG*x'),
            [('INFO', 'plain'), ('WARN', 'careful\nstill\n*NOPE* text\n *ERROR* no mark'), ('DEBUG', 'x')])
        self.assertEqual(self.bench.logged('Printing', ''), [])
        self.assertEqual(self.bench.logged('Printing', '\xe4 \U0001f600 \ud800'), [('INFO', '\xe4 \U0001f600 \\ud800')])

    def test_a_mark_is_for_its_own_stream_alone(self):
        self.assertEqual(self.bench.logged('Printing With A Mark'), [
            ('WARN', 'careful'), ('INFO', 'by stderr'), ('INFO', 'by a child\nby its stderr'), ('WARN', 'still careful'),
            ('ERROR', 'a child fails'), ('INFO', 'a child goes on'), ('DEBUG', 'fine')])
        self.assertEqual(self.bench.logged('Printing', 'next'), [('INFO', 'next')])

    def test_last_words_are_told(self):
        for how, last in [('exit', 'unflushed by C'), ('kill', 'by descriptor'), ('fault', 'by descriptor'),
                          ('much', 'x' * 100)]:
            with self.subTest(how), Serving('Bench') as bench:
                bench.send('Dying', [how])
                words = '\n'.join(text for _, text in bench.last_words())
                self.assertTrue(words.startswith('by print\nby stderr\nby a child\n'), words[:1000])
                self.assertTrue(words.endswith(last), words[-1000:])
                bench.process.wait(30)

    def test_a_library_that_waits_for_its_children_meets_none_of_ours(self):
        self.assertEqual(self.bench.returned('Children'), 'no children')

    def test_forks_print_to_the_running_call(self):
        self.assertEqual(sorted(self.bench.logged('Forking')),
                         [('INFO', 'parent'), ('INFO', 'printed by a fork'), ('WARN', 'logged by a fork')])

    def test_answers_of_any_size_and_content(self):
        for size in 0, 4000, 4096, 5000, 1 << 20:
            self.assertEqual(self.bench.returned('Same', 'x' * size), 'x' * size)
        self.assertEqual(self.bench.returned('Same', '\0' * 5000), '\0' * 5000)
        self.assertEqual(self.bench.logged('Printing', 'a\0b\0'), [('INFO', 'a\0b\0')])
        self.assertEqual(self.bench.logged('Writing', '\0'), [('INFO', '\0')])

    def test_unknown_words_for_a_bool_stay_what_they_are(self):
        for given, shown in [('no', 'bool False'), ('On', 'bool True'), ('maybe', "str 'maybe'"), (2, 'int 2')]:
            self.assertEqual(self.bench.returned('Boolean', given), shown)

    def test_html_is_told_as_a_whole_and_times_are_kept(self):
        _, log = self.bench.call('Printing Slowly')
        self.assertEqual([(each['level'], each['log']) for each in log],
                         [('HTML', '<table>\n</table>'), ('INFO', 'then'), ('INFO', 'later')])
        self.assertEqual(log[1]['time'], 1700000000123)
        self.assertLess(abs(log[0]['time'] / 1000 - time.time()), 60)
        self.assertGreater(log[2]['time'] - log[0]['time'], 500)

    def test_what_is_printed_is_told_while_the_keyword_runs(self):
        with Serving('Bench') as bench:
            bench.send('Sleeping')
            self.assertEqual(bench.read()['log'], 'sleeping')
            bench.process.kill()

    def test_output_of_children_and_of_c_code_is_the_calls(self):
        self.assertEqual('\n'.join(text for _, text in self.bench.logged('Printing Everywhere')),
                         'by print\nby stderr\nby a child\nby its stderr\nby descriptor\nby C')
        self.assertEqual(self.bench.logged('Printing', 'next'), [('INFO', 'next')])

    def test_much_output(self):
        log = self.bench.logged('Printing Much', 5)
        self.assertEqual(sum(text.count('x') for _, text in log), 5 * 1024 * 1023)

    def test_threads_that_print_while_others_log(self):
        log = self.bench.logged('Printing From Threads')
        self.assertEqual(sum(text.count('x') for _, text in log), 4 * 5000 * 99)

    def test_logging(self):
        log = self.bench.logged('Logging All')
        self.assertEqual(log[:7], [('INFO', 'before'), ('TRACE', 'trace'), ('DEBUG', 'debug 1'), ('INFO', 'info'),
                                   ('WARN', 'warning'), ('ERROR', 'error'), ('INFO', 'after')])
        self.assertEqual(log[7][0], 'WARN')
        self.assertIn('could not be formatted', log[7][1])
        self.assertEqual(len(log), 8)

    def test_what_is_printed_between_calls_is_in_no_calls_log(self):
        with Serving('Bench') as bench:
            self.assertEqual(bench.logged('Leaving A Printer'), [])
            self.assertIn(b'printed between calls', bench.process.stdout.peek())
            self.assertEqual(bench.logged('Printing', 'mine'), [('INFO', 'mine')])
            self.assertEqual(bench.between, [('INFO', 'printed while importing'), ('INFO', 'printed between calls')])

    def test_keywords_that_fail_to_be_added_are_in_no_calls_log(self):
        with Serving('Several.Hybrid') as library:
            self.assertEqual(library.logged('First Thing'), [])
            self.assertEqual((library.between, library.stderr()), ([], ''))

    def test_standard_input_is_empty_for_the_library(self):
        self.assertEqual(self.bench.returned('Reading Stdin'), '')

    def test_a_line_that_is_no_call_is_told_and_passed_over(self):
        with Serving('Bench') as bench:
            bench.write(b'rubbish')
            bench.write(b'{"keyword": "Show"}')
            self.assertEqual(bench.returned('Show', 1), 'int 1')
            self.assertIn("this is no call (JSONDecodeError", bench.stderr())

    def test_a_crash_says_where_it_was(self):
        with Serving('Bench') as bench:
            bench.send('Crashing')
            self.assertEqual(bench.process.wait(30), -signal.SIGSEGV)
            self.assertIn('in crashing', bench.stderr())

    def test_term_lets_the_library_clean_up(self):
        with tempfile.TemporaryDirectory() as folder:
            farewell = os.path.join(folder, 'farewell')
            with Serving('Bench::farewell=' + farewell) as bench:
                bench.send('Sleeping')
                bench.read()
                bench.process.terminate()
                self.assertEqual(bench.process.wait(30), 128 + signal.SIGTERM)
            self.assertTrue(os.path.exists(farewell))

    def test_hybrid_and_dynamic_libraries(self):
        with Serving('Several.Hybrid') as library:
            self.assertEqual(library.returned('First Thing'), 'first')
            self.assertEqual(library.returned('Added Later', who='you'), 'later you')
        with Serving('Several.Dynamic') as library:
            self.assertEqual(library.returned('Select ${animal} From List', 'cat'),
                             ['Select ${animal} from list', ['cat'], {}])
            self.assertEqual(library.returned('Named Arg', 'x', b='y'), ['named arg', ['x'], {'b': 'y'}])
            self.assertEqual(library.returned('Anything', 1, x=2), ['anything', [1], {'x': 2}])
            self.assertEqual(library.error('Press Button'), 'Keyword with same name defined multiple times.')
        with Serving('Several.Old') as library:
            self.assertEqual(library.returned('Old', '1', c='9'), ['old', '1', '2', '9'])
            self.assertEqual(library.returned('Old', a='1'), ['old', '1'])
            self.assertEqual(library.returned('Old', '1', '2', '3'), ['old', '1'])
        with Serving('plain_module') as library:
            self.assertEqual(library.returned('Join Words', 'a', 'b'), 'a/b')


class WithRobotFramework(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.library = Serving('WithRobot').__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.library.__exit__()

    def test_the_decorated_class_of_a_module_is_the_library(self):
        library = described('WithRobot')
        self.assertEqual((library['library'], library['version']), ('AnyName', '4.2'))
        self.assertEqual({each['name'] for each in library['keywords']},
                         {'Select ${animal} From List', 'By Deco', 'Not Converted', 'Typed', 'Logs', 'Fails'})
        self.assertEqual(keyword(library, 'Select ${animal} From List')['tags'], ['zoo'])
        self.assertEqual(keyword(library, 'By Deco')['args'], [{'name': 'number', 'type': 'int'}])

    def test_conversion_is_robot_frameworks(self):
        self.assertEqual(
            self.library.returned('Typed', ['1', 2], "{'a': 1}", 'dark green', '2026-01-02 03:04:05',
                                  {'dateTime': '2026-01-02T00:00:00'}, '1 min 30 s', {'x': '1'}, 'text', 'None', '7'),
            ['[1, 2]', "{'a': 1.0}", '<Colour.DARK_GREEN: 2>', 'datetime.datetime(2026, 1, 2, 3, 4, 5)',
             'datetime.date(2026, 1, 2)', 'datetime.timedelta(seconds=90)', "{'x': 1}", "'TEXT'", 'None', '7'])
        self.assertEqual(self.library.error('Typed', ['x'], {}, 'RED', 0, 0, 0, {'x': 1}, ''),
                         "ValueError: Argument 'many' got value '['x']' (list) that cannot be converted to "
                         "List[int]: Item '0' got value 'x' that cannot be converted to integer.")
        self.assertEqual(self.library.returned('By Deco', '7'), '7')
        self.assertEqual(self.library.returned('Not Converted', '7'), "'7'")

    def test_robots_logger_logs_to_the_call(self):
        self.assertEqual(self.library.logged('Logs'), [
            ('TRACE', 'trace'), ('DEBUG', 'debug'), ('HTML', '<b>html</b>'), ('CONSOLE', 'both'), ('WARN', 'warn'),
            ('ERROR', 'error'), ('CONSOLE', 'console'), ('DEBUG', 'by level'), ('INFO', 'imported info'),
            ('WARN', 'imported write'), ('INFO', 'logging')])

    def test_robots_failures(self):
        answer, _ = self.library.call('Fails', 'mild')
        self.assertEqual((answer['error'], answer['continuable'], answer['fatal']), ('go on', True, False))
        answer, _ = self.library.call('Fails', 'fatal')
        self.assertEqual((answer['error'], answer['continuable'], answer['fatal']), ('FatalError: all over', False, True))

    def test_robots_own_libraries(self):
        with Serving('robot.libraries.String') as string:
            self.assertEqual(string.returned('Split To Lines', 'a\nb'), ['a', 'b'])
        with Serving('robot.libraries.OperatingSystem') as system:
            self.assertEqual(system.returned('Run And Return RC And Output', 'echo out; exit 3'), [3, 'out'])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + ['Described', 'Called'] + ['WithRobotFramework'] * ('with-robot' in sys.argv[2:]))
