#!/usr/bin/env sh
# Makes deploy/secrets for compose.yaml, and keeps what is there: losing a digest key would kill every key.
set -eu
umask 077
folder=$(dirname "$0")/secrets
mkdir -p "$folder/digest-keys"
for token in admin-token node-token; do
  [ -s "$folder/$token" ] || head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n' >"$folder/$token"
done
[ -s "$folder/digest-keys/local" ] || head -c 32 /dev/urandom | base64 | tr -d '\n' >"$folder/digest-keys/local"
# The services run as another user than the one who made these. They get at the files by mounts of their own; to other
# users of this machine the folder stays closed.
chmod 700 "$folder"
chmod 755 "$folder/digest-keys"
chmod 644 "$folder/admin-token" "$folder/node-token" "$folder/digest-keys/local"
echo "The admin token is in $folder/admin-token."
