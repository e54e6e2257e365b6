# What both ends of a detached job on its target know: who a process is, and what became of the job in the current folder.
# POSIX shell; sets no variable that a command would inherit.
#
# A folder holds, for each round N (1, and the next one only where nothing of the one before ever began):
#   claimN   who may start the job: "TAG PID START BOOT CONTAINMENT DIGEST", the last one of the command; or "stop": then nobody may
#   beganN   "PID START TIME" of the command's process, linked by that process before it becomes the command
#   exitN    "exit CODE", "signal NUMBER", or another word and a text; renamed into place when all output is written
#   over.TAG "begun" from when the command's process became the command; then when it was found to have ended, if it led a
#            session of its own
#   out-note.TAG, err-note.TAG  why the output cannot be kept any more, if so
# and out and err, to which the output is appended.

# Sets start to when process $1 began; fails if it is gone or a zombie.
start_of() {
  start=
  if [ -r /proc/self/stat ]; then
    text=
    { while IFS= read -r part; do text="$text $part"; done <"/proc/$1/stat"; } 2>/dev/null
    case $text in *') '*) ;; *) return 1 ;; esac
    set -- ${text##*") "}
    case $1 in Z | X) return 1 ;; esac
    start=${20-}
  else
    case $(ps -o stat= -p "$1" 2>/dev/null) in '' | Z*) return 1 ;; esac
    set -- $(LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null | tr : .)
    start=${1-}${2+_$2_$3_$4_$5}
  fi
  [ -n "$start" ]
}

# Whether process $1 that began at $2 is alive.
is_alive() {
  [ -n "$1" ] && start_of "$1" && [ "$start" = "$2" ]
}

# Sets pid to that of this very process, subshells included.
own_pid() {
  if [ -r /proc/self/stat ]; then
    read -r pid rest </proc/self/stat
  else
    pid=$(exec sh -c 'echo "$PPID"')
  fi
}

# Sets boot to a name of this run of the machine.
find_boot() {
  boot=
  if [ -r /proc/sys/kernel/random/boot_id ]; then
    read -r boot </proc/sys/kernel/random/boot_id
  else
    boot=$(sysctl -n kern.bootsessionuuid 2>/dev/null)
  fi
  boot=${boot:-unknown}
}

# Sets now to hundredths of seconds, of a clock that nobody sets where there is one.
find_now() {
  if [ -r /proc/uptime ]; then
    read -r now rest </proc/uptime
    fraction=${now#*.}
    now=${now%%.*}${fraction:-00}
  else
    now=$(date +%s)00
  fi
}

# Sets problem to why the output of the job in the current folder, started by $1, cannot be kept; to nothing if it can.
find_problem() {
  problem=
  for note in "out-note.$1" "err-note.$1"; do
    if [ -z "$problem" ] && [ -r "$note" ]; then IFS= read -r problem <"$note"; fi
    # Blanks hold the room for what is not written yet, or not to its end.
    case $problem in *' ') problem= ;; esac
  done
  problem=${problem##*: }
}

# Sets state to what became of the job: absent or void (nobody has it, or whoever had it died before it began: it may be
# started), stopped (nobody may start it), starting, running, ended, lost or rebooted. Sets round to the newest one.
find_state() {
  round=0
  while [ -e "claim$((round + 1))" ]; do round=$((round + 1)); done
  state=absent
  [ "$round" != 0 ] || return 0
  judge "$round"
  # Began before the newest claim was seen: then that claim's owner has seen it too, and did nothing.
  case $state in
    void | stopped) if [ -e "began$((round - 1))" ]; then judge "$((round - 1))"; fi ;;
  esac
}

# Does the same for round $1 alone, and sets what its files hold.
judge() {
  owner= owner_pid= owner_start= owner_boot= containment= owner_digest=
  child= child_start= began_at= verdict= detail=
  read -r owner owner_pid owner_start owner_boot containment owner_digest <"claim$1"
  if [ "$owner" = stop ]; then state=stopped; return; fi
  owned=0
  if [ "$owner_boot" = "$boot" ] && is_alive "$owner_pid" "$owner_start"; then owned=1; fi
  if [ -e "began$1" ]; then
    read -r child child_start began_at <"began$1"
    alive=$owned
    if [ "$owner_boot" = "$boot" ] && is_alive "$child" "$child_start"; then alive=1; fi
  fi
  # Last, for who is gone has written it before.
  if [ -f "exit$1" ]; then read -r verdict detail <"exit$1"; fi
  if [ -n "$verdict" ]; then
    state=ended
  elif [ -z "$child" ]; then
    if [ "$owned" = 1 ]; then state=starting; else state=void; fi
  elif [ "$owner_boot" != "$boot" ]; then
    state=rebooted
  elif [ "$alive" = 1 ]; then
    state=running
  else
    state=lost
  fi
}
