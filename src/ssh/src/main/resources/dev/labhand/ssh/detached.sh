# Starts and follows one detached job for an agent. POSIX shell; the text of detached-lib.sh comes before this one.
# Set in front:
#   tag      starts every line of the answers; whatever is begun here goes by it, too
#   job      the job's id
#   keep     for how many days ended jobs are remembered
#   digest   of the job's command
#   program  the text of the job's wrapper, if the job may be started
# Reads lines, and answers each:
#   look                        "TAG = STATE…"
#   start LENGTH                the same, after so many bytes for the command's standard input were read and the job was started
#   stop                        the same, after the job was kept from starting, if nobody had
#   free                        the same, after the output of the job was removed, if it has ended
#   read OUT ERR MOST SECONDS   "TAG d OUT-LENGTH ERR-LENGTH OUT-SIZE ERR-SIZE STATE…" and so many bytes of both from these
#                               offsets on; waits so long if there is nothing to tell
# or "TAG ! WHY", and ends.

here=0
fail() {
  [ "$here" = 0 ] || rm -f ./*."$tag"
  echo "$tag ! $*"
  exit 0
}

mask=$(umask)
umask 077
user=$(id -u)

# Sets host to what tells this machine from others that share its homes.
find_host() {
  host=$(uname -n)
  machine=
  for file in /etc/machine-id /var/lib/dbus/machine-id; do
    if [ -z "$machine" ] && [ -s "$file" ]; then read -r machine <"$file"; fi
  done
  [ -n "$machine" ] || machine=$(sysctl -n kern.hostuuid 2>/dev/null || sysctl -n kern.uuid 2>/dev/null)
  host=$host${machine:+-$machine}
  case $host in
    *[!A-Za-z0-9._-]* | .*) host=h$(echo "$host" | tr -c 'A-Za-z0-9._\n-' _) ;;
  esac
}

# As POSIX has it, whatever the account's variables say.
list() {
  (
    unset TIME_STYLE BLOCK_SIZE LS_BLOCK_SIZE
    LC_ALL=C exec ls "$@" 2>/dev/null
  )
}

# Enters folder $1 of the current one; makes it if $2 is "make", else fails if there is none.
enter() {
  folder=$PWD/$1
  if [ "$2" = make ]; then
    problem=$(mkdir "./$1" 2>&1) || [ -d "./$1" ] || fail "cannot make the folder $folder: ${problem##*: }"
  fi
  set -- "$1" $(list -ldn "./$1")
  [ -n "${2-}" ] || return 1
  case $2 in
    drwx------*) [ "$4" = "$user" ] || fail "$folder belongs to another account: move it away" ;;
    *) fail "$folder should be a folder of mode 0700, not $2: run chmod 700 on it or move it away" ;;
  esac
  cd "./$1" 2>/dev/null || fail "cannot enter $folder"
}

# Enters the job's folder, unless that is done; $1 as above.
enter_all() {
  [ "$here" = 0 ] || return 0
  cd "${HOME:-/nowhere}" 2>/dev/null || fail "the account has no home folder: ${HOME:-HOME is not set}"
  if enter .labhand "$1" && enter jobs "$1" && enter "$host" "$1" && enter "$job" "$1"; then here=1; fi
}

find_job() {
  state=absent
  [ "$here" = 1 ] || enter_all look
  [ "$here" = 0 ] || find_state
}

# An id is at most once of one command: what another one did or does under it is not told as if it were this job's.
find_own_job() {
  find_job
  case $state in absent | void) return ;; esac
  case ${owner_digest:-$digest} in
    "$digest") ;;
    *) fail "the id $job is that of another command on this machine, so that nothing ran: take another one" ;;
  esac
}

# Sets trace to what the job's processes are known by: "MARK CHILD:START OWNER:START CONTAINMENT OVER", the last one - if the
# command's process is not known to have ended; the mark - if none can be alive.
find_trace() {
  over=
  if [ -r "over.$owner" ]; then read -r over <"over.$owner"; fi
  case $over in '' | *[!0-9]*) over=- ;; esac
  mark=$owner hold=$containment
  [ "$owner_boot" = "$boot" ] || mark=-
  # Nothing is left that would tell the command's session from one that has its number by now.
  if [ "$over" = - ] && [ "$state" != running ]; then hold=group; fi
  trace="$mark $child:$child_start $owner_pid:$owner_start $hold $over"
}

# What the state has to tell besides its name.
describe() {
  case $state in
    running)
      find_now
      find_trace
      find_problem "$owner"
      told="running $trace $((now - ${began_at:-$now})) $problem" ;;
    ended | lost)
      find_trace
      told="$state $trace $verdict $detail" ;;
    *) told=$state ;;
  esac
}

# Copies so many bytes of standard input, and reads none of what comes later: the agent waits for an answer first.
if [ "$(echo abc | head -c 2 2>/dev/null)" = ab ]; then
  first() { head -c "$1"; }
else
  first() { dd bs=1 count="$1" 2>/dev/null; }
fi

# All that the wrapper will write is given its room before: a disk that fills up cannot take it away.
prepare() {
  blank='                                                                                                    '
  for part in c b exit over note out-note err-note; do
    # Not every shell says why it cannot write; cat does.
    echo "$blank$blank" >"$part.$tag" || { echo "$blank" | cat >"$part.$tag"; return 1; }
  done
  : >>out && : >>err && mkfifo "o.$tag" "e.$tag"
}

# Starts the wrapper so that it outlives this session. Where setsid can fork, the wrapper is not "in the background", in which
# a shell would have INT and QUIT ignored for good.
launch() {
  if [ "$(setsid -f echo yes 2>/dev/null)" = yes ]; then
    setsid -f /bin/sh -c 'eval "$(cat)"' labhand-job "$job" "$tag" "$keep" "$mask" "$digest" "$1" >/dev/null 2>&1 <<END_OF_PROGRAM
$program
END_OF_PROGRAM
  elif [ "$(setsid echo yes 2>/dev/null)" = yes ]; then
    setsid /bin/sh -c 'eval "$(cat)"' labhand-job "$job" "$tag" "$keep" "$mask" "$digest" "$1" >/dev/null 2>&1 <<END_OF_PROGRAM &
$program
END_OF_PROGRAM
  else
    /bin/sh -c 'eval "$(cat)"' labhand-job "$job" "$tag" "$keep" "$mask" "$digest" group >/dev/null 2>&1 <<END_OF_PROGRAM &
$program
END_OF_PROGRAM
  fi
}

start_job() {
  own_pid
  start_of "$pid" || fail "detached jobs need /proc or a working ps on the target, to tell who is alive"
  enter_all make
  if [ "$1" != 0 ]; then
    problem=$( (first "$1" >"in.$tag") 2>&1) || fail "cannot write in $PWD: ${problem##*: }"
    set -- "$1" $(list -ln "in.$tag")
    [ "${6-}" = "$1" ] || exit 0 # the connection broke: what came is not all
  fi
  find_own_job
  case $state in absent | void) ;; *) rm -f "in.$tag"; return ;; esac
  problem=$( (enter_folder) 2>&1) || fail "cannot enter the folder to start in: ${problem##*: }"
  problem=$( (prepare) 2>&1) || fail "cannot write in $PWD: ${problem##*: }"
  if [ -r /proc/self/stat ]; then launch tree; else launch group; fi
  waited=0
  until find_own_job; [ "$state" != absent ] && [ "$state" != void ]; do
    if [ "$waited" -ge 1500 ]; then
      stop_job
      [ "$state" != stopped ] || fail "the job's wrapper does not start: see $PWD"
      return
    fi
    pause
  done
}

# Nobody may start the job any more, if nobody has.
stop_job() {
  enter_all make
  find_own_job
  case $state in absent | void) ;; *) return ;; esac
  problem=$( (echo stop >"c.$tag") 2>&1) || fail "cannot write in $PWD: ${problem##*: }"
  ln "c.$tag" "claim$((round + 1))" 2>/dev/null
  rm -f "c.$tag"
  find_own_job
}

# Removes the output of a job that has ended. What tells of the job stays, and who starts it again is still told.
free_job() {
  find_own_job
  case $state in
    starting | running) fail "the job $job still runs" ;;
    ended | lost | rebooted)
      problem=$(rm -f out err 2>&1) || fail "cannot remove the output in $PWD: ${problem##*: }" ;;
  esac
}

# Sleeps, longer each time, and adds that to waited, in hundredths of seconds; begin with waited at 0.
waited=0
nap=2
pause() {
  case $nap in
    100) sleep 1 ;;
    ?) sleep "0.0$nap" 2>/dev/null || { nap=100; sleep 1; } ;;
    *) sleep "0.$nap" ;;
  esac
  waited=$((waited + nap))
  case $nap in 2) nap=5 ;; 5) nap=10 ;; 10) nap=20 ;; 20) nap=50 ;; *) nap=100 ;; esac
}

# Sets out_size and err_size.
find_sizes() {
  out_size=0 err_size=0
  [ "$here" = 1 ] || return 0
  set -- $(list -ln err out)
  [ $# = 18 ] || return 0
  err_size=$5 out_size=${14}
}

# Writes $3 bytes of file $1 from offset $2 on.
range() {
  [ "$3" -gt 0 ] || return 0
  drop=$(($2 % 65536))
  dd if="$1" bs=65536 skip="$(($2 / 65536))" count="$(((drop + $3 + 65535) / 65536))" 2>/dev/null \
    | tail -c "+$((drop + 1))" | head -c "$3"
}

read_job() {
  waited=0
  while :; do
    # The state first: what was written before the end is all there is.
    find_job
    find_sizes
    if [ "$out_size" -gt "$1" ] || [ "$err_size" -gt "$2" ]; then nap=2; break; fi
    case $state in running | starting) ;; *) break ;; esac
    [ "$state" = "$seen" ] || break
    [ "$waited" -lt "$(($4 * 100))" ] || break
    pause
  done
  seen=$state
  case $state in
    ended | lost | rebooted)
      if [ ! -e out ] || [ ! -e err ]; then fail "the job's output was removed there"; fi ;;
  esac
  out_length=$((out_size - $1)) err_length=$((err_size - $2))
  [ "$out_length" -ge 0 ] || out_length=0
  [ "$err_length" -ge 0 ] || err_length=0
  [ "$out_length" -le "$3" ] || out_length=$3
  [ "$err_length" -le "$3" ] || err_length=$3
  describe
  echo "$tag d $out_length $err_length $out_size $err_size $told"
  range out "$1" "$out_length"
  range err "$2" "$err_length"
}

find_host
find_boot
seen=
echo "$tag ready"
while read -r verb one two three four; do
  case $verb in
    look) find_job ;;
    start) start_job "$one" ;;
    stop) stop_job ;;
    free) free_job ;;
    read) read_job "$one" "$two" "$three" "$four"; continue ;;
    *) fail "no such request: $verb" ;;
  esac
  seen=$state
  describe
  echo "$tag = $told"
done
