*** Settings ***
Documentation     Commands that go on while the test does something else.
Library           Remote    ${AGENT}/robot/Job


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
A Job Runs Beside The Test
    ${recording} =    Job Start    local    echo recording; cat    timeout=5 minutes
    ${sending} =    Job Start    local    echo sending
    ${sent} =    Job Wait    ${sending}    1 min
    Should Be Equal    ${sent.outcome}    exited
    Should Be Equal    ${sent.stdout}    sending\n
    [Teardown]    Job Stop    ${recording}

A Job Can Be Polled
    ${job} =    Job Start    local    echo one; echo two; sleep 60
    ${now} =    Job Wait    ${job}    0 s
    Should Be Equal    ${now.outcome}    running
    ${part} =    Job Read    ${job}    {'stdout': 0}    maxBytes=4    waitSeconds=1 min
    ${expected} =    Evaluate    b'one\\n'
    Should Be Equal    ${part.stdout}    ${expected}
    Should Be Equal    ${part.next.stdout}    ${4}
    ${end} =    Job Stop    ${job}
    Should Be Equal    ${end.outcome}    cancelled
    Should Be Equal    ${end.stop}    verified

A Job That Is Started Twice Under One Id Runs Once
    ${file} =    Evaluate    __import__('tempfile').mktemp()
    ${id} =    Evaluate    __import__('uuid').uuid4().hex
    Job Start    local    echo run >> ${file}    jobId=${id}
    Job Start    local    echo run >> ${file}    jobId=${id}
    ${first} =    Job Wait    ${id}    1 min
    Should Be Equal    ${first.exitCode}    ${0}
    ${runs} =    Exec    local    cat ${file}; rm ${file}
    Should Be Equal    ${runs.stdout}    run\n

A Job Is Spoken With
    ${job} =    Job Start    local    trap 'exit 4' HUP; read name; echo hello $name; while :; do sleep 0.1; done    openStdin=yes
    ${input} =    Job Write    ${job}    robot
    Should Be Equal    ${input.received}    ${5}
    Job Write    ${job}    \n    close=yes
    ${part} =    Job Read    ${job}    {'stdout': 0}    waitSeconds=1 min
    ${expected} =    Evaluate    b'hello robot\\n'
    Should Be Equal    ${part.stdout}    ${expected}
    Run Keyword And Expect Error    *its standard input has been closed*    Job Write    ${job}    more
    Run Keyword And Expect Error    *it runs; job.stop stops it*    Job Remove    ${job}
    ${running} =    Job List    running
    Should Be Equal    ${running[0].job}    ${job}
    Job Signal    ${job}    HUP
    ${end} =    Job Wait    ${job}    1 min
    Should Be Equal    ${end.exitCode}    ${4}
    ${finished} =    Job List    finished    limit=1
    Should Be Equal    ${finished[0].job}    ${job}
    Job Remove    ${job}
    Run Keyword And Expect Error    *No such job*    Job Wait    ${job}    0 s

A Job That Is Not There Is A Failure
    Run Keyword And Expect Error    *No such job*    Job Wait    nobody    0 s
