*** Settings ***
Documentation     All keywords of an agent at once, or one library alone; names as Robot Framework matches them.
Library           Remote    ${AGENT}
Library           Remote    ${AGENT}/robot/arithmetic    WITH NAME    Sums


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
Case, Spaces And Underscores Do Not Matter
    ${job} =    Job Start    local    true
    Job Wait    ${job}    10 s
    job_wait    ${job}    10 s
    JOBWAIT    ${job}    10 s

One Library Is Imported Under A Name Of Its Own
    ${sum} =    Sums.Add    2    3
    Should Be Equal    ${sum}    ${5}
    Keyword Should Exist    Sums.Divide
    Run Keyword And Expect Error    *    Keyword Should Exist    Sums.Exec
    Run Keyword And Expect Error    *    Keyword Should Exist    Sums.Stop Remote Server

A Library That Is Not There Cannot Be Imported
    Run Keyword And Expect Error    *404*    Import Library    Remote    ${AGENT}/robot/Nothing

An Agent Is Stopped Only If That Is Allowed
    ${stops} =    Remote.Stop Remote Server
    Should Be Equal    ${stops}    ${False}
    ${info} =    Info
    Should Be True    ${info.keywords} > 0
