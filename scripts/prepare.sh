# Sourced by ./demo and ./test: finds or brings what they need and builds. Progress goes to stderr.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs="$root/artifacts/logs"
mkdir -p "$logs"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; tidy; exit 1; }
usage() { say "$*"; exit 2; }

# job COMMAND...: runs it in a process group of its own, so that a signal to this script ends the whole of it; a shell by itself
# would end and leave it running. What it starts and leaves must not hold the lock on: file 9 stays here.
running=
job() {
  local code=0
  set -m
  "$@" 9>&- </dev/null & running=$!
  set +m
  wait "$running" || code=$?
  running=
  return "$code"
}
stop() { # CODE
  trap - INT TERM HUP
  if [ -n "$running" ]; then kill -s TERM -- "-$running" || :; wait "$running" || :; fi 2>/dev/null
  tidy
  exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM
trap 'stop 129' HUP

# step NAME COMMAND...: one line with its time; the log only when it fails.
step() {
  local name=$1 log begin=$SECONDS; shift
  log="$logs/$(printf %s "$name" | tr -c 'A-Za-z0-9.' -).log"
  if job "$@" >"$log" 2>&1; then say "  $name: $((SECONDS - begin)) s"; return; fi
  tail -n 40 "$log" >&2
  die "$name failed; the whole log is $log"
}

need_toolchain() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' || die "StoFlow needs the .NET 10 SDK: https://dot.net/download"
  command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "StoFlow needs Node 20 or later: https://nodejs.org"
  command -v npm >/dev/null || die "StoFlow needs npm, which comes with Node from https://nodejs.org (Debian: sudo apt-get install npm)"
}

browser_of() { # firefox | chromium -> the program, or nothing
  local name
  case $1 in
    firefox) set -- "${STOFLOW_FIREFOX:-}" firefox-esr firefox ;;
    chromium) set -- "${STOFLOW_CHROMIUM:-}" chromium chromium-browser ;;
  esac
  for name in "$@"; do [ -n "$name" ] && command -v "$name" && return; done
  return 1
}

need_browser() {
  browser_of "$1" >/dev/null && return
  local package=$1
  [ "$1" = firefox ] && package=firefox-esr
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    step "install $package" sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $package"
  else
    die "StoFlow needs $1 for this: install it (Debian: sudo apt-get install $package) or name it in STOFLOW_$(printf %s "$1" | tr a-z A-Z)"
  fi
}

in_plugin() { cd "$root/plugin" && "$@"; }

need_plugin() {
  local packages="$root/plugin/node_modules/.package-lock.json"
  if [ ! -f "$packages" ] || [ "$root/plugin/package-lock.json" -nt "$packages" ]; then
    step "npm packages" in_plugin npm ci --no-audit --no-fund --ignore-scripts
    touch "$packages"
  fi
  step "build the plugin" in_plugin npm run --silent build
}

# `dotnet build` forgets folders in the temporary one, so it gets one that goes; restores of other checkouts meet where they always do.
# And no compiler stays behind to wait for the next build.
place=
tidy() { [ -z "$place" ] || rm -rf "$place"; place=; }
need_build() { # PROJECT
  local common=${TMPDIR:-/tmp}
  place=$(mktemp -d "$common/stoflow-build-XXXXXX") || die "No folder can be made in $common: free some space, or name another one in TMPDIR."
  step "build $(basename "$1")" env "NUGET_SCRATCH=${NUGET_SCRATCH:-$common/NuGetScratch$(id -un)}" "TMPDIR=$place" \
    dotnet build "$root/$1" -c Release -v q --nologo -m:2 -p:UseSharedCompilation=false
  tidy
}

# One build at a time in a checkout: two copies of ./demo may start together.
prepare_lock() {
  command -v flock >/dev/null || return 0 # macOS has none; then two at once are the caller's affair
  exec 9>"$root/artifacts/.prepare.lock"
  flock -n 9 && return
  say "  waiting for another ./demo or ./test of this checkout, which is building"
  flock -w 900 9 || die "Another ./demo or ./test has been building for 15 minutes: end it, then try again."
}
prepare_unlock() { exec 9>&-; }
