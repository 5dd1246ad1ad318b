# The image: one binary and the few files that it opens, run by nobody in particular, writing
# nothing but its state folder. No shell, no package manager.
# `./tests/run` lints it; to build it takes a container engine.
# Build: docker build -t postern .
# Run:   docker run --rm --read-only -p 127.0.0.1:3000:3000 postern
ARG RUST=1.95
ARG DEBIAN=bookworm

FROM rust:${RUST}-slim-${DEBIAN} AS build
WORKDIR /source
COPY . .
# The profile `dist` has thin LTO and no symbols; style sheets and scripts go into the binary.
RUN cargo build --locked --profile dist --package postern-server --bin postern
# Everything that the image holds: the binary, the libraries that it names, and what proves AWS's and
# the identity provider's TLS. The state folder is there so that a volume on it has its owner.
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && install -D --mode=755 target/dist/postern /image/usr/local/bin/postern \
    && install -D --mode=644 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt \
    && ldd target/dist/postern | grep -o '/[^ ]*' | xargs -I '{}' cp --parents --dereference '{}' /image \
    && install -d --mode=700 --owner=65532 --group=65532 /image/var/lib/postern

FROM scratch
LABEL org.opencontainers.image.title="Postern" \
      org.opencontainers.image.description="The private door to Amazon Bedrock AgentCore" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image /
# Inside the container every address is the container's own; publish the port on 127.0.0.1.
ENV PATH=/usr/local/bin \
    POSTERN_SERVER__LISTEN=0.0.0.0:3000 \
    POSTERN_SERVER__STATE=/var/lib/postern
# Neither root nor a user of the host.
USER 65532:65532
VOLUME ["/var/lib/postern"]
EXPOSE 3000
# The binary asks itself: the image needs no curl.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["postern", "health"]
# SIGTERM ends requests under way, within ten seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["postern"]
CMD ["serve"]
