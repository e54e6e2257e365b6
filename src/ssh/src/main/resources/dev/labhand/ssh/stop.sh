# Finds what is left of one command on this machine and signals it. POSIX shell; looks into Linux's /proc or, for a detached job
# on another system, asks ps.
# Set in front of this text:
#   mark         the variable assignment that every process of the command carries in its environment
#   tag          starts every line of the answers, so that nothing else is taken for one
#   sure         1 if the command is known to carry the mark, whatever the server does with variables
#   roots        "PID:START" of processes that are known to belong to the command
#   wrapper      "PID:START" of a detached job's wrapper, which with its other children is spared: it keeps the job's record
#   leader       "PID:START" of a detached command's first process, if it is in a session that is the command's own
#   until        when that one was found to have ended, if it has; then the session was its own, not the wrapper's
# LC_LABHAND_STOP is set, to tag, if the server passes such variables on.
# Reads lines "LOOSE TICKS" (100 a second), for when the command could not be told from others, and answers "TAG . loose WHAT" with
# what may be left of it, if it began so long before this script, or "TAG ." if that is nothing;
# and lines "VERB RANK AMONG": TERM (sent once to each process) or KILL (sent to all), and which command it is, counted from
# the oldest, of how many that run on this SSH connection (0 0 if it runs on another one). Answers "TAG p PID NAME" for each
# process that is alive, "TAG x PID:START" for each that may not be signalled, then "TAG . WHY", where WHY tells by what the
# command was known: mark, place (among the session leaders that this connection's server process started), unknown or
# several.

LC_ALL=C
export LC_ALL
if [ "${LC_LABHAND_STOP-}" = "$tag" ]; then sure=1; fi
found=' '       # process ids that belong to the command, as of the last look
starts=' '      # pid:start of all that ever belonged to it
termed=' '      # pid:start that have had TERM
own=' '         # sessions that are the command's own
past=           # the session of the leader that has ended: its number may be another's by now
why=${roots:+mark}
since=          # when the command that was known by its place began

if [ -r /proc/self/stat ]; then

# Sets name, ppid, sid and start (in clock ticks since boot) of process $1; fails if it is gone or a zombie.
stat_of() {
  text=
  { while IFS= read -r part; do text="$text $part"; done <"/proc/$1/stat"; } 2>/dev/null
  case $text in *') '*) ;; *) return 1 ;; esac
  name=${text#*"("}
  name=${name%")"*}
  set -- ${text##*") "}
  ppid=$2 sid=$4 start=${20-}
  case $1 in Z | X) return 1 ;; esac
}

# Sets all to "PID:PARENT:SESSION:START" of all processes.
find_all() {
  all=
  for dir in /proc/[0-9]*; do
    if stat_of "${dir#/proc/}"; then all="$all ${dir#/proc/}:$ppid:$sid:$start"; fi
  done
}

# A variable that is not the first one in an environment shows whether grep reads on past the zero bytes.
if grep -qF PATH= "/proc/$$/environ" 2>/dev/null && grep -qF HOME= "/proc/$$/environ" 2>/dev/null; then
  marked() { grep -lF "$mark" /proc/[0-9]*/environ 2>/dev/null; }
else
  marked() {
    for file in /proc/[0-9]*/environ; do
      if [ -r "$file" ] && tr '\000' '\n' <"$file" 2>/dev/null | grep -qF "$mark"; then echo "$file"; fi
    done
  }
fi

elif [ -n "$roots" ]; then

# The same by ps, with process groups for sessions.
stat_of() {
  set -- $(ps -o stat= -o ppid= -o pgid= -o lstart= -o comm= -p "$1" 2>/dev/null | tr : .)
  case ${1-} in '' | Z*) return 1 ;; esac
  ppid=$2 sid=$3 start=$4_$5_$6_$7_$8
  shift 8
  name=$*
}
find_all() {
  all=$(ps -A -o pid= -o stat= -o ppid= -o pgid= -o lstart= 2>/dev/null | tr : . | while read -r pid stat rest; do
    set -- $rest
    case $stat in Z*) ;; *) echo "$pid:$1:$2:$3_$4_$5_$6_$7" ;; esac
  done)
}
marked() { :; }
for entry in $roots ${wrapper:+"$wrapper"}; do
  if stat_of "${entry%%:*}" && [ "$start" = "${entry#*:}" ]; then own="$own$sid "; fi
done

else
  echo "$tag ! this machine has no /proc to find processes in"
  exit 0
fi

# A number that names another process by now, or none, names no session of ours.
if [ -n "$leader" ]; then
  if stat_of "${leader%%:*}" && [ "$start" = "${leader#*:}" ]; then
    own="$own$sid "
  elif [ -n "$until" ]; then
    past=${leader%%:*}
  elif [ -n "$wrapper" ] && stat_of "${wrapper%%:*}" && [ "$start" = "${wrapper#*:}" ]; then
    # Earlier wrappers shared their session with the command.
    own="$own$sid "
  fi
fi
if [ -n "$wrapper" ] && stat_of "${wrapper%%:*}" && [ "$start" = "${wrapper#*:}" ]; then
  wrapper=${wrapper%%:*}
else
  wrapper=
fi

add() {
  case $1 in 1 | $$ | "$wrapper") return ;; esac
  case $found in *" $1 "*) return ;; esac
  found="$found$1 "
  grew=1
}

# If nothing carries the mark: the session leader of this rank that this connection's server process started, if there are as
# many as commands. The server starts them in the order of the requests.
by_place() {
  why=mark
  stat_of "$PPID" || return
  case $name in sshd*) ;; *) [ "$sure" = 1 ] || why=unknown; return ;; esac
  count=0
  candidates=
  for entry in $all; do
    candidate=${entry%%:*}
    case $entry in
      "$$":*) ;;
      "$candidate:$PPID:$candidate:"*)
        # One that can be read, and would carry the mark if it were ours, is not ours.
        if [ "$sure" != 1 ] || [ ! -r "/proc/$candidate/environ" ]; then
          count=$((count + 1))
          candidates="$candidates $entry"
        fi ;;
    esac
  done
  if [ "$count" = 0 ]; then
    [ "$sure" = 1 ] || why=unknown
  elif [ "$count" != "$among" ]; then
    why=several
  else
    why=place
    add_candidate
  fi
}

# Adds the candidate of this rank: by its start and, within one tick of the clock, by its process id.
add_candidate() {
  for entry in $candidates; do
    place=1
    for other in $candidates; do
      if [ "${other##*:}" -lt "${entry##*:}" ] \
        || { [ "${other##*:}" = "${entry##*:}" ] && [ "${other%%:*}" -lt "${entry%%:*}" ]; }; then
        place=$((place + 1))
      fi
    done
    if [ "$place" = "$rank" ]; then
      since=${entry##*:}
      add "${entry%%:*}"
      return
    fi
  done
}

# Adds process $pid, with $rest known of it, if it is in a session that is the command's own.
add_own() {
  session=${rest#*:}
  session=${session%%:*}
  if [ "$session" = "$past" ] && [ "${rest##*:}" -le "$until" ]; then
    # Who has been in it all the time keeps its number from others.
    own="$own$past "
    past=
  fi
  case "$own" in *" $session "*) add "$pid" ;; esac
}

look() {
  [ "$why" != several ] || why=
  seeds=$(marked)
  known=$starts
  found=' '
  if [ -z "$seeds$roots" ] && [ "$known" = ' ' ] && [ "$why" = mark ]; then return; fi
  find_all
  for file in $seeds; do
    file=${file#/proc/}
    add "${file%/environ}"
  done
  for entry in $all; do
    pid=${entry%%:*}
    case " $roots " in *" $pid:${entry##*:} "*) add "$pid" ;; esac
    rest=${entry#*:}
    case $rest in
      "$wrapper":*) ;;
      *) add_own ;;
    esac
  done
  if [ -z "$why" ]; then
    if [ "$found" = ' ' ]; then by_place; else why=mark; fi
  fi
  grew=1
  while [ "$grew" = 1 ]; do
    grew=0
    for entry in $all; do
      pid=${entry%%:*}
      rest=${entry#*:}
      parent=${rest%%:*}
      rest=${rest#*:}
      session=${rest%%:*}
      case $found in *" $parent "* | *" $session "*) add "$pid" ;; esac
      case $known in
        *" $pid:${rest#*:} "*) add "$pid" ;;
        # The leader of this session was ours and is gone: its number cannot be anyone else's yet.
        *" $session:"*) [ -d "/proc/$session" ] || add "$pid" ;;
      esac
    done
  done
}

# Tells that a signal could not be sent, if the process is still there.
denied() {
  if stat_of "$pid"; then echo "$tag x $pid:$start"; fi
}

# Signals what the look found, each only if it is still the process that was seen.
signal_found() {
  for entry in $all; do
    pid=${entry%%:*}
    case $found in *" $pid "*) ;; *) continue ;; esac
    if ! stat_of "$pid" || [ "$start" != "${entry##*:}" ]; then continue; fi
    case $starts in *" $pid:$start "*) ;; *) starts="$starts$pid:$start " ;; esac
    echo "$tag p $pid $name"
    if [ "$1" = KILL ]; then
      kill -KILL "$pid" 2>/dev/null || denied
    else
      case $termed in
        *" $pid:$start "*) ;;
        *)
          termed="$termed$pid:$start "
          kill -TERM "$pid" 2>/dev/null || denied ;;
      esac
    fi
  done
}

# Sets loose to the processes that began after the command did and belong to none that is alive, and so may be of it.
find_loose() {
  loose=
  for entry in $all; do
    pid=${entry%%:*}
    case $found in *" $pid "*) continue ;; esac
    if [ "${entry##*:}" -lt "$since" ] || [ ! -O "/proc/$pid" ] || ! stat_of "$pid"; then continue; fi
    lost=$name
    if [ "$ppid" = 1 ] || { stat_of "$ppid" && [ "$name" = systemd ]; }; then loose="$loose${loose:+, }$pid $lost"; fi
  done
}

echo "$tag ready"
while read -r verb rank among; do
  if [ "$verb" = LOOSE ]; then
    loose=
    case $why in
      unknown | several)
        if stat_of "$$"; then
          since=$((start - rank))
          find_all
          find_loose
        fi ;;
    esac
    echo "$tag . ${loose:+loose }$loose"
    continue
  fi
  look
  [ "$found" = ' ' ] || signal_found "$verb"
  case $why in
    place) find_loose; echo "$tag . ${loose:+loose }${loose:-place}" ;;
    *) echo "$tag . $why" ;;
  esac
done
