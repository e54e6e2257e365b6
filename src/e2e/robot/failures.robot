*** Settings ***
Documentation     Keywords that fail, and how far a failure reaches.
Library           Remote    ${AGENT}/robot/Fixture


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
A Failure Has The Message
    Run Keyword And Expect Error    it broke    Go Wrong    plainly
    Run Keyword And Expect Error    ArithmeticException: it broke    Go Wrong    in arithmetic

A Message May Be HTML
    Run Keyword And Expect Error    STARTS: \*HTML\*    Go Wrong    in HTML

Messages Keep Every Character
    Run Keyword And Expect Error    EQUALS:\xe9 \u20ac \U0001F600    Go Wrong    beyond ASCII

A Continuable Failure Lets The Test Go On
    Run Keyword And Expect Error    Several failures occurred:*first*second*    Go Wrong Twice


*** Keywords ***
Go Wrong Twice
    Go Wrong    continuably, first
    Go Wrong    continuably, second
