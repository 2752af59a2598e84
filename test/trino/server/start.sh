#!/usr/bin/env bash
# Starts a Trino server of its own with the test tables, and serves until Ctrl+C.
#
#   test/trino/server/start.sh [FOLDER] [PORT]
#
# Trino comes from Maven Central by `mvn`, once. Java 24 or later is looked for in
# SKYBUCKET_JAVA, JAVA_HOME and among the installed ones. Everything else is made anew in FOLDER.
set -euo pipefail

version=476
folder=${1:-/tmp/skybucket-trino}
port=${2:-8457}
here=$(cd "$(dirname "$0")" && pwd)

java_of() {
  local home
  for home in "${SKYBUCKET_JAVA:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
      local major
      major=$("$home/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
      if [ -n "$major" ] && [ "$major" -ge 24 ]; then
        echo "$home"
        return
      fi
    fi
  done
  echo "Trino $version needs Java 24 or later; name its folder in SKYBUCKET_JAVA." >&2
  exit 1
}

java=$(java_of)
mkdir -p "$folder"

if [ ! -x "$folder/trino-server-$version/bin/launcher" ]; then
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact=io.trino:trino-server:$version:tar.gz -DoutputDirectory="$folder"
  tar -C "$folder" -xzf "$folder/trino-server-$version.tar.gz"
  rm "$folder/trino-server-$version.tar.gz"
fi

data="$folder/data"
etc="$folder/etc"
rm -rf "$data" "$etc"
mkdir -p "$data/warehouse" "$data/node" "$etc/catalog"
golden="$here/../../../../shared/golden/synthetic/parquet/wise-like.parquet"
if [ -d "$golden" ]; then
  cp -r "$golden" "$data/warehouse/wise_like"
  chmod -R u+w "$data/warehouse"
fi

cat >"$etc/node.properties" <<END
node.environment=skybucket
node.data-dir=$data/node
END
cat >"$etc/config.properties" <<END
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=$port
discovery.uri=http://localhost:$port
query.max-memory=512MB
query.max-memory-per-node=512MB
catalog.management=static
END
cat >"$etc/jvm.config" <<END
-Xmx1536m
-XX:+UseSerialGC
-XX:+ExitOnOutOfMemoryError
-XX:ReservedCodeCacheSize=256M
-Djdk.attach.allowAttachSelf=true
-Dfile.encoding=UTF-8
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
END
echo 'io.trino=WARN' >"$etc/log.properties"
echo 'connector.name=memory' >"$etc/catalog/memory.properties"
echo 'connector.name=tpch' >"$etc/catalog/tpch.properties"
cat >"$etc/catalog/hive.properties" <<END
connector.name=hive
hive.metastore=file
hive.metastore.catalog.dir=local:///metastore
fs.native-local.enabled=true
local.location=$data/warehouse
END

exec "$folder/trino-server-$version/bin/launcher" --jvm-dir "$java" --etc-dir "$etc" \
  --launcher-log-file "$folder/launcher.log" run
