*** Settings ***
Documentation    What suites do with SSHLibrary. Run as it is with SSHLibrary itself, and with nothing changed but the line
...              that imports it with Labhand in its place; both must give the same.
Library          SSHLibrary
Test Teardown    Close All Connections


*** Test Cases ***
Commands
    Connect
    ${out} =    Execute Command    printf 'a\\n\\nb\\n\\n'
    Should Be Equal    ${out}    a\n\nb
    ${out}    ${err}    ${rc} =    Execute Command    echo out; echo err >&2; exit 3    return_stderr=True    return_rc=True
    Should Be Equal    ${out}    out
    Should Be Equal    ${err}    err
    Should Be Equal    ${rc}    ${3}
    ${rc} =    Execute Command    exit 2    return_stdout=no    return_rc=yes
    Should Be Equal    ${rc}    ${2}
    ${err} =    Execute Command    echo out; echo err >&2    stderr
    Should Be Equal    ${err}    err
    ${both} =    Execute Command    echo out; echo err >&2    both
    Should Be Equal    ${both}    ${{['out', 'err']}}
    ${nothing} =    Execute Command    echo out    return_stdout=${False}
    Should Be Equal    ${nothing}    ${{[]}}
    ${out} =    Execute Command    printf '${SPACE}${SPACE}x ä €${SPACE}'
    Should Be Equal    ${out}    ${SPACE}${SPACE}x ä €${SPACE}
    ${rc} =    Execute Command    kill -9 $$    return_stdout=False    return_rc=True
    Should Be Equal    ${rc}    ${-1}
    ${out} =    Execute Command    printf '%s' "$((6 * 7))"    timeout=1 minute
    Should Be Equal    ${out}    42
    Run Keyword And Expect Error    Prompt is not set.    Read Until Prompt
    ${out} =    Execute Command    seq 1 100000 | tail -n 1
    Should Be Equal    ${out}    100000

Commands That Take Too Long
    Connect
    Run Keyword And Expect Error    SSHClientException: Timed out in 1 seconds
    ...    Execute Command    echo part; sleep 60    timeout=1 second
    Start Command    sleep 60
    Run Keyword And Expect Error    Timed out in 1 seconds    Read Command Output    timeout=1s
    ${out} =    Execute Command    echo still here
    Should Be Equal    ${out}    still here

Started Commands
    Connect
    Start Command    echo first; exit 4
    Start Command    echo second >&2
    ${out}    ${err} =    Read Command Output    return_stderr=True
    Should Be Equal    ${out}    ${EMPTY}
    Should Be Equal    ${err}    second
    ${out}    ${rc} =    Read Command Output    return_rc=True
    Should Be Equal    ${out}    first
    Should Be Equal    ${rc}    ${4}
    Run Keyword And Expect Error    No started commands to read output from.    Read Command Output

Connections
    Run Keyword And Expect Error    No open connection.    Execute Command    ls
    Run Keyword And Expect Error    Non-existing index or alias 'nope'.    Switch Connection    nope
    ${index} =    Open Connection    ${HOST}    alias=One    port=${PORT}    timeout=1 min 30 s    prompt=$
    Should Be Equal    ${index}    ${1}
    ${index} =    Open Connection    ${HOST}    Two    ${PORT}    width=132    newline=CRLF
    Should Be Equal    ${index}    ${2}
    ${before} =    Switch Connection    one
    Should Be Equal    ${before}    ${2}
    ${connection} =    Get Connection
    Should Be Equal    ${connection.index}    ${1}
    Should Be Equal    ${connection.host}    ${HOST}
    Should Be Equal    ${connection.alias}    One
    Should Be Equal    ${connection.port}    ${{int($PORT)}}
    Should Be Equal    ${connection.timeout}    ${90.0}
    Should Be Equal    ${connection.prompt}    $
    Should Be Equal    ${connection.term_type}    vt100
    ${two} =    Get Connection    2
    Should Be Equal    ${two.width}    ${132}
    Should Be Equal    ${two.newline}    \r\n
    Should Be Equal    ${two.prompt}    ${None}
    ${host} =    Get Connection    two    host=True
    Should Be Equal    ${host}    ${HOST}
    ${index}    ${height} =    Get Connection    2    index=yes    height=yes
    Should Be Equal    ${{[$index, $height]}}    ${{[2, 24]}}
    Run Keyword And Expect Error    Connection not open    Execute Command    ls
    Run Keyword And Expect Error    Cannot open session, you need to establish a connection first.    Write    ls
    Close Connection
    ${all} =    Get Connections
    Length Should Be    ${all}    1
    Should Be Equal    ${all[0].alias}    Two
    Run Keyword And Expect Error    Non-existing index or alias 'One'.    Switch Connection    One
    Run Keyword And Expect Error    No open connection.    Execute Command    ls
    ${before} =    Switch Connection    2
    Should Be Equal    ${before}    ${None}
    Close All Connections
    ${index} =    Open Connection    ${HOST}
    Should Be Equal    ${index}    ${1}
    ${nobody} =    Get Connection    7
    Should Be Equal    ${nobody.host}    ${None}

Defaults
    Set Default Configuration    timeout=7 s    width=100    prompt=REGEXP:[$#]
    Open Connection    ${HOST}
    ${values} =    Get Connection    timeout=True    width=True    prompt=True
    Should Be Equal    ${{list($values)}}    ${{[7.0, 'REGEXP:[$#]', 100]}}
    Set Client Configuration    timeout=1 min    height=50
    ${values} =    Get Connection    timeout=True    width=True    height=True
    Should Be Equal    ${{list($values)}}    ${{[60.0, 100, 50]}}
    Open Connection    ${HOST}    timeout=2
    ${timeout} =    Get Connection    timeout=True
    Should Be Equal    ${timeout}    ${2.0}
    [Teardown]    Set Default Configuration    timeout=3 s    width=80

Logins
    Open Connection    ${HOST}    port=${PORT}
    Run Keyword And Expect Error    Authentication failed for user '${USER}'.    Login    ${USER}    not the password
    Run Keyword And Expect Error    Given key file '/no/such/key' does not exist.
    ...    Login With Public Key    ${USER}    /no/such/key
    Run Keyword And Expect Error    Login with public key failed for user '${USER}'.
    ...    Login With Public Key    ${USER}    ${WRONG KEY}
    Run Keyword And Expect Error    Login with public key failed for user '${USER}'.
    ...    Login With Public Key    ${USER}    ${FOLDER}/l/a.txt
    Run Keyword And Expect Error    Could not read key file '${FOLDER}/l'.
    ...    Login With Public Key    ${USER}    ${FOLDER}/l
    Login With Public Key    ${USER}    ${KEY}
    Open Connection    ${HOST}    port=1
    Run Keyword And Expect Error    NoValidConnectionsError: [[]Errno None] Unable to connect to port 1 on ${HOST}
    ...    Login    ${USER}    any

Jump Hosts
    Open Connection    ${HOST}    alias=gate    port=${PORT}
    Open Connection    ${HOST}    alias=behind    port=${PORT}
    Run Keyword And Expect Error    Could not get transport for ${HOST}:${PORT}. Have you logged in?
    ...    Login With Public Key    ${USER}    ${KEY}    jumphost_index_or_alias=gate
    Switch Connection    gate
    Login With Public Key    ${USER}    ${KEY}
    Switch Connection    behind
    Login With Public Key    ${USER}    ${KEY}    jumphost_index_or_alias=gate
    ${out} =    Execute Command    echo behind
    Should Be Equal    ${out}    behind

Shell
    Log In To A Shell
    ${echo} =    Write    echo one; echo two
    Should Be Equal    ${echo}    echo one; echo two\r\n
    ${text} =    Read Until    one
    Should Be Equal    ${text}    one
    ${text} =    Read Until Prompt
    Should Be Equal    ${text}    \r\ntwo\r\nlab>${SPACE}
    Write    echo 42 is it
    ${text} =    Read Until Regexp    \\d+ is
    Should Be Equal    ${text}    42 is
    ${text} =    Read Until Prompt    strip_prompt=True
    Should Be Equal    ${text}    ${SPACE}it\r\n
    ${nothing} =    Read
    Should Be Equal    ${nothing}    ${EMPTY}
    Write Bare    echo bare\n
    ${text} =    Read    delay=0.5 s
    Should Be Equal    ${text}    echo bare\r\nbare\r\nlab>${SPACE}
    Write    printf '\\033[31mred\\033[0m\\n'    loglevel=DEBUG
    ${text} =    Read Until Prompt    DEBUG
    Should Be Equal    ${text}    red\r\nlab>${SPACE}
    Write    stty size
    ${text} =    Read Until Prompt
    Should Be Equal    ${text}    24 80\r\nlab>${SPACE}
    Set Client Configuration    width=132    height=50    prompt=REGEXP:l[ab]+>${SPACE}
    Write    stty size
    ${text} =    Read Until Prompt    strip_prompt=yes
    Should Be Equal    ${text}    50 132\r\n

Shells That Do Not Say What They Should
    Log In To A Shell
    Set Client Configuration    timeout=1 second
    Write    echo other
    Run Keyword And Expect Error    No match found for 'this' in 1 second\nOutput:\nother*lab> .    Read Until    this
    Run Keyword And Expect Error    No match found for 'th[[]ai]s' in 1 second\nOutput:\n.
    ...    Read Until Regexp    th[ai]s
    Run Keyword And Expect Error    Invalid log level 'LOUD'.    Read    LOUD
    Write    exit
    Read    delay=0.5 s
    Run Keyword And Expect Error    OSError: Socket is closed    Write    more

Write Until Something Comes
    Log In To A Shell
    Write    n=0
    Read Until Prompt
    Write Until Expected Output    n=$((n+1)); echo [$n]\n    expected=[3]    timeout=20 s    retry_interval=0.5 s
    Read    delay=0.5 s
    Run Keyword And Expect Error    No match found for 'never' in 1 second.
    ...    Write Until Expected Output    echo x\n    never    1 s    0.4 s

Files
    Connect
    Execute Command    mkdir -p ${FOLDER}/r
    Put File    ${FOLDER}/l/a.txt    ${FOLDER}/r/x.txt    mode=0600
    ${out} =    Execute Command    stat -c '%a %s' ${FOLDER}/r/x.txt
    Should Be Equal    ${out}    600 8
    Put File    ${FOLDER}/l/*.txt    ${FOLDER}/r/    0644
    Put File    ${FOLDER}/l/a.txt    ${FOLDER}/r/windows.txt    newline=CRLF
    ${out} =    Execute Command    wc -c < ${FOLDER}/r/windows.txt
    Should Be Equal    ${out.strip()}    10
    Put File    ${FOLDER}/l/c.log    ${FOLDER}/r
    ${names} =    List Directory    ${FOLDER}/r
    Should Be Equal    ${names}    ${{['a.txt', 'b.txt', 'c.log', 'link.txt', 'windows.txt', 'x.txt']}}
    ${names} =    List Files In Directory    ${FOLDER}/r    [a-lx]*.txt    absolute=True
    Should Be Equal    ${names}    ${{['${FOLDER}/r/a.txt', '${FOLDER}/r/b.txt', '${FOLDER}/r/link.txt', '${FOLDER}/r/x.txt']}}
    File Should Exist    ${FOLDER}/r/x.txt
    File Should Exist    ${FOLDER}/r/*.log
    File Should Not Exist    ${FOLDER}/r
    Directory Should Exist    ${FOLDER}/r
    Directory Should Not Exist    ${FOLDER}/r/x.txt
    Directory Should Exist    .
    Get File    ${FOLDER}/r/*.txt    ${FOLDER}/back/
    Get File    ${FOLDER}/r/x.txt    ${FOLDER}/back/deep/er/y.txt
    ${out} =    Execute Command    cd ${FOLDER}/back; find . -type f | sort | xargs cksum
    ${expected} =    Execute Command
    ...    cd ${FOLDER}/r; cksum ./a.txt ./b.txt; cksum < x.txt | sed 's|$| ./deep/er/y.txt|'; cksum ./link.txt ./windows.txt ./x.txt
    Should Be Equal    ${out}    ${expected}

Directories
    Connect
    Put Directory    ${FOLDER}/l    ${FOLDER}/p
    ${names} =    List Directory    ${FOLDER}/p
    Should Be Equal    ${names}    ${{['a.txt', 'b.txt', 'c.log', 'link.txt']}}
    Put Directory    ${FOLDER}/l    ${FOLDER}/p    recursive=True
    ${out} =    Execute Command    cd ${FOLDER}/p/l; find . | sort | tr '\n' ' '
    Should Be Equal    ${out.strip()}    . ./a.txt ./b.txt ./c.log ./empty ./link.txt ./sub ./sub/d.txt ./sub/deep ./sub/deep/e.txt
    ${names} =    List Directories In Directory    ${FOLDER}/p/l
    Should Be Equal    ${names}    ${{['empty', 'sub']}}
    Get Directory    ${FOLDER}/l    ${FOLDER}/g    recursive=yes
    Get Directory    ${FOLDER}/l/sub    ${FOLDER}/g
    ${out} =    Execute Command    cd ${FOLDER}/g; find . -type f | sort | tr '\n' ' '
    Should Be Equal    ${out.strip()}    ./a.txt ./b.txt ./c.log ./link.txt ./sub/d.txt ./sub/deep/e.txt

Links
    Connect
    ${names} =    List Directory    ${FOLDER}/links
    Should Be Equal    ${names}    ${{['a.txt', 'l.txt', 'ld', 'sub']}}
    ${names} =    List Files In Directory    ${FOLDER}/links
    Should Be Equal    ${names}    ${{['a.txt', 'l.txt']}}
    ${names} =    List Directories In Directory    ${FOLDER}/links
    Should Be Equal    ${names}    ${{['sub']}}
    Directory Should Exist    ${FOLDER}/links/ld
    Get Directory    ${FOLDER}/links    ${FOLDER}/lg    recursive=True
    Put Directory    ${FOLDER}/links    ${FOLDER}/lp    recursive=True
    Get Directory    ${FOLDER}/links    ${FOLDER}/flat
    ${out} =    Execute Command    cd ${FOLDER}; find lg lp flat ! -type d | sort | tr '\n' ' '
    Should Be Equal    ${out.strip()}
    ...    flat/a.txt flat/l.txt lg/a.txt lg/l.txt lg/ld/s lg/sub/s lp/a.txt lp/l.txt lp/ld/s lp/sub/s
    ${out} =    Execute Command    cd ${FOLDER}; find lg lp flat -type l
    Should Be Equal    ${out}    ${EMPTY}

Links That Lead Nowhere
    Connect
    ${names} =    List Directory    ${FOLDER}/dangling
    Should Be Equal    ${names}    ${{['a.txt', 'dang']}}
    ${names} =    List Files In Directory    ${FOLDER}/dangling
    Should Be Equal    ${names}    ${{['a.txt', 'dang']}}
    ${names} =    List Directories In Directory    ${FOLDER}/dangling
    Should Be Equal    ${names}    ${{[]}}
    File Should Not Exist    ${FOLDER}/dangling/dang
    File Should Not Exist    ${FOLDER}/dangling/d*
    Get Directory    ${FOLDER}/dangling    ${FOLDER}/dg
    Put Directory    ${FOLDER}/dangling    ${FOLDER}/dp    recursive=True
    ${out} =    Execute Command    cd ${FOLDER}; find dg dp ! -type d | sort | tr '\n' ' '
    Should Be Equal    ${out.strip()}    dg/a.txt dp/a.txt
    Run Keyword And Expect Error    There was no directory matching '${FOLDER}/dangling/dang'.
    ...    Get Directory    ${FOLDER}/dangling    ${FOLDER}/dgr    recursive=True
    Run Keyword And Expect Error    *    Get File    ${FOLDER}/dangling/*    ${FOLDER}/dgf/

Files That Are Not There
    Connect
    Run Keyword And Expect Error    File '/no/such' does not exist.    File Should Exist    /no/such
    Run Keyword And Expect Error    File '/etc/passwd' exists.    File Should Not Exist    /etc/passwd
    Run Keyword And Expect Error    Directory '/no/such' does not exist.    Directory Should Exist    /no/such
    Run Keyword And Expect Error    Directory '/etc' exists.    Directory Should Not Exist    /etc
    Run Keyword And Expect Error    There was no directory matching '/no/such'.    List Directory    /no/such
    Run Keyword And Expect Error    There are no source files matching '/no/such'.    Put File    /no/such
    Run Keyword And Expect Error    There were no source files matching '/etc/no-such*'.    Get File    /etc/no-such*
    Run Keyword And Expect Error    There was no source path matching '/no/such'.    Put Directory    /no/such
    Run Keyword And Expect Error    There was no directory matching '/no/such'.    Get Directory    /no/such
    Run Keyword And Expect Error    ValueError: It is not possible to copy multiple source files to one destination file.
    ...    Put File    ${FOLDER}/l/*.txt    ${FOLDER}/many
    Run Keyword And Expect Error    Cannot copy multiple source files to one destination file.
    ...    Get File    ${FOLDER}/l/*.txt    ${FOLDER}/many


*** Keywords ***
Connect
    Open Connection    ${HOST}    port=${PORT}
    Login With Public Key    ${USER}    ${KEY}

Log In To A Shell
    [Documentation]    One that does not edit lines, so that its text is what it writes.
    Open Connection    ${HOST}    port=${PORT}    timeout=10 s    escape_ansi=True
    Login With Public Key    ${USER}    ${KEY}
    Set Client Configuration    prompt=lab>${SPACE}
    Write Bare    stty -echo; PS1='' exec sh\n
    Read    delay=0.5 s
    Write Bare    PS1='lab> '; stty echo\n
    Read Until Prompt
