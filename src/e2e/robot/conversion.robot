*** Settings ***
Documentation     What is written in a test becomes what the keyword wants, whichever side converts it.
Library           Remote    ${AGENT}/robot/Fixture
Test Template     Becomes


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***                KEYWORD            GIVEN                       BECOMES
Integers                          Take Integer       5                           Long 5
                                  Take Integer       ${5}                        Long 5
                                  Take Integer       -1 000                      Long -1000
                                  Take Integer       0x1F                        Long 31
                                  Take Integer       2147483647                  Long 2147483647
Numbers Of Both Kinds             Take Number        5                           Long 5
                                  Take Number        5.5                         Double 5.5
                                  Take Number        ${5.5}                      Double 5.5
                                  Take Number        1e-3                        Double 0.001
Floats                            Take Float         2                           Double 2.0
                                  Take Float         1e-3                        Double 0.001
                                  Take Float         nan                         Double NaN
                                  Take Float         inf                         Double Infinity
                                  Take Float         -inf                        Double -Infinity
                                  Take Float         ${1099511627776.0}          Double 1.099511627776E12
Booleans                          Take Boolean       ${True}                     Boolean true
                                  Take Boolean       yes                         Boolean true
                                  Take Boolean       ON                          Boolean true
                                  Take Boolean       False                       Boolean false
                                  Take Boolean       ${EMPTY}                    Boolean false
Times                             Take Time          1 min 5 s                   Duration PT1M5S
                                  Take Time          90                          Duration PT1M30S
                                  Take Time          01:00:00.5                  Duration PT1H0.5S
                                  Take Time          ${0.25}                     Duration PT0.25S
Texts                             Take Text          5                           String [53]
                                  Take Text          ${5}                        String [53]
                                  Take Text          ${EMPTY}                    String []
                                  Take Text          a\n\tb                      String [97, 10, 9, 98]
                                  Take Text          \xe9\u20ac\U0001F600        String [233, 8364, 128512]
                                  Take Text          nul\x00                     String [110, 117, 108, 0]
                                  Take Text          \x1b[1m                     String [27, 91, 49, 109]
None For Text Is Its Name         Take Text          ${None}                     String [78, 111, 110, 101]
Bytes                             Take Bytes         \xe9                        byte[] [-61, -87]
                                  Take Bytes         \x00                        byte[] [0]
Lists                             Take List          [1, 'two', [3.5]]           [1, two, [3.5]]
                                  Take List          []                          []
Dictionaries                      Take Dictionary    {'a': {'b': [True]}}        {a={b=[true]}}
                                  Take Texts         {'a': 1, 'b': 'two'}        {a=1, b=two}
Words                             Take Colour        red                         Colour RED
                                  Take Colour        Dark Blue                   Colour DARK_BLUE
                                  Take Colour        DARK_BLUE                   Colour DARK_BLUE
None Leaves An Argument Out       Take Optional      ${None}                     nothing
                                  Take Optional      2 s                         Duration PT2S

What Cannot Be Converted Fails
    [Template]    Is Refused
    Take Integer       five            integer
    Take Integer       5.5             integer
    Take Number        five            integer or float
    Take Float         1,5             float
    Take Boolean       maybe           boolean
    Take Time          soon            timedelta: Invalid time string 'soon'.
    Take List          {}              list
    Take Dictionary    []              dictionary
    Take Colour        green           'red' or 'dark_blue'

An Integer Past 32 Bits Cannot Leave Robot
    [Documentation]    Its XML-RPC client refuses it, whoever converts the text; a float of the same size passes.
    [Template]    NONE
    ${integer} =    Evaluate    2 ** 40
    Run Keyword And Expect Error    OverflowError: *exceeds XML-RPC limits*    Take Number    ${integer}

A Character That XML Has No Place For Cannot Leave Robot
    [Template]    NONE
    Run Keyword And Expect Error    *Parse error*    Take Text    \uFFFF
    Run Keyword And Expect Error    *Cannot represent*    Take Text    \x00\u20ac


*** Keywords ***
Becomes
    [Arguments]    ${keyword}    ${given}    ${expected}
    ${taken} =    Run Keyword    ${keyword}    ${given}
    Should Be Equal    ${taken}    ${expected}
    ${taken} =    Run Keyword    ${keyword}    value=${given}
    Should Be Equal    ${taken}    ${expected}

Is Refused
    [Arguments]    ${keyword}    ${given}    ${type}
    Run Keyword And Expect Error    ValueError: Argument 'value' got value *${given}* that cannot be converted to ${type}*
    ...    ${keyword}    ${given}
