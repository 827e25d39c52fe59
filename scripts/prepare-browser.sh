# Sourced by look and axe: installs the two npm packages once, outside the tree, at fixed versions.
LOOK_CACHE=${LOOK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/launch-ready-look}
export LOOK_CACHE
if [ ! -d "$LOOK_CACHE/node_modules/axe-core" ]; then
  mkdir -p "$LOOK_CACHE"
  (cd "$LOOK_CACHE" && { [ -f package.json ] || echo '{"private":true}' >package.json; } &&
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --silent --no-audit --no-fund playwright-core@1.52.0 axe-core@4.14.1 >&2) || exit 2
fi
