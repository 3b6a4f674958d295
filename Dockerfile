# One image for every process: `web`, `work`, `migrate`, or `up` for all of them in one container.

FROM node:22-bookworm-slim AS pages
WORKDIR /build
COPY package.json package-lock.json vendor.mjs ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && node vendor.mjs

FROM python:3.11-slim-bookworm AS wheel
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/antiphon \
    UV_PYTHON_DOWNLOADS=never
RUN pip install uv==0.13.9
WORKDIR /build
# First what rarely changes, so that a change of ours does not fetch everything again.
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY src ./src
COPY scripts ./scripts
RUN /opt/antiphon/bin/python -m scripts.words --pack
COPY --from=pages /build/src/antiphon/web/vendor ./src/antiphon/web/vendor
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Antiphon" \
      org.opencontainers.image.description="Say it once, hear every answer." \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 antiphon \
    && useradd --uid 10001 --gid antiphon --home-dir /var/lib/antiphon --no-log-init antiphon \
    && install -d -o antiphon -g antiphon -m 0700 /var/lib/antiphon
COPY --from=wheel /opt/antiphon /opt/antiphon
ENV PATH=/opt/antiphon/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ANTIPHON_HOME=/var/lib/antiphon
USER 10001:10001
WORKDIR /var/lib/antiphon
VOLUME /var/lib/antiphon
EXPOSE 8000
# A process that is asked to stop ends what it is sending; give it the time.
STOPSIGNAL SIGTERM
ENTRYPOINT ["antiphon"]
CMD ["up"]
