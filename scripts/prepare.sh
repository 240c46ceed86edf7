# Sourced by ./demo and ./test: finds or brings what they need and builds. Progress goes to stderr.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs="$root/artifacts/logs"
mkdir -p "$logs"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
usage() { say "$*"; exit 2; }

# step NAME COMMAND...: one line with its time; the log only when it fails.
step() {
  local name=$1 log begin=$SECONDS; shift
  log="$logs/$(printf %s "$name" | tr -c 'A-Za-z0-9.' -).log"
  if "$@" >"$log" 2>&1; then say "  $name: $((SECONDS - begin)) s"; return; fi
  tail -n 40 "$log" >&2
  die "$name failed; the whole log is $log"
}

need_toolchain() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' || die "StoFlow needs the .NET 10 SDK: https://dot.net/download"
  command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "StoFlow needs Node 20 or later: https://nodejs.org"
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

need_plugin() {
  (
    cd "$root/plugin" || exit 1
    if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
      step "npm packages" npm ci --no-audit --no-fund --ignore-scripts
      touch node_modules/.package-lock.json
    fi
    step "build the plugin" npm run --silent build
  ) || exit 1
}

need_build() { # PROJECT
  step "build $(basename "$1")" dotnet build "$root/$1" -c Release -v q --nologo -m:2
}

# One build at a time in a checkout: two copies of ./demo may start together.
prepare_lock() { exec 9>"$root/artifacts/.prepare.lock"; flock -w 900 9 || die "another ./demo or ./test has been building for 15 minutes"; }
prepare_unlock() { exec 9>&-; }
