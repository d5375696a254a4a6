# One image for all processes: `serve` unless told otherwise; docker-compose.yml also runs `migrate` and `work`.
# Tags are exact. Who wants the very bytes pins each FROM by the digest that `docker buildx imagetools inspect` tells.
ARG NODE=node:24.21.0-bookworm-slim

FROM ${NODE} AS packages
RUN npm install --global --no-audit --no-fund --loglevel=error pnpm@11.28.11
WORKDIR /srv/order-management
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/server/package.json packages/server/
COPY packages/simulator/package.json packages/simulator/
COPY packages/web/package.json packages/web/

# What it takes to compile the server and to build the page.
FROM packages AS build
RUN pnpm install --frozen-lockfile --reporter=silent --filter @order-management/server --filter @order-management/web
COPY tsconfig.base.json ./
COPY packages/server packages/server
COPY packages/web packages/web
RUN pnpm --dir packages/server exec tsc -p tsconfig.build.json
RUN pnpm --dir packages/web exec vite build --logLevel warn

# What the server needs when it runs: nothing for development, no PostgreSQL of its own, no simulator.
FROM packages AS production
RUN pnpm install --prod --frozen-lockfile --no-optional --reporter=silent --filter @order-management/server

FROM ${NODE}
WORKDIR /srv/order-management
COPY --from=production /srv/order-management/node_modules node_modules
COPY --from=production /srv/order-management/packages/server packages/server
COPY --from=build /srv/order-management/packages/server/dist packages/server/dist
COPY --from=build /srv/order-management/packages/web/dist packages/web/dist
# As MEMORY_FLAGS in packages/server/src/local/children.ts, which says why.
ENV NODE_OPTIONS="--max-semi-space-size=32 --max-old-space-size=768"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
USER node
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=1s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "packages/server/dist/main.js", "serve"]
