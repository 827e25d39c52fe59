#!/usr/bin/env bash
# What the web world needs from PyPI and npm, fetched before the network namespace closes: a fresh Django project and a
# production build of Vite. Done once for each target folder.
#
#   prepare.sh FOLDER
set -euo pipefail
dir=$1
mkdir -p "$dir" && cd "$dir"
if [ ! -e django.done ]; then
  rm -rf venv shop
  python3 -m venv venv
  venv/bin/pip install -q django
  venv/bin/django-admin startproject shop
  touch django.done
fi
if [ ! -e vite.done ]; then
  rm -rf vite && mkdir -p vite/src && cd vite
  printf '{ "name": "desk", "private": true, "type": "module" }\n' > package.json
  npm install --silent --no-audit --no-fund vite@6
  # What the scaffold of Vite writes, without a framework.
  cat > index.html <<'HTML'
<!doctype html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>Acme Desk</title>
  </head>
  <body>
    <div id="app"></div>
    <script type="module" src="/src/main.js"></script>
  </body>
</html>
HTML
  cat > src/main.js <<'JS'
import './style.css'
const url = new URL(location.pathname, 'http://localhost')
document.querySelector('#app').innerHTML = `<h1>Acme Desk</h1><p>${url.pathname}</p>`
JS
  printf 'body { font-family: sans-serif; }\n' > src/style.css
  npx vite build > build.log
  cd .. && touch vite.done
fi
