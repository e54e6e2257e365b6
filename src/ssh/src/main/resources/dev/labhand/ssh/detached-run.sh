# Runs one detached job on its target: claims it, starts its command, keeps its output and its status. POSIX shell; the text of
# detached-lib.sh comes before this one. The job's own part comes before it, too:
#   command       to be run by the account's shell
#   enter_folder  enters the folder to start in
#   set_variables exports the variables that were asked for
# The current folder is the job's, prepared by detached.sh.

job=$1 tag=$2 keep=$3 mask=$4 digest=$5 hold=$6
exec </dev/null >/dev/null 2>/dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
# Caught, not ignored: what is ignored would be ignored by the command as well.
trap : HUP INT QUIT TERM PIPE
umask 077
dir=$PWD

discard() {
  rm -f "c.$tag" "b.$tag" "exit.$tag" "over.$tag" "note.$tag" "out-note.$tag" "err-note.$tag" "o.$tag" "e.$tag" "in.$tag"
  exit 0
}

find_boot
find_state
case $state in absent | void) ;; *) discard ;; esac
round=$((round + 1))
own_pid
start_of "$pid"
echo "$tag $pid $start $boot $hold $digest" 1<>"c.$tag"
ln "c.$tag" "claim$round"
read -r owner rest <"claim$round"
[ "$owner" = "$tag" ] || discard
# A command of the round before may have begun after all. It looks for our claim after it has said so, and we for that after
# our claim: at least one sees the other, and gives up.
[ ! -e "began$((round - 1))" ] || discard

# A pipe for each stream, not the file itself: who opens /dev/stdout anew must not cut off what is there.
exec 3<>"o.$tag" 4<"o.$tag" 5>"o.$tag" 3>&-
exec 3<>"e.$tag" 6<"e.$tag" 7>"e.$tag" 3>&-
if [ -e "in.$tag" ]; then exec 8<"in.$tag"; else exec 8</dev/null; fi
rm -f "o.$tag" "e.$tag" "in.$tag"

(
  trap '' HUP INT QUIT TERM
  exec cat <&4 >>out 2<>"out-note.$tag" 4<&- 5>&- 6<&- 7>&- 8<&-
) &
out_keeper=$!
(
  trap '' HUP INT QUIT TERM
  exec cat <&6 >>err 2<>"err-note.$tag" 4<&- 5>&- 6<&- 7>&- 8<&-
) &
err_keeper=$!
# Else a command whose output nobody takes any more would wait for ever.
exec 4<&- 6<&-

# The command gets a session, and so a process group, of its own: what it sends to its group, such as kill -9 0, must not reach
# those who keep its output and its status. The child leads no group, so that setsid does not fork. Where the command's session
# could not be looked for, it stays in this one's.
apart=
[ "$hold" != tree ] || apart=$(command -v setsid)

# Where this shell says that its child was killed by a signal; a status alone cannot tell that from an exit. Bash says it only
# where it does not follow POSIX to the letter.
exec 2<>"note.$tag"
if (set +o posix) 2>/dev/null; then set +o posix; fi
(
  exec <&8 >&5 2>&7 5>&- 7>&- 8<&-
  own_pid
  start_of "$pid"
  find_now
  if ! (set_variables) || ! enter_folder; then exit 126; fi
  if ! { echo "$pid $start $now" 1<>"$dir/b.$tag" && ln "$dir/b.$tag" "$dir/began$round"; }; then exit 126; fi
  if [ -e "$dir/claim$((round + 1))" ]; then exit 126; fi
  umask "$mask"
  unset LC_LABHAND_FOLLOW
  set_variables
  LC_LABHAND_JOB=$tag
  export LC_LABHAND_JOB
  { echo begun 1<>"$dir/over.$tag"; } 2>/dev/null
  exec ${apart:+"$apart"} "${SHELL:-/bin/sh}" -c "$command"
)
status=$?
exec 2>/dev/null 5>&- 7>&- 8<&-
read -r begun <"over.$tag"
# By the clock by which processes start. Who is in the child's session and is older than that is of the command, whatever
# becomes of the session's number later.
if [ "$hold" = tree ]; then
  over=$(own_pid; start_of "$pid"; echo "$start")
  echo "$over" 1<>"over.$tag"
fi

# Waits until all have closed the output, as with a command whose connection is open. A signal ends a wait, not the waiting.
keeper_status() {
  wait "$1"
  kept=$?
  while kill -0 "$1"; do
    wait "$1"
    kept=$?
  done
}
keeper_status "$out_keeper"
out_kept=$kept
keeper_status "$err_keeper"
err_kept=$kept

read -r said <"note.$tag"
if [ ! -e "began$round" ] && [ -z "$begun" ]; then
  verdict="unstarted $status"
elif [ -n "$said" ] && [ "$status" -gt 128 ]; then
  verdict="signal $(kill -l "$status")"
else
  verdict="exit $status"
fi
if [ "$out_kept$err_kept" != 00 ]; then
  find_problem "$tag"
  verdict="unkept $verdict: ${problem:-the process that keeps it was killed}"
fi
echo "$verdict" 1<>"exit.$tag"
# What keeps it from its place may pass, such as a full disk; not so if the folder was taken away or its place is taken.
nap=1
until [ -d "exit$round" ] || mv "exit.$tag" "exit$round"; do
  if [ ! -e "exit.$tag" ] || [ ! -w . ] || [ "$nap" -gt 4096 ]; then exit 1; fi
  sleep "$nap"
  nap=$((nap * 2))
done
rm -f "c.$tag" "b.$tag" "note.$tag" "out-note.$tag" "err-note.$tag"

# Removes what ended long ago. A job's folder changes last when the job ends.
cd .. || exit 0
find . ! -name . -prune -type d -mtime "+$keep" -print | while IFS= read -r old; do
  if (
    cd "$old" || exit 1
    find_state
    case $state in starting | running) exit 1 ;; esac
  ); then
    mv "$old" "../.gone.$tag" && rm -rf "../.gone.$tag"
  fi
done
