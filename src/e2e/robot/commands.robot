*** Settings ***
Documentation     Shell commands on the agent's machine, and on machines that the agent reaches over SSH.
Library           Remote    ${AGENT}


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
A Command Tells How It Ended And What It Wrote
    ${result} =    Exec    local    echo hello; echo careful >&2; exit 7
    Should Be Equal    ${result.outcome}    exited
    Should Be Equal    ${result.exitCode}    ${7}
    Should Be Equal    ${result.stdout}    hello\n
    Should Be Equal    ${result.stderr}    careful\n

Options Are Named Arguments
    ${result} =    Exec    local    cat; pwd; echo $COLOUR    stdin=from here\n    cwd=/    env={'COLOUR': 'red'}
    Should Be Equal    ${result.stdout}    from here\n/\nred\n

Options May Be Variables Of The Right Type
    ${env} =    Evaluate    {'COUNT': 3}
    ${result} =    Exec    local    echo $COUNT    env=${env}    timeout=${10}    cwd=${None}
    Should Be Equal    ${result.stdout}    3\n

All Arguments May Be Named
    ${result} =    Exec    command=echo hello    target=local
    Should Be Equal    ${result.stdout}    hello\n

A Time Limit Is A Robot Time
    ${result} =    Exec    local    sleep 60    timeout=200 ms
    Should Be Equal    ${result.outcome}    timed_out
    Should Be Equal    ${result.reason}    max
    ${result} =    Exec    local    echo soon    timeout=00:01:00
    Should Be Equal    ${result.outcome}    exited

Exact Bytes Come As Bytes
    ${expected} =    Evaluate    b'\\x00\\xff\\r\\n'
    ${result} =    Exec    local    printf '\\000\\377\\r\\n'    encoding=base64
    Should Be Equal    ${result.stdout}    ${expected}

Text Is Unicode Both Ways
    ${result} =    Exec    local    cat    stdin=gr\xfc\xdfe \u20ac \U0001F600
    Should Be Equal    ${result.stdout}    gr\xfc\xdfe \u20ac \U0001F600

What Happens To A Command Is An Outcome And No Failure
    ${result} =    Exec    127.0.0.1:1    true
    Should Be Equal    ${result.outcome}    unreachable
    Should Not Be Empty    ${result.reason}

A Command That Makes No Sense Is A Failure
    Run Keyword And Expect Error    *target*    Exec    two words    true
    Run Keyword And Expect Error    ValueError: *'inline'*cannot be converted to integer*
    ...    Exec    local    true    inline=much
    Run Keyword And Expect Error    ValueError: inline should be 0 bytes or more, not -1
    ...    Exec    local    true    inline=-1
    Run Keyword And Expect Error    ValueError: *'timeout'*cannot be converted to timedelta*
    ...    Exec    local    true    timeout=soon
    Run Keyword And Expect Error    ValueError: *'encoding'*cannot be converted to 'text' or 'base64'*
    ...    Exec    local    true    encoding=morse

The Agent Tells About Itself
    ${info} =    Info
    Should Not Be Empty    ${info.version}
    Should Be True    ${info.cpus} > 0
