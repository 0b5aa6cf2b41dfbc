#!/usr/bin/env sh
# Makes deploy/secrets for compose.yaml, and keeps what is there: losing a digest key would kill every key.
set -eu
umask 077
folder=$(dirname "$0")/secrets
keys=$folder/digest-keys
mkdir -p "$keys"
# Written beside and then moved, so that a secret is there whole or not at all.
make() {
  cat >"$folder/.made"
  mv "$folder/.made" "$1"
}
for token in admin-token node-token; do
  [ -s "$folder/$token" ] || head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n' | make "$folder/$token"
done
# An id of its own: under one name in every deployment, a Kafka that two of them write to would hold digests of which
# neither knows that their digest key is missing. Dot-files are no digest keys.
if [ -z "$(find -L "$keys" -type f ! -name '.*' -size +0)" ]; then
  head -c 32 /dev/urandom | base64 | tr -d '\n' | make "$keys/compose-$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')"
fi
# The services run as another user than the one who made these. They get at the files by mounts of their own; to other
# users of this machine the folder stays closed.
chmod 700 "$folder"
chmod 755 "$keys"
chmod 644 "$folder/admin-token" "$folder/node-token" "$keys"/*
echo "The admin token is in $folder/admin-token."
