#!/bin/sh
# A plugin that is started anew for each call.
case $1 in
  --describe)
    echo '{"library": "OneShot", "keywords": [{"name": "Add", "args": [{"name": "a", "type": "int"}, {"name": "b", "type": "int"}]}]}'
    ;;
  --call)
    IFS='[], ' read -r _ a b _ # {"args": [2, 3], "kwargs": {}}
    echo "{\"return\": $((a + b))}"
    ;;
esac
