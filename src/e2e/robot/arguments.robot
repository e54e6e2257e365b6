*** Settings ***
Documentation     Arguments of every kind reach the keyword, and those that do not fit are refused before it runs.
Library           Remote    ${AGENT}/robot/Arguments
Test Template     Gives


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***            RESULT                                          KEYWORD AND ARGUMENTS
No Arguments                  no arguments                                    No Arguments

One Argument                  one                                             One Argument    one
                              one                                             One Argument    arg=one
                              ${EMPTY}                                        One Argument    ${EMPTY}
                              a\=b                                            One Argument    a\=b

Several Arguments             1, 2                                            Two Arguments    1    2
                              1, 2                                            Two Arguments    1    arg2=2
                              1, 2                                            Two Arguments    arg2=2    arg1=1
                              1, 2, 3 (Long), 4, 5                            Five Arguments    1    2    ${3}    4    5

Defaults                      1, 2 (Long), 3                                  Defaults    1
                              1, two, 3                                       Defaults    1    two
                              1, 5 (Long), 3                                  Defaults    1    5
                              1, two, three                                   Defaults    1    two    three
                              1, 2 (Long), three                              Defaults    1    arg3=three
                              1, two, three                                   Defaults    arg3=three    arg2=two    arg1=1

Varargs                       ${EMPTY}                                        Varargs
                              1                                               Varargs    1
                              1, 2 (Long), 3, 4                               Varargs    1    ${2}    3    4
                              a, world                                        Required Default And Varargs    a
                              a, b                                            Required Default And Varargs    a    b
                              a, b, c, d                                      Required Default And Varargs    a    b    c    d
                              a, b                                            Required Default And Varargs    default=b    required=a

Varargs Of A Type             6 (Long)                                        Sum    1    ${2}    0x3
                              0 (Long)                                        Sum

Kwargs                        ${EMPTY}                                        Kwargs
                              a:1, b:2 (Long)                                 Kwargs    b=${2}    a=1
                              a:                                              Kwargs    a=
                              a b:c\=d                                        Kwargs    a b=c\=d
                              ä:ö                                             Kwargs    ä=ö

Named-Only                    1                                               Named Only    option=1
                              first, 2                                        Named Only With Default    option2=2
                              1, 2                                            Named Only With Default    option2=2    option1=1

Arguments And Kwargs          1, 2                                            Arguments And Kwargs
                              one, 2                                          Arguments And Kwargs    one
                              one, 2, a:b                                     Arguments And Kwargs    one    a=b
                              1, two, a:b, c:d                                Arguments And Kwargs    c=d    arg2=two    a=b

Varargs And Kwargs            ${EMPTY}                                        Varargs And Kwargs
                              1, 2, a:b                                       Varargs And Kwargs    1    2    a=b

All Kinds                     1, 2, o, p                                      All Kinds    1    option2=p
                              1, 2, 3, 4, o, p                                All Kinds    1    2    3    4    option2=p
                              1, two, x, p, y:z                               All Kinds    1    option2=p    arg2=two    option1=x    y=z
                              1, two, three, x, p, y:z, å:1 (Long)            All Kinds    1    two    three    option1=x    option2=p    å=${1}    y=z
                              a, 2, o, p                                      All Kinds    option2=p    arg1=a

Dictionaries Are Arguments    1, {a\=1}, o, p                                 All Kinds    1    ${{ {'a': 1} }}    option2=p
                              1, 2, {option1\=1}, o, p                        All Kinds    1    2    ${{ {'option1': 1} }}    option2=p

Positional-Only               1                                               Positional Only    1

Embedded In The Name
    [Template]    NONE
    ${result} =    Select cat from list
    Should Be Equal    ${result}    cat, 1 (Long)
    ${animal} =    Set Variable    white mouse
    ${result} =    Select ${animal} from list
    Should Be Equal    ${result}    white mouse, 1 (Long)

Positional-Only By Name
    [Documentation]    Robot is not told, since its older versions would miscount: the agent refuses it.
    [Template]    Is Refused
    expected 1 argument, got 0.                       Positional Only    arg=1

A Wrong Item
    [Template]    NONE
    Run Keyword And Expect Error    ValueError: Argument 'numbers' got value 'two' that cannot be converted to integer.
    ...    Sum    1    two


*** Keywords ***
Gives
    [Arguments]    ${expected}    ${keyword}    @{arguments}    &{named}
    ${result} =    Run Keyword    ${keyword}    @{arguments}    &{named}
    Should Be Equal    ${result}    ${expected}

Is Refused
    [Arguments]    ${error}    ${keyword}    @{arguments}    &{named}
    Run Keyword And Expect Error    Keyword '*' ${error}    ${keyword}    @{arguments}    &{named}
