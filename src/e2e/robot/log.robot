*** Settings ***
Documentation     What keywords log while they run. Whether it arrives is looked up in the output of this suite.
Library           Remote    ${AGENT}/robot/Fixture


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
Every Level
    Tell    On every level

Text That Looks Like A Level
    Tell    first line\n*ERROR* no error\n*HTML:1700000000000* no HTML

Times Are Those Of The Keyword
    Tell With A Pause
