#!/usr/bin/env bash
# Runs inside the namespace of tests/real/dns_tls.sh, with its servers up: this program and the peers, one after the other,
# as often as asked. Writes "name round seconds exit" lines to FOLDER/times, and what each said to FOLDER/<name>.out.
#
#   dns_tls.sh ROUNDS SSLYZE DNSVIZ
set -uo pipefail
rounds=$1 sslyze=$2 dnsviz=$3
# Peers ask the machine's resolver: here that is the Unbound of this world. Only this mount namespace sees it.
printf 'nameserver %s\n' "$resolver" > "$dir/resolv.conf"
mount --bind "$dir/resolv.conf" /etc/resolv.conf
: > "$dir/times"
ours=(--resolver "$resolver" --ca "$dir/ca/root.pem" --rdap http://rdap.host.example --timeout 5
  --public-range 203.0.113.0/24 --public-range 198.51.100.0/24 --no-state --format json)

measure() { # name round command...
  local name=$1 round=$2 begin end code=0; shift 2
  begin=$(date +%s.%N)
  HOME=$dir timeout 600 "$@" > "$dir/$name.out" 2> "$dir/$name.err" < /dev/null || code=$?
  end=$(date +%s.%N)
  echo "$name $round $(echo "$end $begin" | awk '{printf "%.3f", $1 - $2}') $code" >> "$dir/times"
}
visualise() { "$dnsviz" probe -A -x ".:ns1.host.example=$knot" -a . -o "$dir/probe.json" good.example && "$dnsviz" grok -r "$dir/probe.json" -o "$dir/grok.json"; }
export -f visualise; export dnsviz

for round in $(seq "$rounds"); do
  measure launch-ready "$round" "$binary" check good.example --check registration --check dns --check dnssec --check tls "${ours[@]}"
  measure zonemaster-cli "$round" zonemaster-cli --hints "$dir/hints" --no-ipv6 --level INFO --no-progress good.example
  measure dnsviz "$round" bash -c visualise
  measure sslscan "$round" sslscan --no-colour good.example:443
  measure sslyze "$round" "$sslyze" good.example:443
  # A minute or more each time: once is enough to know.
  [ "$round" -gt 1 ] || measure testssl.sh "$round" testssl --quiet --color 0 --add-ca "$dir/ca/root.pem" --ip "$web" good.example:443
done
