"""Runs the examples of a Markdown page as printed. Usage: doc_examples.py PAGE URL BIN

Python blocks are doctests; console blocks are shell lines after "$ " and, below them, what they print.
The address 127.0.0.1:7080 in the page stands for the agent under test, and BIN has the labhand that is meant.
"""

import doctest
import os
import re
import subprocess
import sys

page, url = sys.argv[1], sys.argv[2]
os.environ["PATH"] = sys.argv[3] + os.pathsep + os.environ["PATH"]
text = open(page, encoding="utf-8").read().replace("http://127.0.0.1:7080", url.rstrip("/"))
blocks = re.findall(r"^```(python|console)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
failures = 0

python = "".join(block for kind, block in blocks if kind == "python")
examples = doctest.DocTestParser().get_doctest(python, {}, page, page, 0)
runner = doctest.DocTestRunner()
failures += runner.run(examples).failed
ran = len(examples.examples)

for kind, block in blocks:
    if kind != "console":
        continue
    for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = example.partition("\n")
        done = subprocess.run(["bash", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        ran += 1
        if done.stdout.rstrip("\n") != expected.rstrip("\n"):
            failures += 1
            print(f"$ {command}\nexpected:\n{expected}\ngot:\n{done.stdout}{done.stderr}")

print(f"{ran} examples, {failures} failed")
sys.exit(1 if failures or ran == 0 else 0)
