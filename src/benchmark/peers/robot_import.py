"""Imports a remote library of 1,000 keywords again and again, as `Library    Remote    URI` does in a suite. Argument: URI.

Each line `IN-FLIGHT SECONDS` on standard input is answered by a line `COUNT SECONDS-TAKEN`; IN-FLIGHT is 1.
"""
import sys
import time

from robot.running.testlibraries import TestLibrary


def keywords():
    library = TestLibrary.from_name("Remote", args=[sys.argv[1]])
    if len(library.keywords) < 1000:
        raise SystemExit(f"{sys.argv[1]} has only {len(library.keywords)} keywords")
    return library.keywords


last = {keyword.name: keyword for keyword in keywords()}["Do Step 1000"]
if (str(last.args), last.doc) != ("path, retries=3", "Does step 1000."):
    raise SystemExit(f"{sys.argv[1]} has Do Step 1000 with {last.args}: {last.doc}")
print("ready 0", flush=True)
for line in sys.stdin:
    seconds = float(line.split()[1])
    start = time.monotonic()
    count = 0
    while count == 0 or time.monotonic() < start + seconds:
        keywords()
        count += 1
    print(count, time.monotonic() - start, flush=True)
