# syntax=docker/dockerfile:1
# One image for every process of Sluice; docker-compose.yml says which one a container runs.

FROM node:22-bookworm-slim AS sources
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.base.json ./
COPY packages packages
COPY workflows workflows

# The web application and the workflow bundle, with the tools that build them.
FROM sources AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
ENV NODE_ENV=production
RUN node node_modules/vite/bin/vite.js build --logLevel warn packages/web \
 && node --import tsx packages/worker/src/bundle.ts packages/worker/dist/workflow-bundle.js

# What runs needs no build tools.
FROM sources AS dependencies
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    SLUICE_WEB_ROOT=/app/packages/web/dist \
    SLUICE_WORKFLOW_BUNDLE=/app/packages/worker/dist/workflow-bundle.js \
    SLUICE_DATA_DIR=/data \
    PORT=3000
WORKDIR /app
COPY --from=dependencies --chown=root:root /app ./
COPY --from=build --chown=root:root /app/packages/web/dist packages/web/dist
COPY --from=build --chown=root:root /app/packages/worker/dist packages/worker/dist
# The program can write to its data folder alone.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "packages/api/src/main.ts"]
