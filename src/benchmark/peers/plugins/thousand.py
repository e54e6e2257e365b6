#!/usr/bin/env python3
"""A plugin of 1,000 keywords, those of Thousand in robotremoteserver_libraries.py. They are imported, not called."""
import json
import sys

if sys.argv[1] == "--describe":
    args = [{"name": "path"}, {"name": "retries", "default": 3}]
    keywords = [{"name": f"Do Step {n}", "args": args, "doc": f"Does step {n}."} for n in range(1, 1001)]
    print(json.dumps({"library": "Thousand", "keywords": keywords}))
else:
    print(json.dumps({"return": None}))
