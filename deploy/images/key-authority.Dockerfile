# The key authority: admin REST, gRPC verify. Build from the top of the repository:
#   docker build -f deploy/images/key-authority.Dockerfile -t keyledger/key-authority .
# For a build that can be repeated exactly, name the base by its digest: --build-arg BASE=node@sha256:…
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS install
RUN npm install --global --ignore-scripts pnpm@12.21.0
# Apart from the sources, so that a change to those downloads nothing again.
WORKDIR /fetch
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch --prod
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY proto proto
COPY libs libs
COPY services/key-authority services/key-authority
RUN pnpm install --prod --offline --frozen-lockfile --filter @keyledger/key-authority...
# Only the packages it needs. Not by `pnpm deploy`: Node runs no TypeScript inside node_modules.
RUN mkdir /image \
  && pnpm --filter @keyledger/key-authority... --workspace-concurrency=1 exec \
    sh -c 'package=${PWD#/app/} && cd /app && cp -a --parents "$package" /image' \
  # What pnpm notes for its next run, the time among it.
  && rm -rf node_modules/.modules.yaml node_modules/.pnpm-*

FROM ${BASE}
ENV NODE_ENV=production KEYLEDGER_LISTEN_HOST=0.0.0.0 KEYLEDGER_DATA_DIR=/data
WORKDIR /app
COPY LICENSE ./
COPY --from=install /app/node_modules node_modules
COPY --from=install /image ./
COPY deploy/profiles deploy/profiles
# Holds the digest keys, the catalogue and, where it is embedded, the ledger itself.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
# The base's user `node`, by number: Kubernetes tells by it that this is not root.
USER 1000:1000
EXPOSE 8400 8401 8409
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", \
  "fetch(`http://127.0.0.1:${process.env.KEYLEDGER_AUTHORITY_OPS_PORT ?? 8409}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "services/key-authority/src/main.ts"]
