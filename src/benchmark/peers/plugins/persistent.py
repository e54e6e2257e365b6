#!/usr/bin/env python3
"""A persistent plugin that adds."""
import json
import sys

if sys.argv[1] == "--describe":
    args = [{"name": "a", "type": "int"}, {"name": "b", "type": "int"}]
    print(json.dumps({"library": "Persistent", "persistent": True, "keywords": [{"name": "Add", "args": args}]}))
else:
    for line in sys.stdin:
        call = json.loads(line)
        print(json.dumps({"id": call["id"], "return": call["args"][0] + call["args"][1]}), flush=True)
