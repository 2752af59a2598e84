#!/bin/sh
# Starts a real VO server for `npm run test:vo`: GAVO DaCHS over a PostgreSQL of its own, both in one folder and
# at loopback addresses. Nothing else on the machine is touched. It serves until it is stopped with Ctrl+C.
#
#   test/vo/server/start.sh [FOLDER] [PORT]
#
# FOLDER keeps database and settings from one start to the next; delete it to begin anew. Needs the Debian
# packages gavodachs2-server, postgresql, postgresql-pgsphere and postgresql-q3c (`apt-get install`).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-${TMPDIR:-/tmp}/skybucket-vo}
port=${2:-8080}

fail() {
  echo "$1" >&2
  exit 1
}

command -v dachs >/dev/null || fail 'DaCHS is missing: apt-get install gavodachs2-server'
postgres=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$postgres" ] || fail 'PostgreSQL is missing: apt-get install postgresql'

mkdir -p "$folder/rows"
folder=$(cd "$folder" && pwd)
(cd "$here/../../.." && node --import tsx test/vo/server/write-rows.ts "$folder/rows")
cp "$here/q.rd" "$folder/rows"

# PostgreSQL does not run as root.
as=
user=$(id -un)
if [ "$user" = root ]; then
  user=postgres
  as="setpriv --reuid=$user --regid=$user --init-groups"
  chown -R "$user:" "$folder"
fi
# Becomes what follows, in the folder, with the settings that are there.
become() {
  cd "$folder"
  exec $as env HOME="$folder" GAVOSETTINGS="$folder/gavo.rc" GAVOCUSTOM=/dev/null \
    PGHOST="$folder" PGPORT=5432 "$@"
}
within() (become "$@")

cat >"$folder/gavo.rc" <<END
[general]
rootDir: $folder/root
group: $(id -gn "$user")
gavoGroup: $(id -gn "$user")
[web]
bindAddress: 127.0.0.1
serverPort: $port
serverURL: http://127.0.0.1:$port
sitename: Skybucket test site
user: $user
[ivoa]
authority: skybucket.test
dalDefaultLimit: 1500
[async]
defaultMAXREC: 1000
hardMAXREC: 5000
END

new=
if [ ! -d "$folder/database" ]; then
  new=yes
  within "$postgres/initdb" --auth=trust --encoding=UTF8 --locale=C -D "$folder/database" >/dev/null
fi
# At a socket in the folder only.
within "$postgres/pg_ctl" -D "$folder/database" -l "$folder/database.log" -w \
  -o "-k $folder -p 5432 -h '' -c fsync=off" start >/dev/null
server=
stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  within "$postgres/pg_ctl" -D "$folder/database" -m fast stop >/dev/null
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -n "$new" ]; then
  within "$postgres/createdb" --template template0 gavo
  within dachs init -d "dbname=gavo host=$folder port=5432"
  within mkdir -p root/inputs/skybucket
  within dachs imp //obscore
fi
within cp rows/q.rd rows/images.jsonl rows/samples.jsonl root/inputs/skybucket
within dachs imp skybucket/q
within dachs pub //siap2 skybucket/q

(become dachs serve debug) >"$folder/server.log" 2>&1 &
server=$!
echo "DaCHS serves at http://127.0.0.1:$port (its log: $folder/server.log); stop it with Ctrl+C."
wait "$server"
