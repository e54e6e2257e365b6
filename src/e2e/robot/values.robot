*** Settings ***
Documentation     What keywords return, and values that are sent and come back.
Library           Remote    ${AGENT}/robot/Fixture


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
Nothing Is None
    ${value} =    Give    nothing
    Should Be Equal    ${value}    ${None}

Numbers Keep Their Kind And Size
    ${value} =    Give    2^40
    Should Be Equal    ${value}    ${1099511627776}
    ${value} =    Give    -2^63
    Should Be Equal    ${value}    ${-9223372036854775808}
    ${value} =    Give    0.1
    Should Be Equal    ${value}    ${0.1}
    ${value} =    Give    1e22
    Should Be Equal    ${value}    ${1e22}
    ${value} =    Give    true
    Should Be Equal    ${value}    ${True}

Not All Numbers Are Finite
    ${value} =    Give    nan
    Should Be Equal As Strings    ${value}    nan
    ${value} =    Give    inf
    Should Be Equal As Strings    ${value}    inf
    ${value} =    Give    -inf
    Should Be Equal As Strings    ${value}    -inf

Text Keeps Every Character That XML Has A Place For
    ${value} =    Give    text
    Should Be Equal    ${value}    <a> & "b"\r\n\t\xe9\u20ac\U0001F600

Text With Control Characters Comes As Bytes
    ${expected} =    Evaluate    b'nul\\x00 \\xe9'
    ${value} =    Give    control characters
    Should Be Equal    ${value}    ${expected}

What Neither Text Nor Bytes Can Carry Is Replaced
    ${value} =    Give    U+FFFF
    Should Be Equal    ${value}    \u20ac\uFFFD

Bytes Are Bytes Both Ways
    ${all} =    Evaluate    bytes(bytearray(range(256)))
    ${value} =    Give    bytes
    Should Be Equal    ${value}    ${all}
    ${value} =    Echo    ${all}
    Should Be Equal    ${value}    ${all}

Dates Have No Zone And Whole Seconds
    ${value} =    Give    date
    Should Contain    ${{str($value)}}    03:04:05
    ${date} =    Evaluate    datetime.datetime(2026, 1, 2, 3, 4, 5)    modules=datetime
    ${text} =    Take Text    ${date}
    ${expected} =    Evaluate    'String ' + str([ord(c) for c in '2026-01-02 03:04:05'])
    Should Be Equal    ${text}    ${expected}

Lists And Dictionaries Nest
    ${value} =    Give    nested
    Should Be Equal    ${value.list[1].deep}    \U0001F600
    Should Be Equal    ${value.list[2]}    ${None}
    ${sent} =    Evaluate    {'a': [1, {'b': [2.5, True, 'x']}], 'c': {}}
    ${back} =    Echo    ${sent}
    Should Be Equal    ${back}    ${sent}

What Cannot Be Sent Is A Failure
    Run Keyword And Expect Error    *an integer of more than 64 bits*    Give    2^64
    Run Keyword And Expect Error    *a date whose year*    Give    late date
