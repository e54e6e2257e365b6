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
    Login With Public Key    ${USER}    ${KEY}
    Open Connection    ${HOST}    port=1
    Run Keyword And Expect Error    NoValidConnectionsError: [[]Errno None] Unable to connect to port 1 on ${HOST}
    ...    Login    ${USER}    any

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
