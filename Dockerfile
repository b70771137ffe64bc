# syntax=docker/dockerfile:1
FROM node:22-bookworm-slim AS build
WORKDIR /lensmith
COPY package.json package-lock.json .npmrc ./
# Without the install scripts: the build needs no browser.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && rm -rf dist/assets/*.map dist/*.map

FROM nginxinc/nginx-unprivileged:1.28-alpine
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /lensmith/dist /srv/lensmith
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
  CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz || exit 1
# Its own entrypoint rewrites configuration files, which a read-only file system forbids.
ENTRYPOINT ["nginx", "-g", "daemon off;"]
