*** Settings ***
Documentation     Small files on the agent's machine, and on machines that the agent reaches over SSH.
Library           Remote    ${AGENT}/robot/File
Suite Setup       Make A Folder
Suite Teardown    File Remove    local    ${FOLDER}    recursive=yes


*** Variables ***
${AGENT}          http://127.0.0.1:7080


*** Test Cases ***
A File Is Put And Got
    ${put} =    File Put    local    ${FOLDER}/sub/limits.conf    gr\xfcn \u20ac\n    mode=0640    mkdirs=yes
    Should Be Equal    ${put.mode}    0640
    Should Be Equal    ${put.size}    ${10}
    ${got} =    File Get    local    ${FOLDER}/sub/limits.conf
    ${expected} =    Evaluate    b'gr\\xc3\\xbcn \\xe2\\x82\\xac\\n'
    Should Be Equal    ${got.data}    ${expected}
    Should Be Equal    ${got.sha256}    ${put.sha256}
    ${part} =    File Get    local    ${FOLDER}/sub/limits.conf    offset=4    length=1
    ${expected} =    Evaluate    b'n'
    Should Be Equal    ${part.data}    ${expected}

Exact Bytes Are Put And Got
    ${bytes} =    Evaluate    b'\\x00\\xff\\r\\n'
    File Put    local    ${FOLDER}/bytes    ${bytes}
    ${got} =    File Get    local    ${FOLDER}/bytes
    Should Be Equal    ${got.data}    ${bytes}

What Is There Is Listed And Removed
    File Put    local    ${FOLDER}/listed/one    1    mkdirs=yes
    File Put    local    ${FOLDER}/listed/two    22
    ${files} =    File List    local    ${FOLDER}/listed
    Should Be Equal    ${files[0].name}    one
    Should Be Equal    ${files[1].size}    ${2}
    Run Keyword And Expect Error    *the directory is not empty*    File Remove    local    ${FOLDER}/listed
    ${removed} =    File Remove    local    ${FOLDER}/listed    recursive=yes
    Should Be Equal    ${removed}    ${3}
    Run Keyword And Expect Error    *no such file or directory*    File Stat    local    ${FOLDER}/listed

What Is There Stays Where That Is Asked For
    File Put    local    ${FOLDER}/kept    old
    Run Keyword And Expect Error    *is there already*    File Put    local    ${FOLDER}/kept    new    overwrite=no
    ${there} =    File Stat    local    ${FOLDER}/kept    sha256=yes
    ${sum} =    Evaluate    __import__('hashlib').sha256(b'old').hexdigest()
    Should Be Equal    ${there.sha256}    ${sum}

A Request That Makes No Sense Is A Failure
    Run Keyword And Expect Error    *octal digits*    File Put    local    ${FOLDER}/f    x    mode=rw
    Run Keyword And Expect Error    *'mkdirs'*cannot be converted to boolean*
    ...    File Put    local    ${FOLDER}/f    x    mkdirs=perhaps
    Run Keyword And Expect Error    *connection refused*    File Stat    127.0.0.1:1    /etc/hostname


*** Keywords ***
Make A Folder
    ${folder} =    Evaluate    __import__('tempfile').mkdtemp()
    Set Suite Variable    ${FOLDER}    ${folder}
