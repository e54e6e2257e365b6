*** Settings ***
Documentation     What Robot Framework 7 can do and version 4 cannot: arguments beside embedded ones, and a suite that goes on
...               after a call that Robot itself refuses, because of what the agent has told it.
Library           Remote    ${AGENT}/robot/Arguments    AS    Bench
Test Template     Is Refused


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
Too Few
    expected 1 argument, got 0.                       One Argument
    expected 2 arguments, got 1.                      Two Arguments    1
    expected 1 to 3 arguments, got 0.                 Defaults
    expected at least 1 argument, got 0.              Required Default And Varargs
    expected at least 1 non-named argument, got 0.    All Kinds    option2=p
    missing named-only argument 'option'.             Named Only
    missing value for argument 'arg1'.                Defaults    arg2=two

Too Many
    expected 0 arguments, got 1.                      No Arguments    1
    expected 1 argument, got 2.                       One Argument    1    2
    expected 1 to 3 arguments, got 4.                 Defaults    1    2    3    4
    expected 0 non-named arguments, got 1.            Named Only    1
    expected 0 to 2 non-named arguments, got 3.       Arguments And Kwargs    1    2    3

Other Names
    got multiple values for argument 'arg'.           One Argument    1    arg=2
    got unexpected named argument 'x'.                One Argument    1    x=2
    got unexpected named arguments 'x' and 'y'.       One Argument    1    x=2    y=3

Arguments Beside Embedded Ones
    [Template]    NONE
    ${animal} =    Set Variable    white mouse
    ${result} =    Select ${animal} from list    2
    Should Be Equal    ${result}    white mouse, 2 (Long)
    ${result} =    Bench.Select cat from list    times=3
    Should Be Equal    ${result}    cat, 3 (Long)

Too Many Beside Embedded Ones
    expected 0 to 1 arguments, got 2.                 Select cat from list    2    3


*** Keywords ***
Is Refused
    [Arguments]    ${error}    ${keyword}    @{arguments}    &{named}
    Run Keyword And Expect Error    Keyword 'Bench.*' ${error}    ${keyword}    @{arguments}    &{named}
