# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts: where the project is, how they speak, and how they build quietly. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034
readonly root

say() { printf '%s\n' "== $*"; }

fail()
{
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Prints the comment block at the top of the calling script, from its third line on.
usage() { sed -n '3,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }

# quietly LOGFILE COMMAND...: output goes to the log; on failure its last lines are shown.
quietly()
{
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        printf '%s\n' "--- the last lines of $log:" >&2
        # A compiler's first complaint is worth more than ninja's last words.
        grep -nE 'error:|FAILED:|CMake Error' "$log" | head -n 20 >&2 || true
        tail -n 40 "$log" >&2
        return 1
    fi
}

# build PRESET TARGET...: configures and builds; without a target, everything.
build()
{
    local preset=$1 started=$SECONDS
    shift
    local log="$root/build/logs/$preset"
    local targets=()
    [ $# -eq 0 ] || targets=(--target "$@")
    say "Configuring ($preset)"
    (cd "$root" && quietly "$log-configure.log" cmake --preset "$preset") ||
        fail "Configuring failed; the log is $log-configure.log. If a library is missing, run scripts/bootstrap."
    say "Building ($preset); the first time takes several minutes"
    (cd "$root" && quietly "$log-build.log" cmake --build --preset "$preset" "${targets[@]}") ||
        fail "The build failed; the log is $log-build.log."
    say "Built in $((SECONDS - started)) s"
}

# Without these ccache gives up at precompiled headers, which every target here has.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
# Paths inside the project do not count, so that every checkout of it shares what was compiled.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-yes}

# Whatever keys, addresses and proxies the caller has: what runs after this neither uses nor shows them.
forget_surroundings()
{
    local name
    for name in CODEX_API_KEY CODEX_HOME CODEX_CA_CERTIFICATE OPENAI_API_KEY OPENAI_BASE_URL OPENAI_ORG_ID \
        OPENAI_ORGANIZATION OPENAI_PROJECT OPENAI_PROJECT_ID AZURE_OPENAI_API_KEY AZURE_OPENAI_ENDPOINT \
        SSL_CERT_FILE SSL_CERT_DIR HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY WS_PROXY WSS_PROXY FTP_PROXY \
        PARLEY_KEY_FILE PARLEY_TOKEN_URL PARLEY_TOKEN_HEADER PARLEY_LIVE PARLEY_LOG PARLEY_SERVICE; do
        unset "$name" "${name,,}"
    done
}
