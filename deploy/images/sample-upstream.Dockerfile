# The sample upstream. Build from the top of the repository:
#   docker build -f deploy/images/sample-upstream.Dockerfile -t keyledger/sample-upstream .
FROM node:24-bookworm-slim AS install
WORKDIR /app
RUN npm install --global pnpm@12
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY proto proto
COPY libs libs
COPY services/sample-upstream services/sample-upstream
RUN pnpm install --prod --frozen-lockfile --filter @keyledger/sample-upstream...

FROM node:24-bookworm-slim
ENV NODE_ENV=production KEYLEDGER_LISTEN_HOST=0.0.0.0 KEYLEDGER_DATA_DIR=/data
WORKDIR /app
COPY --from=install --chown=root:root /app /app
# The data folder holds only what can be rebuilt from the ledger, unless the ledger itself is embedded.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
USER node
EXPOSE 8420
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8420/hello').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "services/sample-upstream/src/main.ts"]
