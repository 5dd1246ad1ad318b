# The image: one binary, run by nobody in particular, writing nothing.
# `./tests/run` does not build it: that needs a container engine.
# Build: docker build -t postern .
# Run:   docker run --rm --read-only -p 127.0.0.1:3000:3000 postern
ARG RUST=1.95
ARG DEBIAN=bookworm

FROM rust:${RUST}-slim-${DEBIAN} AS build
WORKDIR /source
COPY . .
# The profile `dist` has thin LTO and no symbols; style sheets and scripts go into the binary.
RUN cargo build --locked --profile dist --package postern-server --bin postern

FROM debian:${DEBIAN}-slim
# AWS is reached over TLS.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /source/target/dist/postern /usr/local/bin/postern
# Neither root nor a user of the host.
USER 65532:65532
EXPOSE 3000
# The binary asks itself: the image needs no curl.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["postern", "health"]
# SIGTERM ends requests under way, within ten seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["postern"]
# Inside the container every address is the container's own; publish the port on 127.0.0.1.
CMD ["serve", "--listen", "0.0.0.0:3000"]
